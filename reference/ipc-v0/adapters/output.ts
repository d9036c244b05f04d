import { writeSync } from "node:fs";

export interface Output {
  readonly add: (text: string) => void;
  /** Writes what was added, and waits while the reader is slow. */
  readonly flush: () => void;
}

/** More than this is not held back. The answers to one piece of input mostly fit in, so that they leave in one write and wake the reader once. */
const heldBack = 131_072;
/** That one character of a text takes in UTF-8. */
const mostBytes = 3;
const pauseMilliseconds = 1;

/** Writes to a descriptor, many lines at a time. Once nobody reads any more, what is written is dropped. */
export function createOutput(descriptor: number): Output {
  // Used over and over: memory of its own for each write would cost more than the write.
  const room = Buffer.allocUnsafe(mostBytes * heldBack);
  let held = "";
  let closed = false;
  const flush = (): void => {
    if (held === "") return;
    const text = held;
    held = "";
    if (closed) return;
    closed = !writeAll(descriptor, mostBytes * text.length > room.length ? Buffer.from(text) : room.subarray(0, room.write(text)));
  };
  return {
    add: (text) => {
      held += text;
      if (held.length > heldBack) flush();
    },
    flush,
  };
}

/** False when nobody reads any more. */
function writeAll(descriptor: number, bytes: Buffer): boolean {
  for (let written = 0; written < bytes.length;) {
    try {
      written += writeSync(descriptor, bytes, written);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code !== "EAGAIN") return false;
      // A pipe that was set not to block is full; its reader only needs a moment.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMilliseconds);
    }
  }
  return true;
}
