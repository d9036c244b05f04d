import { join } from "node:path";
import { expect, test } from "vitest";
import { protocolSchemas } from "../../../tools/harness/protocol_schemas.ts";
import { tryRunner } from "../../../tools/harness/run_runner.ts";
import { loadSuite } from "../../../tools/harness/suite.ts";
import { runnerInProcess } from "./in_process_runner.ts";
import { notPassed, verdictsOnRunner } from "./kill_matrix.ts";
import { runnerMutants } from "./runner_mutants.ts";
import { inVirtualTime } from "./virtual_time.ts";

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

test.each([[["lifecycle/runner/silent-at-invoke", "limits/runner/flood"]], [["limits/runner/flood"]]])("a runner waits for its deadline once, whoever wants to know it: %j", async (played) => {
  const silent: string[] = [];
  const run = runnerInProcess(() => ({}));
  const cases = suite.cases.filter(({ id }) => played.includes(id));
  const record = await inVirtualTime(() =>
    tryRunner(cases, suite.cases, {
      run: (request) => {
        if (request.plan.steps.some((step) => "hang" in step)) silent.push(request.key);
        return run(request);
      },
      placeholders: new Set(),
      patience: 10_000,
      jobs: 1,
      schemas,
    }),
  );
  expect(record.outcomes.map(({ accepted }) => accepted)).toEqual(played.map(() => true));
  expect(silent).toHaveLength(1);
});
