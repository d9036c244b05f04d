/** The protocol's speed: the reference pair against what else two local processes could speak, as ratios measured in one session. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { buildSync } from "esbuild";
import { environment, median, named } from "./measure.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "../..");

type Mode = "sequential" | "pipelined";
type Figure = "microseconds" | "peak";

interface Contender {
  readonly name: string;
  readonly mode: Mode;
  readonly messages: number;
}

interface Result extends Contender {
  /** Microseconds a message. */
  readonly microseconds: number;
  /** Of the process that sends, in MiB. */
  readonly peak: number;
}

/** `of` divided by `against`; a ratio of throughputs is that of the times, the other way round. */
interface Goal {
  readonly of: string;
  readonly against: string;
  readonly figure: Figure | "throughput";
  readonly most?: number;
  readonly least?: number;
  readonly aim?: number;
}

/** Prints every figure; true when every bound is reached. */
export function benchIpc(rounds: number): boolean {
  const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-bench-ipc-"));
  try {
    const program = bundled(folder, "contender.ts");
    const few = Math.max(3, Math.floor(rounds / 2));
    return [roundTrips(program, few), throughput(program, few), start(bundled(folder, "first_reply.ts"), Math.max(rounds, 21)), memory(program), gigabyte(bundled(folder, "gigabyte.ts"))].every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What runs from source carries the marks of its transpiler; what is measured is bundled as it is delivered. */
function bundled(folder: string, file: string): string {
  const outfile = join(folder, file.replace(".ts", ".mjs"));
  buildSync({ entryPoints: [join(here, "ipc", file)], bundle: true, platform: "node", format: "esm", target: "node20.19", outfile, logLevel: "warning" });
  return outfile;
}

function roundTrips(program: string, rounds: number): boolean {
  const each = (name: string): Contender => ({ name, mode: "sequential", messages: 10_000 });
  return printGoals("one message at a time", runAll(program, ["node to cat", "reference pair", "readline", "mcp sdk", "vscode-jsonrpc"].map(each), rounds), [
    { of: "reference pair", against: "node to cat", figure: "microseconds", most: 1.25, aim: 1.1 },
  ]);
}

function throughput(program: string, rounds: number): boolean {
  const slow = ["mcp sdk", "vscode-jsonrpc"];
  const each = (name: string): Contender => ({ name, mode: "pipelined", messages: slow.includes(name) ? 20_000 : 300_000 });
  return printGoals("many messages at a time", runAll(program, ["node to cat", "reference pair", "readline", ...slow].map(each), rounds), [
    { of: "reference pair", against: "node to cat", figure: "throughput", least: 0.4, aim: 0.5 },
    { of: "reference pair", against: "readline", figure: "throughput", least: 1.5 },
    { of: "reference pair", against: "mcp sdk", figure: "throughput", least: 10 },
    { of: "reference pair", against: "vscode-jsonrpc", figure: "throughput", least: 10 },
  ]);
}

/** From the start of a process to its first line, against a Node process that does nothing at all. */
function start(program: string, rounds: number): boolean {
  const { adapter, bare } = runProgram(program, [String(rounds), join(root, "bin/wsc.cjs")]) as { adapter: readonly number[]; bare: readonly number[] };
  const results = [
    { name: "adapter, first reply", microseconds: median(adapter), peak: 0 },
    { name: "bare node", microseconds: median(bare), peak: 0 },
  ].map((result) => ({ ...result, mode: "sequential" as const, messages: 1 }));
  return printGoals("start", results, [{ of: "adapter, first reply", against: "bare node", figure: "microseconds", most: 1.2 }]);
}

function memory(program: string): boolean {
  // When the collector last ran decides over some MiB, so several runs of each.
  const contenders = [100_000, 1_000_000].map((messages) => ({ name: "reference pair", mode: "pipelined" as const, messages }));
  const runs = runAll(program, contenders, 5).map((result) => ({ ...result, name: `${result.messages} messages` }));
  return printGoals("memory stays flat", runs, [{ of: "1000000 messages", against: "100000 messages", figure: "peak", most: 1.25 }]);
}

/** An adapter that writes so many bytes without a line feed, and one that writes them as lines that mean nothing. */
function gigabyte(program: string): boolean {
  const sizes = [100e6, 1e9];
  const runs = sizes.map((bytes) => {
    const { peak, microseconds } = runProgram(program, [String(bytes)]) as { peak: number; microseconds: number };
    return { name: `${bytes} bytes`, mode: "pipelined" as const, messages: 1, microseconds, peak };
  });
  return printGoals("an adapter that floods", runs, [{ of: `${sizes[1]} bytes`, against: `${sizes[0]} bytes`, figure: "peak", most: 1.25 }]);
}

/** Each contender in turn, round by round, so that a machine that slows down slows all of them. */
function runAll(program: string, contenders: readonly Contender[], rounds: number): Result[] {
  const found = contenders.map(() => [] as Result[]);
  for (let round = 0; round < rounds; round += 1) contenders.forEach((contender, index) => found[index]?.push(runContender(program, contender)));
  return contenders.map((contender, index) => ({
    ...contender,
    microseconds: median((found[index] ?? []).map(({ microseconds }) => microseconds)),
    peak: median((found[index] ?? []).map(({ peak }) => peak)),
  }));
}

function runContender(program: string, contender: Contender): Result {
  const { microseconds, peak } = runProgram(program, [contender.name, contender.mode, String(contender.messages), here]) as { microseconds: number; peak: number };
  return { ...contender, microseconds: microseconds / contender.messages, peak };
}

function runProgram(program: string, words: readonly string[]): unknown {
  const result = spawnSync(process.execPath, ["--no-warnings", program, ...words], { env: environment({}), encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (result.status !== 0) throw new Error(`${words.join(" ")}: ${result.stderr.slice(0, 2000)}`);
  return JSON.parse(result.stdout);
}

function printGoals(title: string, results: readonly Result[], goals: readonly Goal[]): boolean {
  process.stdout.write(`\n${title}\n`);
  for (const { name, microseconds, peak } of results) {
    process.stdout.write(`  ${name.padEnd(34)} ${microseconds.toFixed(2).padStart(10)} us  ${peak === 0 ? "" : `${peak.toFixed(1).padStart(7)} MiB`}\n`);
  }
  let reached = true;
  for (const { of, against, figure, most = Infinity, least = 0, aim } of goals) {
    const one = named(results, of);
    const other = named(results, against);
    const ratio = figure === "throughput" ? other.microseconds / one.microseconds : one[figure] / other[figure];
    const isReached = ratio <= most && ratio >= least;
    reached &&= isReached;
    const bound = least > 0 ? `at least ${least}` : `at most ${most.toFixed(2)}`;
    process.stdout.write(`  ${figure === "microseconds" ? "time" : figure === "peak" ? "memory" : "throughput"}: ${of} / ${against} = ${ratio.toFixed(2)}  (${bound}${aim === undefined ? "" : `, aim ${aim.toFixed(2)}`}): ${isReached ? "reached" : "MISSED"}\n`);
  }
  return reached;
}
