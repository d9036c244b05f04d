import { read, readSync } from "node:fs";

export interface InputReader {
  /** Takes a piece of the input, which is overwritten afterwards; false ends the reading. */
  readonly chunk: (chunk: Uint8Array) => boolean;
  /** Whether something else has to be done while input is waited for. */
  readonly isBusy: () => boolean;
}

/**
 * Reads standard input to its end. While nothing else is to be done it simply blocks in the system: that answers faster than an event loop, and
 * spares the milliseconds that a stream takes to set up.
 */
export async function readInput(reader: InputReader): Promise<void> {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (;;) {
    let count: number;
    try {
      count = reader.isBusy() ? await readLater(buffer) : readSync(standardInput, buffer, 0, pieceBytes, null);
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      // Someone set the pipe not to block; then a stream has to wait for it.
      if (code === "EAGAIN") await readStream(reader);
      return;
    }
    if (count === 0 || !reader.chunk(buffer.subarray(0, count))) return;
    // A turn ends here, for all that waits for its end.
    await Promise.resolve();
  }
}

const standardInput = 0;
const pieceBytes = 65_536;

function readLater(buffer: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    read(standardInput, buffer, 0, buffer.length, null, (error, count) => {
      if (error === null) resolve(count);
      else reject(error);
    });
  });
}

async function readStream(reader: InputReader): Promise<void> {
  const stream = process.stdin;
  try {
    for await (const chunk of stream) {
      if (!reader.chunk(chunk as Buffer)) return;
    }
  } catch {
    // A broken pipe is an end of input.
  } finally {
    stream.destroy();
  }
}
