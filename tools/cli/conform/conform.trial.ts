import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll } from "vitest";
import type { ConformanceReport } from "../../report/verdict.ts";
import { main } from "../main.ts";
import { memoryHost } from "../memory_host.ts";

const root = join(import.meta.dirname, "../../..");

/** A folder in which `wsc conform` is run, with an adapter in it that breaks the requirements it is told; both are gone when the tests of a file are over. */
export interface ConformTrial {
  readonly folder: string;
  /** The command line of the adapter. */
  readonly adapter: (...requirement: readonly string[]) => string[];
  readonly wsc: (...words: readonly string[]) => Promise<{ status: number; output: string; errors: string }>;
  readonly report: (...words: readonly string[]) => Promise<ConformanceReport>;
}

export function startTrial(): ConformTrial {
  const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-conform-"));
  beforeAll(async () => {
    await build({ entryPoints: [join(root, "reference/ipc-v0/mutants/adapter.ts")], outfile: join(folder, "mutant.mjs"), bundle: true, platform: "node", format: "esm", logLevel: "silent", banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });
  const wsc: ConformTrial["wsc"] = async (...words) => {
    const host = memoryHost(folder, { environment: { PATH: process.env.PATH ?? "" } });
    const status = await main(words, host);
    return { status, output: host.output(), errors: host.errors() };
  };
  return {
    folder,
    adapter: (...requirement) => [process.execPath, "mutant.mjs", ...requirement],
    wsc,
    report: async (...words) => JSON.parse((await wsc("conform", "adapter", "--format", "json", ...words)).output) as ConformanceReport,
  };
}
