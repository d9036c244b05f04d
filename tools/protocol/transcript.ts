import { isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { canonicalJson, digest } from "./canonical.ts";
import { createCanonicalNames } from "./canonical_names.ts";
import type { Decoded, Ending, Fault } from "./decode.ts";
import { protocol, senders } from "./messages.ts";
import type { Message, Side } from "./messages.ts";
import { rawText } from "./raw_text.ts";
import { createRedactor, marksOf } from "./redaction.ts";

/** Something that happened and is no line. */
export type TranscriptEvent =
  /** The runner closed the adapter's input. */
  | { readonly event: "end-of-input" }
  /** The adapter's output ended. */
  | { readonly event: "end-of-output" }
  /** A process ended: `code` is null where a signal ended it, `killed` says that whoever watched had to send it. */
  | { readonly event: "exit"; readonly process: Side; readonly code: number | null; readonly killed: boolean }
  /** A wait ran out; `awaiting` is what was waited for, for example `reply`, `exit` or `quiet`. */
  | { readonly event: "deadline"; readonly awaiting: string }
  | { readonly event: "spawn-failed" };

interface Numbered {
  /** From 1. */
  readonly n: number;
}

interface LineEntry extends Numbered {
  readonly from: Side;
  /** How the line ended, where not in a line feed alone. */
  readonly ending?: Exclude<Ending, "lf">;
}

export interface MessageEntry extends LineEntry {
  readonly message: Message;
}

export interface FaultEntry extends LineEntry {
  readonly fault: { readonly code: Fault["code"]; readonly reason: Fault["reason"]; readonly pointer: string };
  /** What the line says, where it is I-JSON. */
  readonly value?: JsonValue;
  /** The line otherwise (tools/protocol/raw_text.ts). */
  readonly raw?: string;
  /** The text is only the front of the line, which is too long. */
  readonly cut?: true;
}

export interface BlankEntry extends LineEntry {
  readonly blank: true;
}

export type EventEntry = Numbered & TranscriptEvent;

/** One line of ipc-transcript.ndjson (schemas/ipc/v0/transcript-entry.schema.json). */
export type TranscriptEntry = MessageEntry | FaultEntry | BlankEntry | EventEntry;

/**
 * The canonical record of a session (docs/specs/ipc-v0.md, chapter 11): the same for the same exchange, whatever the ids and clocks of its sides. Entries
 * keep the order in which they are recorded, so record what was sent when it is sent and what was received when it is acted on.
 */
export interface Transcript {
  readonly record: (from: Side, decoded: Decoded) => void;
  readonly event: (event: TranscriptEvent) => void;
  readonly entries: () => readonly TranscriptEntry[];
  /** The bytes of ipc-transcript.ndjson. */
  readonly text: () => string;
  /** The digest of those bytes. */
  readonly digest: () => string;
}

/** `secrets` are names and values; the values are replaced by marks that name them. */
export function createTranscript(options: { readonly secrets?: Readonly<Record<string, string>> } = {}): Transcript {
  const redactor = createRedactor(options.secrets ?? {});
  const inIds = createRedactor(Object.fromEntries(Object.entries(options.secrets ?? {}).filter(([, value]) => value.length >= leastInIds)));
  const names = createCanonicalNames((text) => marksOf(inIds.text(text)).join(""));
  const entries: TranscriptEntry[] = [];
  const lines: string[] = [];

  const add = (entry: TranscriptEntry): void => {
    entries.push(entry);
    lines.push(`${canonicalJson(entry)}\n`);
  };
  const messageOf = (from: Side, message: JsonObject, n: number): JsonObject => {
    const renamed = names.message(from, message, n);
    // What was renamed and the protocol's own words are no secrets; whatever else was written may be one.
    return Object.fromEntries(
      Object.entries(renamed).map(([field, value]) => {
        const own = typeof value === "string" && (renamedFields.has(field) || (field === "v" && value === protocol) || (field === "type" && Object.hasOwn(senders, value)));
        if (field === "payload" && message.type === "result") return [field, withMarksInMeta(redactor.value(value), message.payload)];
        return own ? [field, value] : [envelopeFields.has(field) ? field : redactor.text(field), redactor.value(value)];
      }),
    );
  };
  /** What `meta` said is gone with it, but not that it gave a secret away. */
  const withMarksInMeta = (payload: JsonValue, written: JsonValue | undefined): JsonValue => {
    const meta = isObject(written) ? written.meta : undefined;
    const marks = isObject(meta) ? redactor.marks(meta) : [];
    return marks.length > 0 && isObject(payload) ? { ...payload, meta: { secrets: marks } } : payload;
  };
  const faultOf = (from: Side, fault: Fault, n: number): Omit<FaultEntry, "n" | "from" | "ending"> => {
    // No length is told: it would differ with the ids and times inside.
    const told = { fault: { code: fault.code, reason: fault.reason, pointer: redactor.text(fault.pointer) } };
    const { value } = fault;
    if (value === undefined) {
      const cut = fault.reason === "too-long";
      const raw = names.raw(from, redactor.text(rawText(fault.bytes), cut), n);
      return cut ? { ...told, raw: raw.slice(0, keptCharacters).toWellFormed(), cut } : { ...told, raw };
    }
    return { ...told, value: isObject(value) ? messageOf(from, value, n) : redactor.value(value) };
  };

  return {
    record: (from, decoded) => {
      const n = entries.length + 1;
      const ending = decoded.ending === "lf" ? {} : { ending: decoded.ending };
      switch (decoded.kind) {
        case "blank":
          add({ n, from, blank: true, ...ending });
          break;
        case "fault":
          add({ n, from, ...faultOf(from, decoded, n), ...ending });
          break;
        case "message":
          // A message whose words were renamed and redacted is still one.
          add({ n, from, message: messageOf(from, decoded.message as unknown as JsonObject, n) as unknown as Message, ...ending });
      }
    },
    event: (event) => {
      add({ n: entries.length + 1, ...event });
    },
    entries: () => entries,
    text: () => lines.join(""),
    digest: () => digest(lines.join("")),
  };
}

/** Shorter values can stand in a random id by chance, and a transcript must not depend on that. */
const leastInIds = 8;
/** Of a line that is too long. Far fewer than the decoder keeps, so that ids of any length leave room for as much. */
const keptCharacters = 256;
const renamedFields: ReadonlySet<string> = new Set(["id", "ts", "replyTo"]);
const envelopeFields: ReadonlySet<string> = new Set(["v", "id", "ts", "type", "payload", "replyTo", "trace"]);
