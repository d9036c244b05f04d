import { childPointer } from "../json/pointer.ts";
import { isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { MessageProblem } from "./message_problem.ts";
import { leastIdLength, protocol } from "./messages.ts";
import { checkPayload } from "./payload.ts";
import { isTimestamp } from "./timestamp.ts";

/**
 * Undefined where `value` is a message, the first problem otherwise. It accepts what schemas/ipc/v0/message.schema.json accepts, written by hand
 * since every message of every session passes here. `value` must come from `JSON.parse`.
 */
export function checkMessage(value: JsonObject): MessageProblem | undefined {
  const { v, id, ts, type, payload, replyTo, trace } = value;
  if (v !== protocol) return envelopeProblem(v, "v", `\`v\` must be ${protocol}.`);
  if (typeof id !== "string" || !isLongEnough(id)) return envelopeProblem(id, "id", `\`id\` must be a string of at least ${leastIdLength} characters.`);
  if (typeof ts !== "string" || !isTimestamp(ts)) return envelopeProblem(ts, "ts", "`ts` must be an RFC 3339 date and time.");
  if (typeof type !== "string") return envelopeProblem(type, "type", "`type` must be a string.");
  if (!isObject(payload)) return envelopeProblem(payload, "payload", "`payload` must be an object.");
  let expected = 5;
  if (replyTo !== undefined) {
    if (typeof replyTo !== "string") return envelopeProblem(replyTo, "replyTo", "`replyTo` must be a string.");
    expected += 1;
  }
  if (trace !== undefined) {
    const problem = checkTrace(trace);
    if (problem !== undefined) return problem;
    expected += 1;
  }
  let members = 0;
  for (const _ in value) members += 1;
  if (members !== expected) return unknownField(value, "", envelopeFields);
  return checkPayload(type, payload, replyTo !== undefined);
}

const envelopeFields: ReadonlySet<string> = new Set(["v", "id", "ts", "type", "payload", "replyTo", "trace"]);
const traceFields: ReadonlySet<string> = new Set(["traceId", "spanId", "parentSpanId"]);

/** JSON Schema counts code points, not code units. */
function isLongEnough(id: string): boolean {
  return id.length >= leastIdLength && (id.length >= 2 * leastIdLength || Array.from(id).length >= leastIdLength);
}

function envelopeProblem(value: JsonValue | undefined, field: string, detail: string): MessageProblem {
  return { code: "IPC_ENVELOPE_INVALID", reason: value === undefined ? "missing-field" : "wrong-form", pointer: `/${field}`, detail };
}

function checkTrace(trace: JsonValue): MessageProblem | undefined {
  if (!isObject(trace)) return envelopeProblem(trace, "trace", "`trace` must be an object.");
  for (const key of Object.keys(trace)) {
    if (!traceFields.has(key)) return unknownField(trace, "/trace", traceFields);
    if (typeof trace[key] !== "string") return envelopeProblem(trace, `trace/${key}`, `\`trace.${key}\` must be a string.`);
  }
  return undefined;
}

function unknownField(value: JsonObject, pointer: string, known: ReadonlySet<string>): MessageProblem {
  const field = Object.keys(value).find((key) => !known.has(key)) ?? "";
  return {
    code: "IPC_ENVELOPE_INVALID",
    reason: "unknown-field",
    pointer: childPointer(pointer, field),
    detail: `The fields here are ${Array.from(known).join(", ")}, and no other.`,
  };
}
