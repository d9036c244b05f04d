import { join } from "node:path";
import { expect, test } from "vitest";
import { protocolSchemas } from "../../../tools/harness/protocol_schemas.ts";
import { loadSuite } from "../../../tools/harness/suite.ts";
import { notPassed, verdictsOnRunner } from "./kill_matrix.ts";
import { runnerMutants } from "./runner_mutants.ts";

const root = join(import.meta.dirname, "../../..");
const suite = loadSuite(root);
const schemas = protocolSchemas(root);

test("every requirement of a runner has a mutant that breaks it, and only one", () => {
  const requirements = suite.requirements.filter(({ side }) => side === "runner").map(({ id }) => id);
  expect(runnerMutants.map(({ requirement }) => requirement)).toEqual(requirements);
});

test("the runner without a fault passes everything", async () => {
  expect(notPassed(await verdictsOnRunner(suite, schemas, () => ({})))).toEqual([]);
});

test.each(runnerMutants.map(({ requirement, reason, habits }) => [requirement, reason, habits] as const))("the runner that breaks %s fails just that: %s", async (requirement, reason, habits) => {
  expect(notPassed(await verdictsOnRunner(suite, schemas, habits))).toEqual([{ requirement, verdict: "fail", reason }]);
});
