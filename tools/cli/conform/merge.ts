import { mergeArchives } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import { makeReport } from "../../harness/report.ts";
import { select } from "../../harness/select.ts";
import { loadSuite } from "../../harness/suite.ts";
import { packageRoot } from "../package_root.ts";
import { orRefuse, SettingsError } from "./call.ts";
import type { Call } from "./call.ts";
import { openDestination } from "./destination.ts";
import { finishWhole } from "./finish.ts";
import { openKeptRun } from "./kept_run.ts";
import { readBaseline } from "./settings.ts";

/** `wsc conform merge`: one run out of its shards. */
export async function conformMerge(call: Call): Promise<number> {
  return await orRefuse(call, () => mergeShards(call));
}

async function mergeShards(call: Call): Promise<number> {
  const { words, host, given } = call;
  if (words.length === 0) throw new SettingsError("name the folders that the shards wrote");
  const shards = await Promise.all(words.map((word) => openKeptRun(word, host)));
  const merged = mergeArchives(shards.map(({ archive }) => archive));
  const suite = loadSuite(packageRoot());
  if (merged.suite !== suite.digest) throw new SettingsError("the shards were made with another suite than this program has");
  const selection = select(suite, merged.side, merged.set, merged.patterns);
  const order = new Map(suite.cases.map(({ id }, place) => [id, place]));
  const outcomes = [...merged.outcomes].sort((one, other) => (order.get(one.caseId) ?? 0) - (order.get(other.caseId) ?? 0));
  const archive: RunArchive = { ...merged, outcomes };
  const transcripts = new Map(shards.flatMap((shard) => [...shard.transcripts(shard.archive.outcomes)]));
  const baseline = await readBaseline(given.options.get("baseline"), host);
  const report = makeReport({ suite, selection, outcomes, tool: merged.tool, side: merged.side, peer: merged.peer, baseline, today: new Date().toISOString().slice(0, 10) });
  return await finishWhole(call, openDestination(call), archive, report, transcripts);
}
