import { join } from "node:path";
import { expect, test } from "vitest";
import { jsonSchemas } from "../../../tools/harness/json_schemas.ts";
import { rejudge } from "../../../tools/harness/rejudge.ts";
import { tryAdapter } from "../../../tools/harness/run_adapter.ts";
import { loadSuite } from "../../../tools/harness/suite.ts";
import { adapterMutants } from "./adapter_mutants.ts";
import { inProcess } from "./in_process_adapter.ts";
import { inVirtualTime } from "./virtual_time.ts";

const suite = loadSuite(join(import.meta.dirname, "../../.."));
const cases = suite.cases.filter(({ side }) => side === "adapter");
const tried = [{ requirement: "no requirement", habits: () => ({}) }, ...adapterMutants.filter(({ requirement }) => ["IPC-TR-004", "IPC-TR-009", "IPC-HS-006", "IPC-CAP-002", "IPC-INV-001", "IPC-ERR-004", "IPC-LC-001", "IPC-LIM-003", "IPC-SEC-001"].includes(requirement))];

test.each(tried)("the transcripts of an adapter that breaks $requirement say again what was found", async ({ habits }) => {
  const { outcomes, transcripts } = await inVirtualTime(() =>
    tryAdapter(cases, { command: ["adapter"], environment: {}, start: inProcess(habits), samples: [], patience: 10_000, jobs: 1, loadSchemas: () => Promise.resolve(jsonSchemas) }),
  );
  for (const outcome of outcomes) {
    const one = cases.find(({ id }) => id === outcome.caseId);
    if (one === undefined || outcome.status !== "played") continue;
    expect((await rejudge(one, transcripts.get(one.id) ?? "", jsonSchemas)).outcome).toEqual(outcome);
  }
});
