import { isArray, isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { leastIdLength } from "./messages.ts";
import type { Side } from "./messages.ts";
import { isTimestamp } from "./timestamp.ts";

/** Gives ids, traces and times names that depend on nothing but their order (docs/specs/ipc-v0.md, chapter 11). */
export interface CanonicalNames {
  /** The message as entry number `n`. It may be faulty: what is wrong with it stays wrong. */
  readonly message: (from: Side, message: JsonObject, n: number) => JsonObject;
  /** The text of a line that is no message but may be an attempt at one. */
  readonly raw: (from: Side, text: string, n: number) => string;
}

/** `marksIn` says which secrets stand in a text that is to be renamed, so that the name of an id in which one stood can go on with that. */
export function createCanonicalNames(marksIn: (text: string) => string): CanonicalNames {
  const names = new Map<string, string>();
  const counts = { m: 0, t: 0, u: 0, s: 0 };
  const nameOf = (key: string, letter: keyof typeof counts, width: number, marks = ""): string => {
    const known = names.get(key);
    if (known !== undefined) return known;
    counts[letter] += 1;
    const name = letter + String(counts[letter]).padStart(width, "0") + marks;
    names.set(key, name);
    return name;
  };
  // An id that is too short must stay too short.
  const idName = (from: Side, id: string): string => (id.length < leastIdLength ? nameOf(`${from} ${id}`, "s", 1) : nameOf(`${from} ${id}`, "m", 7, marksIn(id)));
  const referenceName = (from: Side, id: string): string =>
    names.get(`${other(from)} ${id}`) ?? names.get(`${from} ${id}`) ?? nameOf(`unknown ${id}`, "u", 7, marksIn(id));
  const traceName = (id: string): string => nameOf(`trace ${id}`, "t", 7, marksIn(id));

  /** Words of an error that are ids are renamed as the ids are. */
  const words = (from: Side, text: string): string =>
    text.replace(/[\w.:-]{8,}/g, (word) => names.get(`${other(from)} ${word}`) ?? names.get(`${from} ${word}`) ?? word);
  const wordsWithin = (from: Side, value: JsonValue): JsonValue => {
    if (typeof value === "string") return words(from, value);
    if (isArray(value)) return value.map((item) => wordsWithin(from, item));
    return isObject(value) ? mapMembers(value, (_, item) => wordsWithin(from, item)) : value;
  };
  const payloadOf = (from: Side, type: JsonValue | undefined, payload: JsonValue): JsonValue => {
    if (!isObject(payload)) return payload;
    if (type === "result") return mapMembers(payload, (name, value) => (name === "meta" && isObject(value) ? {} : value));
    if (type === "error") return mapMembers(payload, (name, value) => (name === "message" || name === "details" ? wordsWithin(from, value) : value));
    return payload;
  };

  return {
    message: (from, message, n) =>
      mapMembers(message, (field, value) => {
        switch (field) {
          case "id":
            return typeof value === "string" ? idName(from, value) : value;
          case "replyTo":
            return typeof value === "string" ? referenceName(from, value) : value;
          case "ts":
            if (typeof value === "string") return isTimestamp(value) ? clock(n) : `no time${marksIn(value)}`;
            return typeof value === "number" ? 0 : value;
          case "trace":
            return isObject(value) ? mapMembers(value, (_, id) => (typeof id === "string" ? traceName(id) : id)) : value;
          case "payload":
            return payloadOf(from, message.type, value);
          default:
            return value;
        }
      }),
    raw: (from, text, n) =>
      text
        .replace(/("ts"\s*:\s*)"[^"\\]*"/g, (_, start: string) => `${start}"${clock(n)}"`)
        .replace(/("(id|replyTo)"\s*:\s*)"([^"\\]*)"/g, (_, start: string, field: string, id: string) => `${start}"${field === "id" ? idName(from, id) : referenceName(from, id)}"`),
  };
}

/** The logical clock: entry `n` happens `n` milliseconds after 1970 began. */
function clock(n: number): string {
  return new Date(n).toISOString();
}

function other(side: Side): Side {
  return side === "runner" ? "adapter" : "runner";
}

/** A member named `__proto__` is carried like any other. */
function mapMembers(object: JsonObject, change: (name: string, value: JsonValue) => JsonValue): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(name, value)]));
}
