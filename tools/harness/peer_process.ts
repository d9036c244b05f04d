/**
 * Runs the other side of a session as a process: without a shell, as the leader of its own process group, with exactly the environment it is
 * given. Output is handed on as it comes and never gathered here; of standard error the beginning is kept.
 */
import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { atEnd } from "./at_end.ts";
import { deadline, pause, within } from "./deadline.ts";
import { groupIsAlive, signalGroup } from "./process_group.ts";

export interface PeerOptions {
  /** The argument vector; the first word is looked up in the PATH of `environment`. */
  readonly command: readonly string[];
  /** The whole environment of the peer; see environment.ts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Its working directory; ours where it is not given. */
  readonly folder?: string;
  readonly onOutput: (chunk: Buffer) => void;
  /** Its standard output was closed, by itself or by its end. Comes once, after the last output. */
  readonly onEndOfOutput?: () => void;
  readonly onStandardError?: (chunk: Buffer) => void;
  /** The process ended; output may still follow. */
  readonly onExit?: (exit: PeerExit) => void;
}

export interface PeerExit {
  /** The exit status; null where a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Whether `stop` had to end it. */
  readonly killed: boolean;
}

export interface Peer {
  readonly pid: number;
  /** Writes to its standard input. False when the pipe is full: then wait for `drained`. What a closed pipe cannot take is dropped. */
  readonly write: (data: Uint8Array | string) => boolean;
  /** Comes when the pipe has taken all that was written, or is closed. */
  readonly drained: () => Promise<void>;
  readonly closeInput: () => void;
  /** Stops reading its output, so that its pipe fills. */
  readonly pauseOutput: () => void;
  readonly resumeOutput: () => void;
  /** What it wrote to standard error: the first bytes, and the count of all. */
  readonly standardError: () => { readonly head: Buffer; readonly byteLength: number };
  readonly exit: Promise<PeerExit>;
  readonly outputEnded: Promise<void>;
  /** How it ended, once it has. */
  readonly exited: () => PeerExit | undefined;
  /**
   * Ends what is left of the process group, SIGTERM first and SIGKILL after `graceMilliseconds`, and lets go of the pipes. Comes when nothing
   * of the group runs any more. Must be called for every peer, also one that has ended: it may have children.
   */
  readonly stop: (graceMilliseconds?: number) => Promise<PeerExit>;
}

/** `code` is the error code of the system, such as ENOENT or EACCES; `reason` a sentence that names no path. */
export type Start = { readonly started: true; readonly peer: Peer } | { readonly started: false; readonly code: string; readonly reason: string };

/** Starts a peer. A command that cannot be started is an answer, not an exception. */
export async function startPeer(options: PeerOptions): Promise<Start> {
  const [executable = "", ...words] = options.command;
  if (executable === "") return { started: false, code: "ENOENT", reason: "the command is empty" };
  let child: PipedChild;
  try {
    child = spawn(executable, words, { cwd: options.folder, env: options.environment, detached: true, stdio: ["pipe", "pipe", "pipe"] });
  } catch (error) {
    return failure(error);
  }
  const peer = watchPeer(child, options);
  const problem = await new Promise<unknown>((resolve) => {
    child.once("spawn", () => {
      resolve(undefined);
    });
    child.once("error", resolve);
  });
  if (problem !== undefined || peer === undefined) return failure(problem);
  // Later errors are about signals that could not be delivered; the group is asked instead.
  child.on("error", ignore);
  return { started: true, peer };
}

type PipedChild = ChildProcessByStdio<Writable, Readable, Readable>;

/** The first bytes of standard error that are kept. */
const standardErrorBytes = 65_536;
const defaultGraceMilliseconds = 500;
const pollMilliseconds = 5;
const lastOutputMilliseconds = 200;
/** How long a killed group may take to vanish; it only ever does so where the system is wedged. */
const vanishMilliseconds = 5000;

