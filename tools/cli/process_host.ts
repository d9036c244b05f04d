import { closeSync, lstatSync, openSync, statSync, writeSync } from "node:fs";
import { resolve } from "node:path";
import type { Host, Output } from "./host.ts";
import { startReplacement, type Replacement } from "./replacement.ts";

const heldBack = 1 << 16;
const pauseMilliseconds = 5;

/** The host of a real run. */
export function processHost(): Host {
  const stdout = descriptorOutput(1, heldBack);
  const stderr = descriptorOutput(2, 0);
  return {
    environment: process.env,
    resolve: (path) => (path === "" || isResolved(path) ? path : resolve(path)),
    stdin: 0,
    stdout,
    stderr: {
      ...stderr,
      write(text) {
        stdout.flush();
        try {
          stderr.write(text);
        } catch {
          // There is nowhere left to say it; the exit status still does.
        }
      },
    },
    ...workerEntry(process.argv[1]),
  };
}

/** Whether an absolute path is written as `resolve` would give it, as those that programs hand on are. */
function isResolved(path: string): boolean {
  return path.startsWith("/") && !path.includes("//") && !path.includes("/.") && !path.endsWith("/");
}

/** A worker thread cannot be started from TypeScript sources, whatever loader this thread has. */
function workerEntry(program: string | undefined): Pick<Host, "workerEntry"> {
  return program === undefined || program.endsWith(".ts") ? {} : { workerEntry: program };
}

export interface FileOutput extends Output {
  readonly descriptor: number;
  readonly close: () => void;
}

/** Writes a file, which is at its place once it is closed, or not at all; what is there already stays until then. Throws what the file system throws. */
export function fileOutput(path: string): FileOutput {
  const { descriptor, finish, discard } = startFile(path);
  const output = descriptorOutput(descriptor, heldBack);
  const orDiscard = (act: () => void): void => {
    try {
      act();
    } catch (error) {
      discard();
      throw error;
    }
  };
  return {
    ...output,
    descriptor,
    write(text) {
      orDiscard(() => {
        output.write(text);
      });
    },
    close() {
      orDiscard(() => {
        output.flush();
        finish();
      });
    },
  };
}

/** Devices and pipes are written as they are, and so is a file in a folder that takes no other file. */
function startFile(path: string): Replacement {
  if (isReplaceable(path)) {
    try {
      return startReplacement(path);
    } catch {
      // Where this is no better, it says why.
    }
  }
  const descriptor = openSync(path, "w");
  const close = (): void => {
    closeSync(descriptor);
  };
  return { descriptor, finish: close, discard: close };
}

function isReplaceable(path: string): boolean {
  // What these name is open already: /dev/stdout, say, for a file that more is to be written to.
  if (/^\/(?:dev|proc)\//.test(path)) return false;
  const status = statSync(path, { throwIfNoEntry: false }) ?? lstatSync(path, { throwIfNoEntry: false });
  return status?.isFile() ?? true;
}

function descriptorOutput(descriptor: number, holdBack: number): Output {
  let held = "";
  let closed = false;
  const flush = (): void => {
    if (held === "" || closed) return;
    const text = held;
    held = "";
    closed = !writeAll(descriptor, text);
  };
  return {
    write(text) {
      if (closed) return;
      held += text;
      if (held.length > holdBack) flush();
    },
    flush,
    isClosed: () => closed,
    columns: () => terminalColumns(descriptor),
    descriptor,
  };
}

/** False when the reader has gone away. Only what is left over of a text is turned into bytes, for that takes more than to write a short one. */
function writeAll(descriptor: number, text: string): boolean {
  let left: string | Buffer = text;
  for (;;) {
    try {
      const written = typeof left === "string" ? writeSync(descriptor, left) : writeSync(descriptor, left);
      if (written === Buffer.byteLength(left)) return true;
      left = (typeof left === "string" ? Buffer.from(left) : left).subarray(written);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") return false;
      if (code !== "EAGAIN") throw error;
      // A pipe shared with another program may refuse to wait; the reader only needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds);
    }
  }
}

function terminalColumns(descriptor: number): number | undefined {
  // Loading node:tty costs more than judging a file, and most runs never ask.
  const { isatty } = process.getBuiltinModule("node:tty");
  if (!isatty(descriptor)) return undefined;
  const stream = descriptor === 1 ? process.stdout : process.stderr;
  return stream.columns > 0 ? stream.columns : 80;
}
