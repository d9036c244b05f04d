import type { Case } from "../../../tools/harness/case.ts";
import { jsonSchemas } from "../../../tools/harness/json_schemas.ts";
import { tryAdapter } from "../../../tools/harness/run_adapter.ts";
import { requirementVerdicts } from "../../../tools/harness/verdicts.ts";
import type { Suite } from "../../../tools/harness/suite.ts";
import type { RequirementVerdict } from "../../../tools/report/verdict.ts";
import type { AdapterHabits } from "./adapter_peer.ts";
import { inProcess } from "./in_process_adapter.ts";

/** How long the harness waits for what must come; within one process it comes at once or never. */
const patience = 4000;
const jobs = 16;

/** The verdict of the whole suite on an adapter with these habits. */
export async function verdictsOnAdapter(suite: Suite, habits: () => AdapterHabits): Promise<readonly RequirementVerdict[]> {
  const cases = casesOf(suite, "adapter");
  const { outcomes } = await tryAdapter(cases, {
    command: ["adapter"],
    environment: {},
    start: inProcess(habits),
    samples: [],
    patience,
    jobs,
    loadSchemas: () => Promise.resolve(jsonSchemas),
  });
  return requirementVerdicts(suite.requirements.filter(({ side }) => side === "adapter"), cases, outcomes);
}

function casesOf({ cases }: Suite, side: Case["side"]): Case[] {
  return cases.filter((one) => one.side === side);
}
