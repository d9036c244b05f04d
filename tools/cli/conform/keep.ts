import { existsSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { openOutFolder } from "../../../reference/ipc-v0/runner/out_folder.ts";
import type { OutFolder } from "../../../reference/ipc-v0/runner/out_folder.ts";
import { archiveFile, archiveText, isTranscript, transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import type { Host } from "../host.ts";
import { SettingsError } from "./call.ts";
import { fileProblem } from "./file_problem.ts";

/** A folder that takes a run. */
export interface RunFolder {
  /** The path as it was given. */
  readonly shown: string;
  /** Keeps the archive, the transcript of each case, and other files. What an earlier run left there and this one has not is removed. Throws what the file system throws. */
  readonly keep: (archive: RunArchive, transcripts: ReadonlyMap<string, string>, files: readonly { readonly name: string; readonly text: string }[]) => void;
}

/** Throws SettingsError where there can be no such folder, or where it holds files under a run's names that no run wrote. */
export function openRunFolder(shown: string, host: Host): RunFolder {
  const path = host.resolve(shown);
  let out: OutFolder;
  let foreign: string | undefined;
  try {
    out = openOutFolder(path);
    foreign = existsSync(join(path, archiveFile)) ? undefined : readdirSync(path).find(isOurs);
  } catch (error) {
    throw new SettingsError(`--out: cannot write to ${shown}: ${fileProblem(error)}`);
  }
  if (foreign !== undefined) throw new SettingsError(`--out: ${shown} holds a ${foreign} that no conformance run wrote, and it would be lost; name another folder`);
  return {
    shown,
    keep: (archive, transcripts, files) => {
      const written = [...[...transcripts].map(([caseId, text]) => ({ name: transcriptFileOf(caseId), text })), ...files];
      const names = new Set(written.map(({ name }) => name));
      // The archive first: by it the next run knows that the rest may go, though this one should break off.
      out.write(archiveFile, archiveText(archive));
      for (const name of readdirSync(path)) if (isOurs(name) && !names.has(name)) rmSync(join(path, name), { force: true });
      for (const { name, text } of written) out.write(name, text);
    },
  };
}

function isOurs(name: string): boolean {
  return isTranscript(name) || ["report.txt", "report.json", "statement.json", "statement.dsse.json"].includes(name);
}
