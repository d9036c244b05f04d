import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import type { FileReport } from "../../report/diagnostic.ts";
import { main } from "../main.ts";
import { memoryHost, type MemoryHost } from "../memory_host.ts";

/** A folder of its own for each test of the file that imports this. */
export let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wsc-validate-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

export interface Result {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

export async function validate(words: readonly string[], settings: Parameters<typeof memoryHost>[1] = {}): Promise<Result> {
  return await validateOn(memoryHost(folder, settings), words);
}

export async function validateOn(host: MemoryHost, words: readonly string[]): Promise<Result> {
  const status = await main(["validate", ...words], host);
  return { status, output: host.output(), errors: host.errors() };
}

export async function reports(...words: string[]): Promise<FileReport[]> {
  return (JSON.parse((await validate(["--format", "json", ...words])).output) as { files: FileReport[] }).files;
}

export function put(name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

export function contract(changes: { emit?: readonly string[]; labels?: Record<string, string>; [member: string]: unknown } = {}): string {
  const { emit = ["env.fingerprint"], labels, ...members } = changes;
  return JSON.stringify(
    {
      api_version: "workstation-contracts.socios.io/v0.1",
      kind: "WorkstationContract",
      metadata: { id: "example", ...(labels === undefined ? {} : { labels }) },
      spec: { lanes: [{ name: "lane", backend: { type: "pixi", pixi: { manifest_path: "pixi.toml" } }, steps: [{ name: "test", run: "make test" }], evidence: { emit } }] },
      ...members,
    },
    null,
    2,
  );
}

export const good = contract();
export const bad = contract({ kind: "WorkstationContracts" });
export const mendable = contract({ labels: { "sourceos.terminal_command": "true" } });





export async function withInput(content: string | Buffer, words: readonly string[]): Promise<Result> {
  put("input", content);
  const stdin = openSync(join(folder, "input"), "r");
  try {
    return await validate(words, { stdin });
  } finally {
    closeSync(stdin);
  }
}
