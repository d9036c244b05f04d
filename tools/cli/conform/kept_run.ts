import { join } from "node:path";
import { archiveFile, transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import type { CaseOutcome } from "../../harness/outcome.ts";
import { digest } from "../../protocol/canonical.ts";
import type { Host } from "../host.ts";
import { SettingsError } from "./call.ts";
import { readDataFile } from "./data_file.ts";
import { fileProblem } from "./file_problem.ts";
import { readKeptFile } from "./kept_file.ts";

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
    let bytes: Buffer;
    try {
      bytes = readKeptFile(join(folder, name));
    } catch (error) {
      throw new SettingsError(`${join(path, name)}: cannot be read: ${fileProblem(error)}`);
    }
    if (digest(bytes) !== expected) throw new SettingsError(`${join(path, name)}: is not the transcript that was judged`);
    return bytes.toString("utf8");
  };
  return {
    archive,
    transcripts: (outcomes) => new Map(outcomes.flatMap((outcome) => (outcome.status === "played" ? [[outcome.caseId, transcriptOf(outcome.caseId, outcome.digest)]] : []))),
  };
}

/** The archive in a folder; a text says why there is none. */
export async function readArchive(folder: string): Promise<RunArchive | string> {
  const file = await readDataFile(join(folder, archiveFile), "run", readKeptFile);
  if (typeof file === "string") return file;
  // The schema says what the type says.
  const archive = file.value as unknown as RunArchive;
  const seen = new Set<string>();
  for (const { caseId } of archive.outcomes) {
    if (seen.has(caseId)) return `says twice what became of ${caseId}`;
    seen.add(caseId);
  }
  return archive;
}
