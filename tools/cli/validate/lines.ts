import { isAscii } from "node:buffer";
import { readSome } from "./read_document.ts";

/** One line of a stream, without its terminator. `bytes` are valid until the next line is asked for. */
export interface Line {
  readonly bytes: Uint8Array;
  /** Counted from 1. */
  readonly number: number;
  /** Where the line starts in the stream, in UTF-16 code units. */
  readonly offset: number;
}

const chunkBytes = 1 << 20;
const lineFeed = 0x0a;
const carriageReturn = 0x0d;

/**
 * The lines of a stream that hold anything but white space. Of a line longer than `limit` bytes only the first `limit` + 1 are given, which
 * is enough to refuse it, so memory is bounded whatever the stream. `onWait` is called before each read, which may have to wait.
 */
export function* readLines(descriptor: number, limit: number, onWait: () => void): Generator<Line, void> {
  let buffer = Buffer.allocUnsafeSlow(chunkBytes);
  let start = 0;
  let filled = 0;
  let searched = 0;
  let number = 1;
  let offset = 0;
  let isRestOfLongLine = false;
  for (;;) {
    const content = buffer.subarray(0, filled);
    for (let end = content.indexOf(lineFeed, searched); end !== -1; end = content.indexOf(lineFeed, searched)) {
      const whole = content.subarray(start, end);
      if (!isRestOfLongLine && !isBlank(whole)) yield { bytes: withoutCarriageReturn(whole), number, offset };
      offset += (isRestOfLongLine ? countUnits(whole) : textLength(whole)) + 1;
      isRestOfLongLine = false;
      number += 1;
      start = searched = end + 1;
    }
    searched = filled;
    if (filled - start > limit || isRestOfLongLine) {
      const part = content.subarray(start, filled);
      if (!isRestOfLongLine) yield { bytes: part.subarray(0, limit + 1), number, offset };
      offset += countUnits(part);
      isRestOfLongLine = true;
      start = filled;
    }
    buffer = makeRoom(buffer, start, filled);
    filled -= start;
    searched -= start;
    start = 0;
    onWait();
    const read = readSome(descriptor, buffer, filled, buffer.length - filled);
    if (read === 0) break;
    filled += read;
  }
  const last = buffer.subarray(0, filled);
  if (!isRestOfLongLine && !isBlank(last)) yield { bytes: withoutCarriageReturn(last), number, offset };
}

/** The next lines, copied into `room`, so many that handing them to another thread is worth it; none at the end. */
export function takeLines(lines: Iterator<Line, void>, room: Uint8Array): Line[] {
  const taken: Line[] = [];
  let filled = 0;
  while (filled < room.length) {
    const next = lines.next();
    if (next.done === true) break;
    const { bytes, number, offset } = next.value;
    const fits = bytes.length <= room.length - filled;
    const own = fits ? room.subarray(filled, filled + bytes.length) : new Uint8Array(bytes.length);
    own.set(bytes);
    taken.push({ bytes: own, number, offset });
    filled = fits ? filled + bytes.length : room.length;
  }
  return taken;
}

/** Moves what is left to the beginning of the buffer, or of a larger one when the buffer is full of one line. */
function makeRoom(buffer: Buffer<ArrayBuffer>, start: number, filled: number): Buffer<ArrayBuffer> {
  const target = filled - start > buffer.length / 2 ? Buffer.allocUnsafeSlow(buffer.length * 2) : buffer;
  buffer.copy(target, 0, start, filled);
  return target;
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) {
    if (byte !== 0x20 && byte !== 0x09 && byte !== carriageReturn) return false;
  }
  return true;
}

function withoutCarriageReturn(bytes: Buffer): Buffer {
  return bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes;
}

function textLength(bytes: Buffer): number {
  return isAscii(bytes) ? bytes.length : bytes.toString("utf8").length;
}

/** The UTF-16 code units of a piece of UTF-8 that may begin or end within a character. */
function countUnits(bytes: Buffer): number {
  if (isAscii(bytes)) return bytes.length;
  let units = 0;
  for (const byte of bytes) {
    if ((byte & 0xc0) !== 0x80) units += byte >= 0xf0 ? 2 : 1;
  }
  return units;
}
