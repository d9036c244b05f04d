import { visible } from "../../../tools/report/visible.ts";

/** Longer lines are printed in parts. */
const longestLine = 4096;
const lineFeed = 0x0a;

export interface StandardErrorPrinter {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

/** Prints what the adapter writes to standard error, line by line, escaped and behind a prefix; after `maximumBytes` it only counts. */
export function createStandardErrorPrinter(options: {
  readonly prefix: string;
  readonly print: (text: string) => void;
  readonly maximumBytes: number;
}): StandardErrorPrinter {
  let line: number[] = [];
  let taken = 0;
  let dropped = 0;
  const finish = (): void => {
    if (line.at(-1) === 0x0d) line.pop();
    options.print(`${options.prefix}${visible(Buffer.from(line).toString("utf8"))}\n`);
    line = [];
  };
  return {
    push: (chunk) => {
      const room = Math.min(chunk.length, options.maximumBytes - taken);
      taken += room;
      dropped += chunk.length - room;
      for (let position = 0; position < room; position += 1) {
        const byte = chunk[position] ?? 0;
        if (byte === lineFeed) finish();
        else if (line.push(byte) >= longestLine) finish();
      }
    },
    end: () => {
      if (line.length > 0) finish();
      if (dropped > 0) options.print(`${options.prefix}(${dropped} more bytes)\n`);
    },
  };
}
