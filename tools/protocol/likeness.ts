import type { JsonArray, JsonObject, JsonValue } from "../json/value.ts";
import { isArray } from "../json/value.ts";
import { formOf, freeOfPayload, type Free, type Mould } from "./form.ts";
import { createLessons } from "./lessons.ts";
import type { Message, MessageType } from "./messages.ts";
import { leastIdLength, protocol } from "./messages.ts";
import { isTimestamp } from "./timestamp.ts";

/**
 * Reads lines by their likeness to an earlier one. Most lines of a session differ from the one before in a few strings: the ids, the time, the texts in
 * `args` or `data`. Such a line is compared byte by byte with what surrounds those strings, and the message is that of the earlier line with other
 * strings in it, which takes a third of the time of parsing and checking. What may differ is what no check looks at, or is checked here too; any other
 * difference leaves the line to the general way. So a line is read here as it is read there, or not at all.
 */
export interface Likeness {
  /** To be told of the bytes that are read next: whole lines, each with its line feed. */
  readonly begin: (lines: Buffer) => void;
  /** The message of the line that starts at `start`; undefined where the line has to be read in the general way. */
  readonly read: (start: number) => Message | undefined;
  /** Where the line after the one that was read starts. */
  readonly next: () => number;
  /** To be told of each message that was read in the general way, with its line, without the line feed. */
  readonly missed: (line: string, message: Message) => void;
}

/**
 * A string that is cut from a text keeps the whole text in memory, so texts are short: who keeps a string of a line keeps no more than this. Longer
 * lines are not read here.
 */
const textBytes = 4096;

export function createLikeness(maximumLineBytes: number): Likeness {
  const longest = Math.min(textBytes, maximumLineBytes + 1);
  let form: LineForm | undefined;
  const lessons = createLessons();
  let lines: Buffer = Buffer.alloc(0);
  let view = new DataView(lines.buffer);
  let text = "";
  let textStart = 0;
  let next = 0;
  /** The time of the last line, which many share. */
  let timestamp = "";
  let timestampBytes = partOf(timestamp);
  /** Where each string begins and ends, in the order of the line. */
  let places = new Int32Array(0);
  const lengthOf = (string: number): number => (places[2 * string + 1] ?? 0) - (places[2 * string] ?? 0);
  const cut = (string: number): string => text.substring((places[2 * string] ?? 0) - textStart, (places[2 * string + 1] ?? 0) - textStart);

  return {
    begin: (bytes) => {
      lines = bytes;
      view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
      text = "";
      textStart = 0;
    },
    read: (start) => {
      if (form === undefined) return undefined;
      next = compare(form, timestampBytes, view, start, Math.min(start + longest, lines.length), places);
      if (next === -1) return undefined;
      if (next > textStart + text.length) {
        textStart = start;
        text = lines.toString("latin1", start, Math.min(start + textBytes, lines.length));
      }
      // The earlier line was a message; with these two in order, and nothing else changed that a check looks at, this one is too.
      const { id, ts } = form;
      if (lengthOf(id) < leastIdLength) return undefined;
      if (lengthOf(ts) !== timestampBytes.length || !matches(timestampBytes, view, places[2 * ts] ?? 0)) {
        const text = cut(ts);
        if (!isTimestamp(text)) return undefined;
        timestamp = text;
        timestampBytes = partOf(text);
      }
      const message = messageOf(form, timestamp, cut);
      lessons.hit();
      return message;
    },
    next: () => next,
    missed: (line, message) => {
      if (line.length >= longest || !lessons.missed()) return;
      const learnt = lineFormOf(line, message);
      if (learnt === undefined) return;
      form = learnt;
      timestamp = message.ts;
      timestampBytes = partOf(timestamp);
      places = new Int32Array(2 * (learnt.around.length - 1));
    },
  };
}

/** What lines have in common: the bytes around the strings that differ, and the message without those strings, with the place of each among all of them. */
interface LineForm {
  readonly around: readonly Part[];
  readonly type: MessageType;
  readonly id: number;
  readonly ts: number;
  readonly replyTo: number | undefined;
  readonly payload: Cast;
  readonly trace: Cast | undefined;
}

/** An object or a list to be copied, with what is different in each copy. */
interface Cast {
  readonly model: JsonObject | JsonArray;
  readonly strings: readonly { readonly key: string; readonly index: number }[];
  readonly inner: readonly { readonly key: string; readonly cast: Cast }[];
}

function castOf({ model, members }: Mould): Cast {
  return {
    model,
    strings: members.filter((member) => member.kind === "string"),
    inner: members.flatMap((member) => (member.kind === "mould" ? [{ key: member.key, cast: castOf(member.mould) }] : [])),
  };
}

