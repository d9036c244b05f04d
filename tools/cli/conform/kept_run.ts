import { readFileSync } from "node:fs";
import { join } from "node:path";
import { archiveFile, transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import type { CaseOutcome } from "../../harness/outcome.ts";
import { digest } from "../../protocol/canonical.ts";
import type { Host } from "../host.ts";
import { SettingsError } from "./call.ts";
import { readDataFile } from "./data_file.ts";
import { fileProblem } from "./file_problem.ts";

/** A run that --out kept. */
export interface KeptRun {
  readonly archive: RunArchive;
  /** The transcripts of those of its outcomes, by case. Throws SettingsError where one is missing, or is not the one that was judged. */
  readonly transcripts: (outcomes: readonly CaseOutcome[]) => ReadonlyMap<string, string>;
}

/** The run in a folder. Throws SettingsError where there is none. */
export async function openKeptRun(path: string, host: Host): Promise<KeptRun> {
  const folder = host.resolve(path);
  const archive = await readArchive(folder);
  if (typeof archive === "string") throw new SettingsError(`${join(path, archiveFile)}: ${archive}`);
  const transcriptOf = (caseId: string, expected: string): string => {
    const name = transcriptFileOf(caseId);
    let text: string;
    try {
      text = readFileSync(join(folder, name), "utf8");
    } catch (error) {
      throw new SettingsError(`${join(path, name)}: cannot be read: ${fileProblem(error)}`);
    }
    if (digest(text) !== expected) throw new SettingsError(`${join(path, name)}: is not the transcript that was judged`);
    return text;
  };
  return {
    archive,
    transcripts: (outcomes) => new Map(outcomes.flatMap((outcome) => (outcome.status === "played" ? [[outcome.caseId, transcriptOf(outcome.caseId, outcome.digest)]] : []))),
  };
}

/** The archive in a folder; a text says why there is none. */
export async function readArchive(folder: string): Promise<RunArchive | string> {
  const file = await readDataFile(join(folder, archiveFile), "run");
  // The schema says what the type says.
  return typeof file === "string" ? file : (file.value as unknown as RunArchive);
}
