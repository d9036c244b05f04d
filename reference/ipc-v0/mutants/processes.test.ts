/** What the kill matrix plays within one process, tried with real ones where processes are what it is about. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { peerEnvironment } from "../../../tools/harness/environment.ts";
import { protocolSchemas } from "../../../tools/harness/protocol_schemas.ts";
import { tryRunner } from "../../../tools/harness/run_runner.ts";
import { runnerProcess } from "../../../tools/harness/runner_process.ts";
import { select } from "../../../tools/harness/select.ts";
import { loadSuite } from "../../../tools/harness/suite.ts";
import { requirementVerdicts } from "../../../tools/harness/verdicts.ts";
import { notPassed } from "./kill_matrix.ts";
import { runnerMutants } from "./runner_mutants.ts";

const root = join(import.meta.dirname, "../../..");
const suite = loadSuite(root);
const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-mutants-"));
const patience = 30_000;

beforeAll(async () => {
  const banner = { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' };
  const options = { bundle: true, platform: "node", format: "esm", logLevel: "silent", banner } as const;
  await build({ ...options, entryPoints: [join(root, "reference/ipc-v0/mutants/runner.ts")], outfile: join(folder, "runner.mjs") });
  await build({ ...options, stdin: { contents: 'import { serveProbeProcess } from "./tools/harness/probe_process.ts";\nawait serveProbeProcess(process.argv[2], process.argv[3]);\n', resolveDir: root, sourcefile: "probe.ts", loader: "ts" }, outfile: join(folder, "probe.mjs") });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const aboutProcesses = ["IPC-LC-103", "IPC-LC-104", "IPC-LC-106", "IPC-LC-108", "IPC-SEC-102", "IPC-DET-104"];

async function verdictsOn(requirement: string | undefined): Promise<ReturnType<typeof notPassed>> {
  const { cases, requirements } = select(suite, "runner", "hardened-2026", aboutProcesses);
  const broken = requirement === undefined ? [] : ["--break", requirement];
  const command = [process.execPath, join(folder, "runner.mjs"), ...broken, "--adapter", "{adapter}", "--out", "{out}", "--secret", "{secret}"];
  const { run, remove } = runnerProcess({ command, environment: peerEnvironment(process.env), folder, probe: [process.execPath, join(folder, "probe.mjs")], patience });
  try {
    const { outcomes } = await tryRunner(cases, suite.cases, { run, placeholders: new Set(["out", "secret"]), patience, jobs: 4, schemas: protocolSchemas(root) });
    return notPassed(requirementVerdicts(requirements.filter(({ id }) => aboutProcesses.includes(id)), cases, outcomes));
  } finally {
    remove();
  }
}

describe("a runner in a process of its own", () => {
  test("passes without a fault", async () => {
    expect(await verdictsOn(undefined)).toEqual([]);
  });

  test.each(runnerMutants.filter(({ requirement }) => aboutProcesses.includes(requirement)))("that breaks $requirement fails just that", async ({ requirement, reason }) => {
    expect(await verdictsOn(requirement)).toEqual([{ requirement, verdict: "fail", reason }]);
  });
});
