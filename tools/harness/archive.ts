import { canonicalJson } from "../protocol/canonical.ts";
import type { CaseOutcome } from "./outcome.ts";

/** What a run leaves for later ones: to merge shards, to play failures again, to make its verdicts again. Plain data; no time, host or path is in it. */
export interface RunArchive {
  readonly v: "conformance-run.v1";
  readonly tool: { readonly name: string; readonly version: string };
  readonly suite: string;
  readonly set: string;
  readonly side: "adapter" | "runner";
  readonly peer: { readonly command: readonly string[]; readonly name?: string; readonly version?: string };
  /** What `--run` asked for. */
  readonly patterns: readonly string[];
  /** The digest of the sample arguments. */
  readonly samples: string;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly outcomes: readonly CaseOutcome[];
}

export const archiveFile = "conformance-run.json";

/** The file that holds the transcript of a case. */
export function transcriptFileOf(caseId: string): string {
  return `case.${caseId.replaceAll("/", ".")}.ndjson`;
}

/** Whether a file has the name of a transcript. */
export function isTranscript(name: string): boolean {
  return /^case\..*\.ndjson$/.test(name);
}

/** The same bytes for the same archive, in whatever order its members came about. */
export function archiveText(archive: RunArchive): string {
  return `${JSON.stringify(JSON.parse(canonicalJson(archive)), null, 1)}\n`;
}

/** Shards that do not belong together, or of which one is missing. */
export class MergeError extends Error {
  override readonly name = "MergeError";
}

/** One archive of all the shards of a run. Throws MergeError where they are not the shards of one run. */
export function mergeArchives(archives: readonly RunArchive[]): RunArchive {
  const [first] = archives;
  if (first === undefined) throw new MergeError("there is nothing to merge");
  const count = first.shard?.count ?? 1;
  const identity = identityOf(first);
  for (const archive of archives) if (identityOf(archive) !== identity) throw new MergeError("the runs differ in suite, set, side, selection, samples, command or number of shards");
  const indexes = new Set(archives.map(({ shard }) => shard?.index ?? 1));
  if (indexes.size < archives.length) throw new MergeError("a shard is given twice");
  const stray = [...indexes].find((index) => index > count);
  if (stray !== undefined) throw new MergeError(`there is no shard ${stray} of ${count}`);
  // All are different and none is beyond the last, so the first that is missing is not far.
  for (let index = 1; index <= count; index += 1) if (!indexes.has(index)) throw new MergeError(`shard ${index} of ${count} is missing`);
  const { shard: _shard, ...rest } = first;
  const peers = archives.map(({ peer }) => peer);
  return { ...rest, peer: peers.find(({ name }) => name !== undefined) ?? first.peer, outcomes: archives.flatMap(({ outcomes }) => outcomes) };
}

function identityOf({ tool, suite, set, side, peer, patterns, samples, shard }: RunArchive): string {
  return JSON.stringify([tool, suite, set, side, peer.command, patterns, samples, shard?.count ?? 1]);
}