/** A new tree: nothing of it is shared with another message. Few forms of messages keep the engine's code for them small and fast. */
function messageOf({ type, id, replyTo, payload, trace }: LineForm, ts: string, string: (index: number) => string): Message {
  const message =
    replyTo === undefined
      ? { v: protocol, id: string(id), ts, type, payload: fill(payload, string) }
      : { v: protocol, id: string(id), ts, type, payload: fill(payload, string), replyTo: string(replyTo) };
  return (trace === undefined ? message : { ...message, trace: fill(trace, string) }) as unknown as Message;
}

function fill({ model, strings, inner }: Cast, string: (index: number) => string): JsonObject {
  // Lists have the keys "0", "1" and so on.
  const copy = (isArray(model) ? model.slice() : { ...model }) as Record<string, JsonValue>;
  for (const { key, index } of strings) copy[key] = string(index);
  for (const { key, cast } of inner) copy[key] = fill(cast, string);
  return copy;
}

/**
 * Bytes to compare with: eight at a time, and what is left. Eight bytes are the same as eight others where they are the same double, since none of a text
 * are a zero; where they are none that equals itself, which takes bytes that are no UTF-8, the line is left to the general way.
 */
interface Part {
  readonly length: number;
  readonly doubles: Float64Array;
  readonly rest: Uint8Array;
}

function partOf(text: string): Part {
  const bytes = Buffer.from(text);
  const doubles = Float64Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) => bytes.readDoubleLE(8 * index));
  return { length: bytes.length, doubles, rest: bytes.subarray(8 * doubles.length) };
}

/**
 * Where the line ends, behind its line feed, that starts at `start` and has the form; -1 where it has another, or does not end before `limit`. Notes the
 * `places` of the strings. `timestamp` is what most likely stands at its place.
 */
function compare({ around, ts }: LineForm, timestamp: Part, lines: DataView, start: number, limit: number, places: Int32Array): number {
  let position = start;
  for (let string = -1; string + 1 < around.length; string += 1) {
    if (string >= 0) {
      places[2 * string] = position;
      if (string === ts && position + timestamp.length <= limit && matches(timestamp, lines, position)) position += timestamp.length;
      else position = afterPlain(lines, position, limit);
      places[2 * string + 1] = position;
    }
    const part = around[string + 1];
    if (part === undefined || position + part.length > limit) return -1;
    if (!matches(part, lines, position)) return -1;
    position += part.length;
  }
  return position;
}

/** Whether the bytes of `part`, which do not reach beyond the end, stand at `start`. */
function matches({ doubles, rest }: Part, lines: DataView, start: number): boolean {
  let position = start;
  for (let index = 0; index < doubles.length; index += 1, position += 8) if (lines.getFloat64(position, true) !== doubles[index]) return false;
  for (let index = 0; index < rest.length; index += 1, position += 1) if (lines.getUint8(position) !== rest[index]) return false;
  return true;
}

/** The first position at which no byte stands that stands for itself in a JSON string. What is not ASCII is left to the general way. */
function afterPlain(lines: DataView, start: number, limit: number): number {
  let position = start;
  while (position + 4 <= limit && arePlain(lines.getInt32(position, true))) position += 4;
  while (position < limit && plain[lines.getUint8(position)] === 1) position += 1;
  return position;
}

/**
 * Whether four bytes are plain. The lowest that is not sets its highest bit: one beyond ASCII by itself, a control character when a space is taken from it,
 * a quote and a backslash when the bits that make them are cleared and one is taken from the zero that stays.
 */
function arePlain(word: number): boolean {
  return ((word | (word - 0x20202020) | ((word ^ 0x22222222) - 0x01010101) | ((word ^ 0x5c5c5c5c) - 0x01010101)) & 0x80808080) === 0;
}

const plain = Uint8Array.from({ length: 256 }, (_, byte) => (byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c ? 1 : 0));

/** What is a string in `args`, `data` or a trace may be any string, and nothing of the protocol depends on it. */
const freeOfMessage: Free = new Map<string, Free>([
  ["id", "all"],
  ["ts", "all"],
  ["replyTo", "all"],
  ["trace", "all"],
  ["payload", freeOfPayload],
]);

function lineFormOf(line: string, message: Message): LineForm | undefined {
  const form = formOf(`${line}\n`, message as unknown as JsonObject, freeOfMessage);
  if (form === undefined) return undefined;
  const { around, mould } = form;
  const { strings, inner } = castOf(mould);
  const place = (name: string): number | undefined => strings.find(({ key }) => key === name)?.index;
  const cast = (name: string): Cast | undefined => inner.find(({ key }) => key === name)?.cast;
  const [id, ts, payload] = [place("id"), place("ts"), cast("payload")];
  if (id === undefined || ts === undefined || payload === undefined) return undefined;
  return { around: around.map(partOf), type: message.type, id, ts, replyTo: place("replyTo"), payload, trace: cast("trace") };
}
