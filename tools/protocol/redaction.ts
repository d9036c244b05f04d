import { isArray, isObject } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";

/** Replaces the values of secrets by marks that name them. */
export interface Redactor {
  /** `cut` says that the text is the front part of a longer one, so that a secret may stand half at its end. */
  readonly text: (text: string, cut?: boolean) => string;
  readonly value: (value: JsonValue) => JsonValue;
  /** The marks of the secrets that stand in a value. */
  readonly marks: (value: JsonValue) => string[];
}

/** Marks start with this, go on with the secret's name and end in `]`. */
export const secretMark = "[secret:";

/** The marks in a text that was redacted, each once. */
export function marksOf(text: string): readonly string[] {
  return text.includes(secretMark) ? Array.from(new Set(text.match(/\[secret:[^\]]*\]/g))) : [];
}

/**
 * A redactor for secrets given as name and value. It finds a value anywhere: in names of members, inside longer strings, in the digits of a number, and
 * written with JSON escapes, also where text that holds JSON is itself a JSON string, up to four times over. Of a value of several lines it finds each line
 * alone, too, and it finds each in capital and in small letters. Empty values are no secrets.
 */
export function createRedactor(secrets: Readonly<Record<string, string>>): Redactor {
  const known = Object.entries(secrets).flatMap(([name, value]) =>
    Array.from(new Set([value, ...longLines(value)].flatMap((part) => [part, part.toUpperCase(), part.toLowerCase()])))
      .filter((part) => part !== "")
      .map((part) => ({ mark: `${secretMark}${name}]`, value: part })),
  );
  if (known.length === 0) return { text: (text) => text, value: (value) => value, marks: () => [] };

  const text = (input: string, cut = false): string => {
    const spans = findSpans(input, known);
    const longest = Math.max(...known.map((secret) => secret.value.length));
    // Half a secret is dropped with the rest of the end; an escaped character takes six at most, and as many more as it is escaped over.
    const end = cut ? Math.max(0, input.length - 24 * longest) : input.length;
    return replaceSpans(input, spans, end);
  };
  const value = (input: JsonValue): JsonValue => {
    if (typeof input === "string") return text(input);
    if (typeof input === "number") {
      const digits = JSON.stringify(input);
      const marked = text(digits);
      return marked === digits ? input : marked;
    }
    if (isArray(input)) return input.map(value);
    if (!isObject(input)) return input;
    const names = new Set<string>();
    const last = new Map<string, number>();
    const members = Object.entries(input).map(([name, inner]): [string, JsonValue] => {
      const marked = text(name);
      let unique = marked;
      // Two names can become one mark; neither member may be lost.
      for (let count = (last.get(marked) ?? 1) + 1; names.has(unique); count += 1) {
        unique = `${marked}#${count}`;
        last.set(marked, count);
      }
      names.add(unique);
      return [unique, value(inner)];
    });
    return Object.fromEntries(members);
  };
  const marks = (input: JsonValue): string[] => Array.from(new Set(findSpans(JSON.stringify(input), known).map(({ mark }) => mark))).sort();
  return { text, value, marks };
}

interface Secret {
  readonly mark: string;
  readonly value: string;
}

/** The lines of a value that has several, unless they are too short to give anything away. */
function longLines(value: string): string[] {
  return /[\r\n]/.test(value) ? value.split(/[\r\n]+/).filter((line) => line.length >= 4) : [];
}

interface Span {
  readonly start: number;
  readonly end: number;
  readonly mark: string;
}

/** A text as it reads once its escapes are read, with where each code unit starts and ends in the original. */
interface Reading {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

const mostReadings = 4;

/** Where secrets stand in the text, by where they start. */
function findSpans(text: string, secrets: readonly Secret[]): Span[] {
  const spans = secrets.flatMap((secret) => occurrences(text, secret.value).map((start) => ({ start, end: start + secret.value.length, mark: secret.mark })));
  let reading: Reading | undefined;
  for (let count = 0; count < mostReadings; count += 1) {
    const next: Reading | undefined = readEscapes(reading ?? { text, starts: [], ends: [] });
    if (next === undefined) break;
    reading = next;
    for (const { value, mark } of secrets) {
      for (const start of occurrences(next.text, value)) {
        spans.push({ start: next.starts[start] ?? 0, end: next.ends[start + value.length - 1] ?? text.length, mark });
      }
    }
  }
  return spans.sort((one, other) => one.start - other.start || other.end - one.end);
}

function occurrences(text: string, value: string): number[] {
  const found: number[] = [];
  for (let start = text.indexOf(value); start !== -1; start = text.indexOf(value, start + 1)) found.push(start);
  return found;
}

const escapes: Readonly<Record<string, string>> = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

/** Reads one layer of JSON escapes; undefined where there is none. A backslash that starts no escape stands for itself. */
function readEscapes(reading: Reading): Reading | undefined {
  const { text } = reading;
  if (!text.includes("\\")) return undefined;
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let changed = false;
  for (let position = 0; position < text.length;) {
    const [unit, length] = readUnit(text, position);
    changed ||= length > 1;
    units.push(unit);
    starts.push(reading.starts[position] ?? position);
    ends.push(reading.ends[position + length - 1] ?? position + length);
    position += length;
  }
  return changed ? { text: units.join(""), starts, ends } : undefined;
}

function readUnit(text: string, position: number): [string, number] {
  const character = text.charAt(position);
  if (character !== "\\") return [character, 1];
  const next = text.charAt(position + 1);
  const simple = Object.hasOwn(escapes, next) ? escapes[next] : undefined;
  if (simple !== undefined) return [simple, 2];
  const digits = text.slice(position + 2, position + 6);
  return next === "u" && /^[0-9A-Fa-f]{4}$/.test(digits) ? [String.fromCharCode(parseInt(digits, 16)), 6] : [character, 1];
}

/** The text up to `end`, with spans that touch or overlap replaced together, by the mark of the first. */
function replaceSpans(text: string, spans: readonly Span[], end: number): string {
  let out = "";
  let position = 0;
  for (const span of spans) {
    if (span.start >= end) break;
    if (span.end <= position) continue;
    if (span.start >= position) out += text.slice(position, span.start) + span.mark;
    position = span.end;
  }
  return position < end ? out + text.slice(position, end) : out;
}
