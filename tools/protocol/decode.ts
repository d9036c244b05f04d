import { isAscii, isUtf8 } from "node:buffer";
import { repeatsKey } from "../json/members.ts";
import type { JsonValue } from "../json/value.ts";
import { isObject } from "../json/value.ts";
import { checkMessage } from "./envelope.ts";
import { inspect } from "./inspect.ts";
import { createLikeness, type Likeness } from "./likeness.ts";
import type { MessageProblem } from "./message_problem.ts";
import type { Message } from "./messages.ts";
import { defaultMaximumLineBytes } from "./messages.ts";

/** How a line ended: in a line feed, in a carriage return and a line feed, or with the stream. */
export type Ending = "lf" | "crlf" | "none";

export type FaultReason =
  | MessageProblem["reason"]
  | "too-long"
  | "not-utf8"
  | "byte-order-mark"
  | "not-json"
  | "not-object"
  | "duplicate-name"
  | "unpaired-surrogate"
  | "number-range"
  | "too-deep";

export interface DecodedMessage {
  readonly kind: "message";
  readonly message: Message;
  readonly ending: Ending;
}

/** A line that is no message, and why: what is checked first is reported (docs/specs/ipc-v0.md, chapter 2). */
export interface Fault {
  readonly kind: "fault";
  /** What a receiver answers with. */
  readonly code: MessageProblem["code"] | "IPC_MALFORMED" | "IPC_LINE_TOO_LONG";
  readonly reason: FaultReason;
  /** RFC 6901 pointer to the place; "" is the whole line. */
  readonly pointer: string;
  /** What is wrong, as a sentence. */
  readonly detail: string;
  /** The id of a line that is a message but for its fault, for `replyTo`. */
  readonly id?: string;
  /** What the line says, where it is I-JSON. */
  readonly value?: JsonValue;
  /** The line without its end; of one that is too long, the first 4096 bytes. */
  readonly bytes: Uint8Array;
  readonly byteLength: number;
  readonly ending: Ending;
}

/** A line of nothing but white space. */
export interface BlankLine {
  readonly kind: "blank";
  readonly ending: Ending;
}

export type Decoded = DecodedMessage | Fault | BlankLine;

export interface Decoder {
  /** What the lines that end in `chunk` say. Any division of a stream into chunks gives the same sequence. */
  readonly push: (chunk: Uint8Array) => Decoded[];
  /** What is left says when the stream has ended. */
  readonly end: () => Decoded[];
}

/**
 * Turns a stream of bytes into messages and faults. It holds the last chunk and at most one line, of at most `maximumLineBytes` bytes without the
 * line feed.
 */
export function createDecoder(options: { readonly maximumLineBytes?: number } = {}): Decoder {
  const maximum = options.maximumLineBytes ?? defaultMaximumLineBytes;
  const rest = createLineRest(maximum);
  const likeness = createLikeness(maximum);
  return {
    push: (chunk) => {
      const out: Decoded[] = [];
      const last = chunk.lastIndexOf(lineFeed);
      if (last === -1) {
        rest.append(chunk);
        return out;
      }
      let start = 0;
      if (rest.byteLength() > 0) {
        start = chunk.indexOf(lineFeed) + 1;
        rest.append(chunk.subarray(0, start - 1));
        out.push(rest.take(true));
      }
      if (start <= last) decodeLines(Buffer.from(chunk.buffer, chunk.byteOffset + start, last + 1 - start), maximum, likeness, out);
      if (last + 1 < chunk.length) rest.append(chunk.subarray(last + 1));
      return out;
    },
    end: () => (rest.byteLength() > 0 ? [rest.take(false)] : []),
  };
}

/** What one line says, given without its line feed. */
export function decodeLine(line: Uint8Array): Decoded {
  return decodeBytes(line, true);
}

function decodeBytes(line: Uint8Array, terminated: boolean): Decoded {
  return isUtf8(line) ? decodeText(viewOf(line).toString("utf8"), terminated) : notUtf8(line, terminated);
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const keptBytes = 4096;
/** Below what a string can hold. */
const longestText = 2 ** 28;

/** Decodes whole lines, each with its line feed. */
function decodeLines(lines: Buffer, maximum: number, likeness: Likeness, out: Decoded[]): void {
  const isText = isUtf8(lines);
  const isSingleByte = lines.length < longestText && isAscii(lines);
  let text: string | undefined;
  likeness.begin(lines);
  for (let start = 0; start < lines.length;) {
    const message = likeness.read(start);
    if (message !== undefined) {
      out.push({ kind: "message", message, ending: "lf" });
      start = likeness.next();
      continue;
    }
    // Where each byte is a character, one text serves all lines.
    if (isSingleByte) text ??= lines.toString("latin1");
    const end = text?.indexOf("\n", start) ?? lines.indexOf(lineFeed, start);
    if (end - start > maximum) out.push(tooLong(Buffer.from(lines.subarray(start, Math.min(end, start + keptBytes))), end - start, endingOf(lines.subarray(start, end), true), maximum));
    else if (!isText) out.push(decodeLine(lines.subarray(start, end)));
    else {
      const line = text?.substring(start, end) ?? lines.toString("utf8", start, end);
      const decoded = decodeText(line, true);
      if (decoded.kind === "message" && decoded.ending === "lf") likeness.missed(line, decoded.message);
      out.push(decoded);
    }
    start = end + 1;
  }
}

function decodeText(text: string, terminated: boolean): Decoded {
  const ending = text.charCodeAt(text.length - 1) === carriageReturn && terminated ? "crlf" : terminated ? "lf" : "none";
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return notJson(text, ending);
  }
  const found = inspect(value, text.includes("\\"));
  if (!isObject(value)) return malformed("not-object", "The line is JSON but no object.", lineOf(text, ending), found.problem === undefined ? value : undefined);
  if (found.problem !== undefined) return malformed(found.problem, found.detail, lineOf(text, ending));
  if (repeatsKey(text, found.members)) return malformed("duplicate-name", "An object of the line has two members of one name.", lineOf(text, ending));
  const problem = checkMessage(value);
  // The schemas say that it is one.
  if (problem === undefined) return { kind: "message", message: value as unknown as Message, ending };
  return { kind: "fault", ...problem, ...(typeof value.id === "string" && problem.pointer !== "/id" ? { id: value.id } : {}), value, ...lineOf(text, ending) };
}

