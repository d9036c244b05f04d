import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { archiveFile } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import type { BaselineEntry } from "../../harness/baseline.ts";
import type { Case } from "../../harness/case.ts";
import { select, shardOf, SelectionError } from "../../harness/select.ts";
import type { Selection } from "../../harness/select.ts";
import type { Sample } from "../../harness/subject.ts";
import { loadSuite } from "../../harness/suite.ts";
import type { Suite } from "../../harness/suite.ts";
import { readJson } from "../../json/read.ts";
import { isArray, member } from "../../json/value.ts";
import type { JsonValue } from "../../json/value.ts";
import { canonicalJson, digest } from "../../protocol/canonical.ts";
import type { Side } from "../../protocol/messages.ts";
import { visible } from "../../report/visible.ts";
import { tool } from "../../validate/tool.ts";
import type { CommandArguments, Usage } from "../command.ts";
import { refuseArguments } from "../help.ts";
import type { Host } from "../host.ts";
import { packageRoot } from "../package_root.ts";
import { fileProblem } from "./file_problem.ts";

/** What a subcommand was called with. */
export interface Call {
  readonly given: CommandArguments;
  /** The operands after the subcommand's name. */
  readonly words: readonly string[];
  readonly usage: Usage;
  readonly host: Host;
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
  /** The run of which only the failures are played again. */
  readonly earlier: { readonly folder: string; readonly archive: RunArchive } | undefined;
  readonly archive: Omit<RunArchive, "outcomes" | "peer">;
}

/** Why a run cannot begin, as a sentence. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}

const mostJobs = 64;
const longestDeadline = 3_600_000;

/** Reads the options; where they make no sense says so and answers with the exit status. */
export function readSettings({ given, usage, host }: Call, side: Side): Settings | number {
  try {
    return settingsOf(given, host, side);
  } catch (error) {
    if (error instanceof SelectionError) return refuseArguments({ problem: error.message, word: error.word, known: error.known, listing: "--list shows them all" }, usage, host);
    if (error instanceof SettingsError) return refuseArguments({ problem: visible(error.message) }, usage, host);
    throw error;
  }
}

function settingsOf({ options, repeated }: CommandArguments, host: Host, side: Side): Settings {
  const suite = loadSuite(packageRoot());
  const patterns = repeated?.get("run") ?? [];
  const selection = select(suite, side, options.get("set") ?? "hardened-2026", patterns);
  const samples = readSamples(options.get("samples"), host);
  const shard = readShard(options.get("shard"));
  if (shard !== undefined && !options.has("out")) throw new SettingsError("--shard needs --out, or there would be nothing to merge");
  if (options.has("sign") && (shard !== undefined || !options.has("out"))) throw new SettingsError("--sign needs --out, and a whole run");
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
  const earlier = readEarlier(options.get("rerun-failed"), archive, host);
  const accepted = new Set(earlier?.archive.outcomes.filter((outcome) => outcome.accepted || outcome.status === "not-applicable").map(({ caseId }) => caseId));
  return {
    suite,
    selection,
    cases: sharded.filter(({ id }) => !accepted.has(id)),
    samples,
    patience: wholeNumber("deadline", options.get("deadline"), side === "adapter" ? 10_000 : 60_000, longestDeadline),
    jobs: wholeNumber("jobs", options.get("jobs"), Math.min(2 * availableParallelism(), mostJobs), mostJobs),
    baseline: readBaseline(options.get("baseline"), host),
    earlier,
    archive,
  };
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

function readSamples(path: string | undefined, host: Host): readonly Sample[] {
  if (path === undefined) return [];
  const value = readData("samples", path, host);
  const operations = member(value, "operations");
  const valid = isArray(operations) && operations.every((one) => typeof member(one, "op") === "string" && isPlain(member(one, "args")) && ["badArgs", "slowArgs"].every((name) => member(one, name) === undefined || isPlain(member(one, name))));
  if (!valid) throw new SettingsError(`--samples: ${path} is not {"operations": [{"op": ..., "args": {...}}]}; see schemas/conformance/samples.schema.json`);
  // Looked through above.
  return operations as unknown as readonly Sample[];
}

export function readBaseline(path: string | undefined, host: Host): readonly BaselineEntry[] {
  if (path === undefined) return [];
  const entries = member(readData("baseline", path, host), "entries");
  const fields = ["requirement", "reason", "issue", "owner", "expires"];
  const valid = isArray(entries) && entries.every((entry) => fields.every((field) => typeof member(entry, field) === "string" && member(entry, field) !== "") && isDay(member(entry, "expires")));
  if (!valid) throw new SettingsError(`--baseline: each entry of ${path} needs requirement, reason, issue, owner and expires (YYYY-MM-DD); see schemas/conformance/baseline.schema.json`);
  // Looked through above.
  return entries as unknown as readonly BaselineEntry[];
}

function readEarlier(path: string | undefined, now: Settings["archive"], host: Host): Settings["earlier"] {
  if (path === undefined) return undefined;
  const folder = host.resolve(path);
  const archive = readArchive("rerun-failed", folder, path);
  if (archive.suite !== now.suite || archive.set !== now.set || archive.side !== now.side || archive.samples !== now.samples || archive.shard !== undefined) {
    throw new SettingsError(`--rerun-failed: the run in ${path} was made with another suite, set or samples, or is a part; run anew`);
  }
  return { folder, archive };
}

/** The archive in a folder that --out wrote. */
export function readArchive(option: string, folder: string, shown: string): RunArchive {
  const value = readData(option, `${folder}/${archiveFile}`, undefined, `${shown}/${archiveFile}`);
  const valid = member(value, "v") === "conformance-run.v1" && isArray(member(value, "outcomes")) && isArray(member(value, "patterns")) && isArray(member(member(value, "peer"), "command"));
  if (!valid) throw new SettingsError(`${shown} holds no conformance run`);
  // The program wrote it; what it says is checked against the suite.
  return value as unknown as RunArchive;
}

function readData(option: string, path: string, host: Host | undefined, shown = path): JsonValue {
  let bytes: Buffer;
  try {
    bytes = readFileSync(host === undefined ? path : host.resolve(path));
  } catch (error) {
    throw new SettingsError(`--${option}: cannot read ${shown}: ${fileProblem(error)}`);
  }
  const { value, problems } = readJson(bytes);
  const [problem] = problems;
  if (value === undefined || problem !== undefined) throw new SettingsError(`--${option}: ${shown}: ${problem?.message ?? "is no JSON"}`);
  return value;
}

function isDay(value: JsonValue | undefined): boolean {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
}

function isPlain(value: JsonValue | undefined): boolean {
  return typeof value === "object" && value !== null && !isArray(value);
}
