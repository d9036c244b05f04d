import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atEnd } from "./at_end.ts";
import { deadline, pause, within } from "./deadline.ts";
import { processRuns } from "./process_state.ts";
import { startPeer } from "./peer_process.ts";
import { readNotes } from "./probe_plan.ts";
import type { ProbeNote } from "./probe_plan.ts";
import type { RunnerRun } from "./runner_run.ts";
import type { RunRunner } from "./run_runner.ts";
import { canaryName, secretName, secretValue } from "./secret.ts";
import { joinWords } from "./shell_words.ts";

/** How the runner under test is started. */
export interface RunnerProcess {
  /** Its words, with the placeholders in them. */
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder: string;
  /** The command of the probe; the plan's file and the record's file are put at its end. */
  readonly probe: readonly string[];
  /** How long the runner may take in all, in milliseconds. */
  readonly patience: number;
}

const keptOutput = 1_048_576;
/** How long what the runner has ended may take to vanish. */
const graceMilliseconds = 500;
const stopGraceMilliseconds = 200;
const largestFile = 64 * 1024 * 1024;

/** Runs of a runner as a process, in folders of their own below one that is removed by `remove`, or with this process. */
export function runnerProcess(options: RunnerProcess): { readonly run: RunRunner; readonly remove: () => void } {
  const workshop = realpathSync(mkdtempSync(join(tmpdir(), "conform-")));
  const removeWorkshop = (): void => {
    // What was killed a moment ago may still be writing.
    rmSync(workshop, { recursive: true, force: true, maxRetries: 3 });
  };
  const forgetWorkshop = atEnd(removeWorkshop);
  let count = 0;
  const folders = new Map<string, string>();
  const folderOf = (key: string): string => {
    const known = folders.get(key);
    if (known !== undefined) return known;
    count += 1;
    const folder = join(workshop, String(count));
    folders.set(key, folder);
    return folder;
  };
  return {
    run: async ({ key, plan, adapter }) => {
      const folder = folderOf(key);
      const [planFile, recordFile, out] = [join(folder, "plan.json"), join(folder, "record.ndjson"), join(folder, "out")];
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(out, { recursive: true });
      writeFileSync(planFile, JSON.stringify(plan));
      const started = joinWords(adapter === "missing" ? [join(folder, "no-such-adapter")] : [...options.probe, planFile, recordFile]);
      const command = options.command.map((word) => word.replaceAll("{adapter}", () => started).replaceAll("{out}", () => out).replaceAll("{secret}", secretName));
      const forgetAdapter = atEnd(() => {
        endAdapter(recordFile);
      });
      try {
        return await runOnce(command, options, { recordFile, out });
      } finally {
        forgetAdapter();
      }
    },
    remove: () => {
      forgetWorkshop();
      removeWorkshop();
    },
  };
}

async function runOnce(command: readonly string[], { environment, folder, patience }: RunnerProcess, files: { readonly recordFile: string; readonly out: string }): Promise<RunnerRun> {
  const output: Buffer[] = [];
  let kept = 0;
  const keep = (chunk: Buffer): void => {
    if (kept >= keptOutput) return;
    kept += chunk.length;
    output.push(chunk);
  };
  const started = await startPeer({
    command,
    environment: { ...environment, [secretName]: secretValue, [canaryName]: "canary" },
    folder,
    onOutput: keep,
    onStandardError: keep,
  });
  if (!started.started) return { exit: undefined, reason: started.reason, endTime: Date.now(), output: Buffer.alloc(0), notes: [], adapterRuns: false, childRuns: false, files: new Map() };
  const { peer } = started;
  try {
    peer.closeInput();
    const exit = await within(peer.exit, patience);
    const endTime = Date.now();
    const ended = exit === deadline ? { code: null, killed: true } : { code: exit.code, killed: false };
    const notes = notesIn(files.recordFile);
    const [adapterRuns, childRuns] = exit === deadline ? [false, false] : [await staysUp(processOf(notes, "start")), await staysUp(processOf(notes, "child"))];
    return { exit: ended, endTime, output: Buffer.concat(output).subarray(0, keptOutput), notes: notesIn(files.recordFile), adapterRuns, childRuns, files: filesIn(files.out) };
  } finally {
    await peer.stop(stopGraceMilliseconds);
    endAdapter(files.recordFile);
  }
}

function notesIn(path: string): ProbeNote[] {
  try {
    return readNotes(readFileSync(path, "utf8"));
  } catch {
    return [];
  }
}

function processOf(notes: readonly ProbeNote[], kind: "start" | "child"): number | undefined {
  const note = notes.find((candidate) => candidate.kind === kind);
  return note?.kind === "start" || note?.kind === "child" ? note.process : undefined;
}

async function staysUp(id: number | undefined): Promise<boolean> {
  if (id === undefined) return false;
  const end = performance.now() + graceMilliseconds;
  while (processRuns(id)) {
    if (performance.now() > end) return true;
    await pause(10);
  }
  return false;
}

/** A runner may start its adapter in a group of its own, which does not end with that of the runner. */
function endAdapter(recordFile: string): void {
  const notes = notesIn(recordFile);
  for (const id of [processOf(notes, "start"), processOf(notes, "child")]) endProcess(id);
}

function endProcess(id: number | undefined): void {
  if (id === undefined || !processRuns(id)) return;
  try {
    process.kill(id, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}

function filesIn(folder: string): Map<string, Buffer> {
  const found = new Map<string, Buffer>();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const status = statSync(path, { throwIfNoEntry: false });
    if (status?.isFile() === true && status.size <= largestFile) found.set(name, readFileSync(path));
  }
  return found;
}
