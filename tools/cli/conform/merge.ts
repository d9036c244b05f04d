import { readFileSync } from "node:fs";
import { join } from "node:path";
import { mergeArchives, MergeError, transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import { digest } from "../../protocol/canonical.ts";
import { makeReport } from "../../harness/report.ts";
import { select } from "../../harness/select.ts";
import { loadSuite } from "../../harness/suite.ts";
import { refuseArguments } from "../help.ts";
import { packageRoot } from "../package_root.ts";
import { finishWhole } from "./finish.ts";
import { readArchive, readBaseline, SettingsError } from "./settings.ts";
import type { Call } from "./settings.ts";

/** `wsc conform merge`: one run out of its shards. */
export async function conformMerge(call: Call): Promise<number> {
  const { words, usage, host, given } = call;
  if (words.length === 0) return refuseArguments({ problem: "name the folders that the shards wrote" }, usage, host);
  try {
    const shards = words.map((word) => ({ folder: host.resolve(word), archive: readArchive("merge", host.resolve(word), word) }));
    const merged = mergeArchives(shards.map(({ archive }) => archive));
    const suite = loadSuite(packageRoot());
    if (merged.suite !== suite.digest) throw new SettingsError("the shards were made with another suite than this program has");
    const selection = select(suite, merged.side, merged.set, merged.patterns);
    const order = new Map(suite.cases.map(({ id }, place) => [id, place]));
    const outcomes = [...merged.outcomes].sort((one, other) => (order.get(one.caseId) ?? 0) - (order.get(other.caseId) ?? 0));
    const archive: RunArchive = { ...merged, outcomes };
    const transcripts = new Map(shards.flatMap(({ folder, archive: shard }) => transcriptsOf(folder, shard)));
    const baseline = readBaseline(given.options.get("baseline"), host);
    const report = makeReport({ suite, selection, outcomes, tool: merged.tool, side: merged.side, peer: merged.peer, baseline, today: new Date().toISOString().slice(0, 10) });
    return await finishWhole(call, archive, report, transcripts);
  } catch (error) {
    if (error instanceof MergeError || error instanceof SettingsError) return refuseArguments({ problem: error.message }, usage, host);
    throw error;
  }
}

function transcriptsOf(folder: string, { outcomes }: RunArchive): [string, string][] {
  return outcomes.flatMap((outcome): [string, string][] => {
    if (outcome.status !== "played") return [];
    const name = transcriptFileOf(outcome.caseId);
    let text: string;
    try {
      text = readFileSync(join(folder, name), "utf8");
    } catch {
      throw new SettingsError(`the transcript ${name} is missing`);
    }
    if (digest(text) !== outcome.digest) throw new SettingsError(`the transcript ${name} is not the one that was judged`);
    return [[outcome.caseId, text]];
  });
}
