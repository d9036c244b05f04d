import type { Redactor } from "../../../tools/protocol/redaction.ts";

export interface RawBytes {
  readonly add: (bytes: Uint8Array) => void;
  /** How many there were in all. */
  readonly count: () => number;
  /** The first of them, with secrets replaced by their marks. */
  readonly content: () => Buffer;
}

const keptBytes = 1024 * 1024;

/** Keeps the first bytes of a stream as they travelled. */
export function createRawBytes(redactor: Redactor): RawBytes {
  const pieces: Buffer[] = [];
  let kept = 0;
  let count = 0;
  return {
    add: (bytes) => {
      count += bytes.length;
      const room = Math.min(bytes.length, keptBytes - kept);
      if (room > 0) pieces.push(Buffer.from(bytes.subarray(0, room)));
      kept += room;
    },
    count: () => count,
    content: () => {
      const bytes = Buffer.concat(pieces);
      // Secrets are text; what is not touched by one keeps its bytes.
      const text = bytes.toString("utf8");
      const redacted = redactor.text(text, count > kept);
      return redacted === text ? bytes : Buffer.from(redacted);
    },
  };
}
