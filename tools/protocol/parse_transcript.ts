import { isObject, member } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { canonicalJson } from "./canonical.ts";
import type { TranscriptEntry } from "./transcript.ts";

/** A transcript that is none. `line` counts from 1. */
export class TranscriptError extends Error {
  readonly line: number;

  constructor(line: number, why: string) {
    super(`line ${line} of the transcript ${why}`);
    this.name = "TranscriptError";
    this.line = line;
  }
}

/**
 * The entries of an ipc-transcript.ndjson. Throws a TranscriptError at the first line that is not canonical JSON, is no entry, or is out of number.
 * Whether the messages in it are well-formed is for the judge to say.
 */
export function parseTranscript(text: string): TranscriptEntry[] {
  if (text === "") return [];
  const lines = text.split("\n");
  if (lines.pop() !== "") throw new TranscriptError(lines.length + 1, "does not end in a line feed");
  return lines.map((line, index) => {
    const number = index + 1;
    const value = parseLine(line, number);
    const problem = entryProblem(value, number);
    if (problem !== undefined) throw new TranscriptError(number, problem);
    // The check above says that it is one.
    return value as unknown as TranscriptEntry;
  });
}

function parseLine(line: string, number: number): JsonObject {
  let value: JsonValue;
  let canonical: string;
  try {
    value = JSON.parse(line) as JsonValue;
    canonical = canonicalJson(value);
  } catch {
    throw new TranscriptError(number, "is not JSON");
  }
  if (canonical !== line) throw new TranscriptError(number, "is not in canonical form");
  if (!isObject(value)) throw new TranscriptError(number, "is no object");
  return value;
}

function entryProblem(entry: JsonObject, number: number): string | undefined {
  if (entry.n !== number) return `is numbered ${JSON.stringify(entry.n ?? null)}`;
  const { event, from, ending, message, fault } = entry;
  if (event !== undefined) return isEvent(entry) ? undefined : "is no event that this format knows";
  if (from !== "runner" && from !== "adapter") return "does not say who wrote";
  if (ending !== undefined && ending !== "crlf" && ending !== "none") return "has an unknown ending";
  if (message !== undefined) return isObject(message) && hasOnly(entry, ["message"]) ? undefined : "holds no message";
  if (fault !== undefined) return isFault(entry) ? undefined : "does not describe its fault";
  return entry.blank === true && hasOnly(entry, ["blank"]) ? undefined : "says neither what was written nor what happened";
}

function hasOnly(entry: JsonObject, fields: readonly string[]): boolean {
  return Object.keys(entry).every((key) => key === "n" || key === "from" || key === "ending" || fields.includes(key));
}

function isFault(entry: JsonObject): boolean {
  const words = ["code", "reason", "pointer"].every((name) => typeof member(entry.fault, name) === "string");
  const saidOnce = (entry.value === undefined) !== (typeof entry.raw !== "string");
  return words && saidOnce && (entry.cut === undefined || entry.cut === true) && hasOnly(entry, ["fault", "value", "raw", "cut"]);
}

function isEvent(entry: JsonObject): boolean {
  const only = (...fields: string[]): boolean => Object.keys(entry).every((key) => key === "n" || key === "event" || fields.includes(key));
  switch (entry.event) {
    case "end-of-input":
    case "end-of-output":
    case "spawn-failed":
      return only();
    case "deadline":
      return typeof entry.awaiting === "string" && only("awaiting");
    case "exit": {
      const { process, code, killed } = entry;
      return (process === "adapter" || process === "runner") && (code === null || Number.isInteger(code)) && typeof killed === "boolean" && only("process", "code", "killed");
    }
    default:
      return false;
  }
}
