import type { Case } from "../../../tools/harness/case.ts";
import { jsonSchemas } from "../../../tools/harness/json_schemas.ts";
import type { SchemaCheck } from "../../../tools/harness/inspect_runner.ts";
import { tryAdapter } from "../../../tools/harness/run_adapter.ts";
import { tryRunner } from "../../../tools/harness/run_runner.ts";
import { requirementVerdicts } from "../../../tools/harness/verdicts.ts";
import type { Suite } from "../../../tools/harness/suite.ts";
import type { RequirementVerdict } from "../../../tools/report/verdict.ts";
import type { AdapterHabits } from "./adapter_peer.ts";
import { inProcess } from "./in_process_adapter.ts";
import { runnerInProcess } from "./in_process_runner.ts";
import { inVirtualTime } from "./virtual_time.ts";
import type { RunnerHabits } from "./runner_peer.ts";

/** How long the harness waits for what must come, in virtual milliseconds. */
const patience = 10_000;
/** One after another: side by side they would take each other's time. */
const jobs = 1;

/** The verdict of the whole suite on an adapter with these habits. */
export async function verdictsOnAdapter(suite: Suite, habits: () => AdapterHabits): Promise<readonly RequirementVerdict[]> {
  const cases = casesOf(suite, "adapter");
  const { outcomes } = await inVirtualTime(() =>
    tryAdapter(cases, {
      command: ["adapter"],
      environment: {},
      start: inProcess(habits),
      samples: [],
      patience,
      jobs,
      loadSchemas: () => Promise.resolve(jsonSchemas),
    }),
  );
  return requirementVerdicts(suite.requirements.filter(({ side }) => side === "adapter"), cases, outcomes);
}

function casesOf({ cases }: Suite, side: Case["side"]): Case[] {
  return cases.filter((one) => one.side === side);
}

/** The verdict of the whole suite on a runner with these habits. */
export async function verdictsOnRunner(suite: Suite, schemas: SchemaCheck, habits: () => RunnerHabits): Promise<readonly RequirementVerdict[]> {
  const cases = casesOf(suite, "runner");
  const { outcomes } = await inVirtualTime(() => tryRunner(cases, suite.cases, { run: runnerInProcess(habits), placeholders: new Set(["out", "secret"]), patience, jobs, schemas }));
  return requirementVerdicts(suite.requirements.filter(({ side }) => side === "runner"), cases, outcomes);
}

/** What did not pass, and why. */
export function notPassed(verdicts: readonly RequirementVerdict[]): { requirement: string; verdict: string; reason: string }[] {
  return verdicts.filter(({ verdict }) => verdict !== "pass").map(({ requirement, verdict, reason }) => ({ requirement, verdict, reason }));
}
