import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { protocolSchemas } from "../../../tools/harness/protocol_schemas.ts";
import { loadSuite } from "../../../tools/harness/suite.ts";
import type { RequirementVerdict } from "../../../tools/report/verdict.ts";
import { adapterMutants } from "./adapter_mutants.ts";
import { verdictsOnAdapter, verdictsOnRunner } from "./kill_matrix.ts";
import { runnerMutants } from "./runner_mutants.ts";

const root = join(import.meta.dirname, "../../..");
const suite = loadSuite(root);
const mutants = [...adapterMutants, ...runnerMutants];

test("every requirement has a mutant that breaks it, and only one", () => {
  expect(mutants.map(({ requirement }) => requirement).sort()).toEqual(suite.requirements.map(({ id }) => id).sort());
});

describe("the adapter", () => {
  expectKills(adapterMutants, (habits) => verdictsOnAdapter(suite, habits));
});

describe("the runner", () => {
  const schemas = protocolSchemas(root);
  expectKills(runnerMutants, (habits) => verdictsOnRunner(suite, schemas, habits));
});

type Verdicts = readonly RequirementVerdict[];

function expectKills<Habits extends object>(list: readonly { readonly requirement: string; readonly reason: string; readonly habits: () => Habits }[], judge: (habits: () => Habits | object) => Promise<Verdicts>): void {
  test("without a fault it passes everything", async () => {
    expect(notPassed(await judge(() => ({})))).toEqual([]);
  });

  test.each(list.map(({ requirement, reason, habits }) => [requirement, reason, habits] as const))("that breaks %s fails just that: %s", async (requirement, reason, habits) => {
    expect(notPassed(await judge(habits))).toEqual([{ requirement, verdict: "fail", reason }]);
  });
}

function notPassed(verdicts: Verdicts): object[] {
  return verdicts.filter(({ verdict }) => verdict !== "pass").map(({ requirement, verdict, reason }) => ({ requirement, verdict, reason }));
}
