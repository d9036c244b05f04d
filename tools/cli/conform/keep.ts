import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openOutFolder } from "../../../reference/ipc-v0/runner/out_folder.ts";
import { archiveFile, archiveText, transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";

/** Keeps a run in a folder: its archive, the transcript of each case, and other files. What an earlier run left there and this one has not is removed. */
export function keepRun(folder: string, archive: RunArchive, transcripts: ReadonlyMap<string, string>, files: readonly { readonly name: string; readonly text: string }[]): void {
  const out = openOutFolder(folder);
  const written = [...[...transcripts].map(([caseId, text]) => ({ name: transcriptFileOf(caseId), text })), ...files];
  const names = new Set(written.map(({ name }) => name));
  for (const name of readdirSync(folder)) if (isOurs(name) && !names.has(name)) rmSync(join(folder, name), { force: true });
  for (const { name, text } of written) out.write(name, text);
  out.write(archiveFile, archiveText(archive));
}

function isOurs(name: string): boolean {
  return /^case\..*\.ndjson$/.test(name) || ["report.txt", "report.json", "statement.json", "statement.dsse.json"].includes(name);
}
