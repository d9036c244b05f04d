import type { JsonObject, JsonValue } from "../json/value.ts";
import { isArray, isObject } from "../json/value.ts";
import { leastIdLength, protocol } from "../protocol/messages.ts";
import type { Raw, Template } from "./case.ts";
import { namedIds } from "./pattern.ts";
import type { Names } from "./pattern.ts";

/** What a template is filled with. */
export interface Filling {
  /** What `$name` stands for in a payload: an operation, arguments, data. */
  readonly values: Readonly<Record<string, JsonValue>>;
  /** The messages that were named so far. */
  readonly names: Names;
  /** A new message id; no two are alike. */
  readonly newId: () => string;
  /** The longest line that the receiver takes, in bytes. */
  readonly limit: number;
}

/** Bytes to write, the way to write them, and the ids of the messages in them. */
export interface Writing {
  readonly pieces: readonly Uint8Array[];
  readonly pauseMs: number;
  readonly ids: readonly { readonly name: string; readonly id: string }[];
}

/** The bytes of one message. */
export function writtenMessage(template: Template, filling: Filling): Writing {
  return writtenRaw({ message: template }, filling);
}

export function writtenRaw(raw: Raw, filling: Filling): Writing {
  const ids: { name: string; id: string }[] = [];
  const lines: Buffer[] = [];
  for (let time = 0; time < (raw.repeat ?? 1); time += 1) {
    for (const template of raw.messages ?? (raw.message === undefined ? [] : [raw.message])) {
      const message = filledMessage(template, filling);
      if (template.as !== undefined && typeof message.id === "string") ids.push({ name: template.as, id: message.id });
      lines.push(Buffer.from(JSON.stringify(message)));
    }
    if (raw.text !== undefined) {
      const id = filling.newId();
      if (raw.as !== undefined) ids.push({ name: raw.as, id });
      lines.push(Buffer.from(filledText(raw.text, id, filling)));
    }
  }
  const whole = Buffer.concat(lines.flatMap((line) => [padded(inserted(line, raw), raw, filling.limit), endings[raw.ending ?? "lf"]]));
  return { pieces: cut(whole, raw.pieceBytes), pauseMs: raw.pauseMs ?? 0, ids };
}

/** `value` with each text `$name` that `values` knows replaced. */
function filledValue(value: JsonValue, values: Readonly<Record<string, JsonValue>>): JsonValue {
  if (typeof value === "string") return value.startsWith("$") && Object.hasOwn(values, value.slice(1)) ? (values[value.slice(1)] ?? null) : value;
  if (isArray(value)) return value.flatMap((item) => filledItems(item, values));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledValue(item, values)]));
}

/** What stands in a list for `item`: `...$name` stands for all that the list of that name holds. */
function filledItems(item: JsonValue, values: Readonly<Record<string, JsonValue>>): readonly JsonValue[] {
  if (typeof item !== "string" || !item.startsWith("...$")) return [filledValue(item, values)];
  const items = filledValue(item.slice("...".length), values);
  return isArray(items) ? items : [];
}

const endings = { lf: Buffer.from("\n"), crlf: Buffer.from("\r\n"), none: Buffer.alloc(0) };

function filledMessage(template: Template, filling: Filling): JsonObject {
  const { type, payload, replyTo, trace, set = {}, unset = [] } = template;
  const fields = new Map<string, JsonValue>([
    ["v", protocol],
    ["id", filling.newId()],
    ["ts", timestamp()],
    ["type", type],
    ["payload", filledValue(payload ?? {}, filling.values)],
  ]);
  // An id of the peer that no text of I-JSON can hold is the peer's fault, and must not become ours.
  if (replyTo !== undefined) fields.set("replyTo", (namedIds(replyTo, filling.names)[0] ?? "unknown-message").toWellFormed());
  if (trace !== undefined) fields.set("trace", filledValue(trace, filling.values));
  for (const [key, value] of Object.entries(set)) {
    const named = typeof value === "string" && value.startsWith("$");
    const [id] = named ? namedIds(value, filling.names) : [];
    if (!named) fields.set(key, value);
    else if (id !== undefined && canBeId(id)) fields.set(key, id);
  }
  for (const key of unset) fields.delete(key);
  return Object.fromEntries(fields);
}

function canBeId(id: string): boolean {
  return id.isWellFormed() && Array.from(id).length >= leastIdLength;
}

function filledText(text: string, id: string, filling: Filling): string {
  const named = text.replace(/\{id:([^{}]+)\}/g, (_, name: string) => filling.names.get(name)?.[0] ?? "unknown-message");
  return named.replaceAll("{id}", id).replaceAll("{ts}", timestamp());
}

function inserted(line: Buffer, { insert }: Raw): Buffer {
  if (insert === undefined) return line;
  const { text = "", base64, nest = 0 } = insert;
  const bytes = base64 === undefined ? Buffer.from("[".repeat(nest) + text + "]".repeat(nest)) : Buffer.from(base64, "base64");
  const place = line.indexOf("{here}");
  return place === -1 ? line : Buffer.concat([line.subarray(0, place), bytes, line.subarray(place + "{here}".length)]);
}

function padded(line: Buffer, { padTo }: Raw, limit: number): Buffer {
  const place = line.indexOf("{pad}");
  if (padTo === undefined || place === -1) return line;
  const length = typeof padTo === "number" ? padTo : limit + padTo.limitPlus;
  const pad = Buffer.alloc(Math.max(0, length - line.length + "{pad}".length), "x");
  return Buffer.concat([line.subarray(0, place), pad, line.subarray(place + "{pad}".length)]);
}

function cut(bytes: Buffer, pieceBytes: number | undefined): Buffer[] {
  if (pieceBytes === undefined) return [bytes];
  const pieces: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += pieceBytes) pieces.push(bytes.subarray(start, start + pieceBytes));
  return pieces;
}

function timestamp(): string {
  return new Date().toISOString();
}