function watchPeer(child: PipedChild, options: PeerOptions): Peer | undefined {
  const { pid } = child;
  const kept: Buffer[] = [];
  let keptBytes = 0;
  let errorBytes = 0;
  let exited: PeerExit | undefined;
  let stopping = false;
  let stopped: Promise<PeerExit> | undefined;

  const exit = new Promise<PeerExit>((resolve) => {
    child.once("exit", (code, signal) => {
      exited = { code, signal, killed: stopping };
      options.onExit?.(exited);
      resolve(exited);
    });
  });
  const outputEnded = new Promise<void>((resolve) => {
    child.stdout.once("close", () => {
      options.onEndOfOutput?.();
      resolve();
    });
  });
  const errorEnded = new Promise<void>((resolve) => {
    child.stderr.once("close", resolve);
  });
  child.stdin.on("error", ignore);
  child.stdout.on("error", ignore);
  child.stderr.on("error", ignore);
  child.stdout.on("data", options.onOutput);
  child.stderr.on("data", (chunk: Buffer) => {
    errorBytes += chunk.length;
    if (keptBytes < standardErrorBytes) {
      const part = chunk.subarray(0, standardErrorBytes - keptBytes);
      kept.push(Buffer.from(part));
      keptBytes += part.length;
    }
    options.onStandardError?.(chunk);
  });
  if (pid === undefined) return undefined;
  const forget = atEnd(() => {
    signalGroup(pid, "SIGKILL");
  });

  const stop = async (grace: number): Promise<PeerExit> => {
    stopping = exited === undefined;
    await endGroup(pid, () => exited === undefined, grace);
    forget();
    // What lies in the pipes is still read, unless a process that left the group holds them open.
    if (!child.stdout.isPaused()) await within(Promise.all([outputEnded, errorEnded]), lastOutputMilliseconds);
    for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    const known = await within(exit, vanishMilliseconds);
    await within(outputEnded, vanishMilliseconds);
    release(child);
    return known === deadline ? { code: null, signal: null, killed: true } : known;
  };

  return {
    pid,
    write: (data) => child.stdin.writable && child.stdin.write(data),
    drained: () => drained(child.stdin),
    closeInput: () => {
      child.stdin.end();
    },
    pauseOutput: () => {
      child.stdout.pause();
    },
    resumeOutput: () => {
      child.stdout.resume();
    },
    standardError: () => ({ head: Buffer.concat(kept), byteLength: errorBytes }),
    exit,
    outputEnded,
    exited: () => exited,
    stop: (grace = defaultGraceMilliseconds) => (stopped ??= stop(grace)),
  };
}

/** Comes when no process of the group runs any more. */
async function endGroup(group: number, leaderRuns: () => boolean, grace: number): Promise<void> {
  const runs = (): boolean => leaderRuns() || groupIsAlive(group);
  if (!runs()) return;
  signalGroup(group, "SIGTERM");
  if (await untilNot(runs, grace)) return;
  signalGroup(group, "SIGKILL");
  await untilNot(runs, vanishMilliseconds);
}

/** True when the condition ended within the time. */
async function untilNot(condition: () => boolean, milliseconds: number): Promise<boolean> {
  const end = performance.now() + milliseconds;
  while (condition()) {
    if (performance.now() >= end) return false;
    await pause(pollMilliseconds);
  }
  return true;
}

async function drained(stream: Writable): Promise<void> {
  if (stream.writableLength === 0 || stream.closed || stream.errored !== null) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      stream.off("drain", check);
      stream.off("close", done);
      resolve();
    };
    const check = (): void => {
      if (stream.writableLength === 0) done();
    };
    stream.on("drain", check);
    stream.on("close", done);
  });
}

/** A process that cannot be ended must not keep ours. */
function release(child: ChildProcess): void {
  child.unref();
}

function failure(error: unknown): Start {
  const code = error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
  return { started: false, code, reason: reasons.get(code) ?? `the system refused to start it (${code})` };
}

const reasons = new Map([
  ["ENOENT", "the program was not found"],
  ["EACCES", "the program is not executable, or may not be run"],
  ["ENOEXEC", "the file is no program that the system can run"],
  ["ENOTDIR", "a part of the path is no folder"],
  ["E2BIG", "the command line is too long"],
  ["ERR_INVALID_ARG_VALUE", "the command holds a character that no command can hold"],
]);

function ignore(): void {
  // Reported elsewhere: by the end of the stream, or by the exit.
}
