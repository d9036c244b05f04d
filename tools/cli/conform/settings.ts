import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { RunArchive } from "../../harness/archive.ts";
import type { BaselineEntry } from "../../harness/baseline.ts";
import type { Case } from "../../harness/case.ts";
import type { CaseOutcome } from "../../harness/outcome.ts";
import { select, shardOf } from "../../harness/select.ts";
import type { Selection } from "../../harness/select.ts";
import type { Sample } from "../../harness/subject.ts";
import { loadSuite } from "../../harness/suite.ts";
import type { Suite } from "../../harness/suite.ts";
import { member } from "../../json/value.ts";
import type { JsonValue } from "../../json/value.ts";
import { canonicalJson, digest } from "../../protocol/canonical.ts";
import type { Side } from "../../protocol/messages.ts";
import { tool } from "../../validate/tool.ts";
import type { Host } from "../host.ts";
import { packageRoot } from "../package_root.ts";
import { SettingsError } from "./call.ts";
import type { Call } from "./call.ts";
import { readDataFile } from "./data_file.ts";
import { openKeptRun } from "./kept_run.ts";
import type { KeptRun } from "./kept_run.ts";

/** What was played: what became of each case, and the transcripts. */
export interface PlayRecord {
  readonly outcomes: readonly CaseOutcome[];
  readonly transcripts: ReadonlyMap<string, string>;
}

/** What a run needs to know. */
export interface Settings {
  readonly suite: Suite;
  readonly selection: Selection;
  /** Those of the selection that are to be played now. */
  readonly cases: readonly Case[];
  readonly samples: readonly Sample[];
  readonly patience: number;
  readonly jobs: number;
  readonly baseline: readonly BaselineEntry[];
  /** What stands as it is, of the run of which only the failures are played again. */
  readonly kept: PlayRecord;
  readonly archive: Omit<RunArchive, "outcomes" | "peer">;
}

const mostJobs = 64;
const longestDeadline = 3_600_000;

/** Reads the options. Throws SettingsError or SelectionError where they make no sense. */
export async function readSettings({ given: { options, repeated }, host }: Call, side: Side): Promise<Settings> {
  const suite = loadSuite(packageRoot());
  const patterns = repeated?.get("run") ?? [];
  const selection = select(suite, side, options.get("set") ?? "hardened-2026", patterns);
  const samples = await readSamples(options.get("samples"), host);
  const shard = readShard(options.get("shard"));
  const absent = repeated?.get("env")?.find((name) => host.environment[name] === undefined);
  if (absent !== undefined) throw new SettingsError(`--env: ${absent} is not set here, so it cannot be handed down`);
  if (options.has("list")) refuseBeside("--list plays nothing", ["baseline", "format", "output", "out", "sign"], options);
  else if (shard !== undefined) {
    if (!options.has("out")) throw new SettingsError("--shard needs --out, or there would be nothing to merge");
    refuseBeside("--shard leaves the verdicts to conform merge", ["baseline", "sign"], options);
    refuseBeside("--shard plays a part of a whole run", ["rerun-failed"], options);
  }
  const archive = {
    v: "conformance-run.v1" as const,
    tool: { name: tool.name, version: tool.version },
    suite: suite.digest,
    set: selection.set.name,
    side,
    patterns,
    samples: digest(canonicalJson(samples)),
    ...(shard === undefined ? {} : { shard }),
  };
  const sharded = shard === undefined ? selection.cases : shardOf(selection.cases, shard.index, shard.count);
  const earlier = await readEarlier(options.get("rerun-failed"), archive, host);
  const accepted = new Set(earlier?.archive.outcomes.filter((outcome) => outcome.accepted || outcome.status === "not-applicable").map(({ caseId }) => caseId));
  const cases = sharded.filter(({ id }) => !accepted.has(id));
  return {
    suite,
    selection,
    cases,
    samples,
    patience: wholeNumber("deadline", options.get("deadline"), side === "adapter" ? 10_000 : 60_000, longestDeadline),
    jobs: wholeNumber("jobs", options.get("jobs"), Math.min(2 * availableParallelism(), mostJobs), mostJobs),
    baseline: await readBaseline(options.get("baseline"), host),
    kept: earlier === undefined ? { outcomes: [], transcripts: new Map() } : keptOf(earlier, cases),
    archive,
  };
}

/** What is given is done or refused. */
function refuseBeside(because: string, idle: readonly string[], options: Call["given"]["options"]): void {
  const name = idle.find((candidate) => options.has(candidate));
  if (name !== undefined) throw new SettingsError(`${because}, so --${name} means nothing beside it`);
}

function wholeNumber(name: string, text: string | undefined, otherwise: number, most: number): number {
  if (text === undefined) return otherwise;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > most) throw new SettingsError(`--${name} takes a whole number from 1 to ${most}`);
  return number;
}

function readShard(text: string | undefined): { index: number; count: number } | undefined {
  if (text === undefined) return undefined;
  const match = /^(\d{1,3})\/(\d{1,3})$/.exec(text);
  const [index, count] = [Number(match?.[1]), Number(match?.[2])];
  if (!(index >= 1 && index <= count)) throw new SettingsError("--shard takes I/N, the number of the part and of all parts: 1/3");
  return { index, count };
}

async function readSamples(path: string | undefined, host: Host): Promise<readonly Sample[]> {
  // The schema says what the type says.
  return path === undefined ? [] : (member(await readFile("samples", path, host), "operations") as unknown as readonly Sample[]);
}

export async function readBaseline(path: string | undefined, host: Host): Promise<readonly BaselineEntry[]> {
  return path === undefined ? [] : (member(await readFile("baseline", path, host), "entries") as unknown as readonly BaselineEntry[]);
}

async function readFile(option: "samples" | "baseline", path: string, host: Host): Promise<JsonValue> {
  const file = await readDataFile(host.resolve(path), option, readFileSync);
  if (typeof file === "string") throw new SettingsError(`--${option}: ${path}: ${file} (see schemas/conformance/${option}.schema.json)`);
  return file.value;
}

async function readEarlier(path: string | undefined, now: Settings["archive"], host: Host): Promise<KeptRun | undefined> {
  if (path === undefined) return undefined;
  const earlier = await openKeptRun(path, host);
  const { archive } = earlier;
  if (archive.suite !== now.suite || archive.set !== now.set || archive.side !== now.side || archive.samples !== now.samples || archive.shard !== undefined) {
    throw new SettingsError(`--rerun-failed: the run in ${path} was made with another suite, set or samples, or is a part; run anew`);
  }
  return earlier;
}

/** What is not played again. */
function keptOf({ archive, transcripts }: KeptRun, cases: readonly Case[]): PlayRecord {
  const again = new Set(cases.map(({ id }) => id));
  const outcomes = archive.outcomes.filter(({ caseId }) => !again.has(caseId));
  return { outcomes, transcripts: transcripts(outcomes) };
}
