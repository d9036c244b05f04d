import { isArray, isObject, member } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Pattern } from "./case.ts";

/** The ids of the messages that steps have named, in the order in which they were written or came. */
export type Names = ReadonlyMap<string, readonly string[]>;

/** Whether `line`, an object that a peer wrote, fits `pattern`. Envelopes are read loosely: whether they are valid is another question. */
export function fits(line: JsonObject, pattern: Pattern, names: Names): boolean {
  const { type, replyTo, payload } = pattern;
  if (type !== undefined && line.type !== type) return false;
  if (replyTo === null && line.replyTo !== undefined) return false;
  if (typeof replyTo === "string" && !namedIds(replyTo, names).includes(answeredId(line))) return false;
  return payload === undefined || fitsValue(line.payload, payload);
}

/** The ids that `$name` stands for; any other text stands for itself. */
export function namedIds(reference: string, names: Names): readonly string[] {
  return reference.startsWith("$") ? (names.get(reference.slice(1)) ?? []) : [reference];
}

/** The id that a line answers; empty where it names none. */
export function answeredId({ replyTo }: JsonObject): string {
  return typeof replyTo === "string" ? replyTo : "";
}

/** What a pattern asks for, as words in a sentence. */
export function describePattern({ type, replyTo, payload }: Pattern): string {
  const code = member(payload, "code");
  const what = type === undefined ? "answer" : typeof code === "string" ? `error ${code}` : type;
  return typeof replyTo === "string" ? `${what} to ${referenceWords(replyTo)}` : what;
}

export function referenceWords(reference: string): string {
  const name = reference.replace(/^\$/, "").replaceAll("-", " ");
  return `the ${name}`;
}

/**
 * A value stands for itself, an object for objects that have at least its members, a list for a list of the same length;
 * `{"$is": "string"}` for any value of a JSON type, `{"$oneOf": [...]}` for one of several patterns, `{"$absent": true}` for no value.
 */
function fitsValue(value: JsonValue | undefined, pattern: JsonValue): boolean {
  if (isArray(pattern)) return isArray(value) && value.length === pattern.length && pattern.every((item, index) => fitsValue(value[index], item));
  if (!isObject(pattern)) return value === pattern;
  if (pattern.$absent === true) return value === undefined;
  if (typeof pattern.$is === "string") return typeName(value) === pattern.$is;
  const choices = pattern.$oneOf;
  if (isArray(choices)) return choices.some((choice) => fitsValue(value, choice));
  return isObject(value) && Object.keys(pattern).every((key) => fitsValue(member(value, key), pattern[key] ?? null));
}

function typeName(value: JsonValue | undefined): string {
  if (value === undefined) return "absent";
  if (value === null) return "null";
  return isArray(value) ? "array" : typeof value;
}