function notUtf8(line: Uint8Array, terminated: boolean): Fault {
  const ending = endingOf(line, terminated);
  const bytes = Buffer.from(ending === "crlf" ? line.subarray(0, -1) : line);
  return malformed("not-utf8", "The line is not UTF-8.", { bytes, byteLength: bytes.length, ending });
}

function notJson(text: string, ending: Ending): Decoded {
  if (!/[^ \t\r]/.test(text)) return { kind: "blank", ending };
  if (text.charCodeAt(0) === 0xfeff) {
    return malformed("byte-order-mark", "The line starts with a byte-order mark.", lineOf(text, ending), markedValue(text.slice(1)));
  }
  return malformed("not-json", "The line is not JSON.", lineOf(text, ending));
}

/** What stands behind a byte-order mark, where it is I-JSON. */
function markedValue(text: string): JsonValue | undefined {
  if (text.charCodeAt(0) === 0xfeff) return undefined;
  const decoded = decodeText(text, false);
  if (decoded.kind === "blank") return undefined;
  // A message is made of JSON values and nothing else.
  return decoded.kind === "message" ? (decoded.message as unknown as JsonValue) : decoded.value;
}

type Line = Pick<Fault, "bytes" | "byteLength" | "ending">;

function lineOf(text: string, ending: Ending): Line {
  const bytes = Buffer.from(ending === "crlf" ? text.slice(0, -1) : text);
  return { bytes, byteLength: bytes.length, ending };
}

function malformed(reason: FaultReason, detail: string, line: Line, value?: JsonValue): Fault {
  return { kind: "fault", code: "IPC_MALFORMED", reason, pointer: "", detail, ...(value === undefined ? {} : { value }), ...line };
}

function tooLong(bytes: Uint8Array, byteLength: number, ending: Ending, maximum: number): Fault {
  return { kind: "fault", code: "IPC_LINE_TOO_LONG", reason: "too-long", pointer: "", detail: `The line is longer than ${maximum} bytes.`, bytes, byteLength, ending };
}

function endingOf(line: Uint8Array, terminated: boolean): Ending {
  if (!terminated) return "none";
  return line[line.length - 1] === carriageReturn ? "crlf" : "lf";
}

function viewOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

interface LineRest {
  readonly byteLength: () => number;
  readonly append: (bytes: Uint8Array) => void;
  /** What the line says; it is forgotten. */
  readonly take: (terminated: boolean) => Decoded;
}

/** The line that has begun and not yet ended. Its buffer doubles as it grows, so that pieces of any size cost linear time and bounded memory. */
function createLineRest(maximum: number): LineRest {
  let buffer = new Uint8Array(0);
  let kept = 0;
  let byteLength = 0;
  let lastByte = 0;
  return {
    byteLength: () => byteLength,
    append: (bytes) => {
      if (bytes.length === 0) return;
      byteLength += bytes.length;
      lastByte = bytes[bytes.length - 1] ?? 0;
      const room = byteLength > maximum ? Math.min(bytes.length, Math.max(0, keptBytes - kept)) : bytes.length;
      if (kept + room > buffer.length) {
        const larger = new Uint8Array(Math.min(Math.max(2 * (kept + room), keptBytes), Math.max(maximum, keptBytes)));
        larger.set(buffer.subarray(0, kept));
        buffer = larger;
      }
      buffer.set(room === bytes.length ? bytes : bytes.subarray(0, room), kept);
      kept += room;
    },
    take: (terminated) => {
      const ending = !terminated ? "none" : lastByte === carriageReturn ? "crlf" : "lf";
      const decoded =
        byteLength > maximum
          ? tooLong(Buffer.from(buffer.subarray(0, Math.min(kept, keptBytes))), byteLength, ending, maximum)
          : decodeBytes(buffer.subarray(0, kept), terminated);
      if (buffer.length > 65_536) buffer = new Uint8Array(0);
      kept = 0;
      byteLength = 0;
      return decoded;
    },
  };
}
