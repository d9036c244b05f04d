/** Times whole programs in turn, so that a machine that slows down slows all of them alike. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

export interface Program {
  readonly name: string;
  /** argv; the first is the executable. */
  readonly command: readonly string[];
  readonly folder?: string;
  /** Exit statuses that count as having done the work; others stop the benchmark. */
  readonly accepts?: readonly number[];
}

export interface Measurement {
  readonly name: string;
  /** Median wall time in milliseconds. */
  readonly milliseconds: number;
  /** Peak resident memory in MiB, from a run of its own. */
  readonly peak: number;
}

/** Runs the programs in turn, `rounds` times after one warm-up round, and returns each one's median. */
export function measure(programs: readonly Program[], rounds: number): Measurement[] {
  const times = programs.map(() => [] as number[]);
  for (let round = -1; round < rounds; round += 1) {
    programs.forEach((program, index) => {
      const milliseconds = run(program, {});
      if (round >= 0) times[index]?.push(milliseconds);
    });
  }
  return programs.map((program, index) => ({ name: program.name, milliseconds: median(times[index] ?? []), peak: peakOf(program) }));
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? Number.NaN) : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

/** The environment of every measured program. NODE_EXTRA_CA_CERTS is left out: where it is set it more than doubles Node's start. */
export function environment(extra: Record<string, string>): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, ...rest } = process.env;
  return { ...rest, ...extra };
}

function run(program: Program, extra: Record<string, string>): number {
  const [executable = "", ...words] = program.command;
  const start = process.hrtime.bigint();
  const result = spawnSync(executable, words, { cwd: program.folder, env: environment(extra), stdio: ["ignore", "ignore", "pipe"], maxBuffer: 1 << 28 });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (result.error !== undefined) throw result.error;
  if (!(program.accepts ?? [0]).includes(result.status ?? -1)) {
    throw new Error(`${program.name} ended with ${String(result.status)}: ${result.stderr.toString().slice(0, 2000)}`);
  }
  return milliseconds;
}

function peakOf(program: Program): number {
  const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-peak-"));
  try {
    const file = join(folder, "peak");
    run(program, { PEAK_FILE: file, NODE_OPTIONS: `--require=${fileURLToPath(new URL("report_peak.cjs", import.meta.url))}` });
    return Number(readFileSync(file, "utf8")) / 1024;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export interface Bound {
  readonly of: string;
  readonly against: string;
  /** The ratio that must be reached, where one is demanded, and the one aimed at. */
  readonly most?: number;
  readonly aim?: number;
  readonly figure: "milliseconds" | "peak";
}

/** Prints the medians and the ratios against their bounds; true when every bound is reached. */
export function printRatios(title: string, measurements: readonly Measurement[], bounds: readonly Bound[]): boolean {
  process.stdout.write(`\n${title}\n`);
  for (const { name, milliseconds, peak } of measurements) {
    process.stdout.write(`  ${name.padEnd(34)} ${milliseconds.toFixed(1).padStart(9)} ms  ${peak.toFixed(1).padStart(7)} MiB\n`);
  }
  let reached = true;
  for (const { of, against, most, aim, figure } of bounds) {
    const ratio = named(measurements, of)[figure] / named(measurements, against)[figure];
    const isMissed = most !== undefined && ratio > most;
    if (isMissed) reached = false;
    const goal = most === undefined ? "" : `  (at most ${most.toFixed(2)}${aim === undefined ? "" : `, aim ${aim.toFixed(2)}`}): ${isMissed ? "MISSED" : "reached"}`;
    process.stdout.write(`  ${figure === "peak" ? "memory" : "time"}: ${of} / ${against} = ${ratio.toFixed(2)}${goal}\n`);
  }
  return reached;
}

/** The measurement of that name. A bound on one that is not there would count as reached. */
export function named<Result extends { readonly name: string }>(results: readonly Result[], name: string): Result {
  const found = results.find((result) => result.name === name);
  if (found === undefined) throw new Error(`nothing that was measured has the name ${name}`);
  return found;
}
