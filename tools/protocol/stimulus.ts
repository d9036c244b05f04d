import { isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { ErrorCode } from "./codes.ts";
import { hasUnknownMember, within } from "./conversation.ts";
import type { Conversation, Line } from "./conversation.ts";
import type { FaultReason } from "./decode.ts";
import { protocol, senders } from "./messages.ts";
import type { MessageOf } from "./messages.ts";

/** Something that the runner wrote and the adapter must react to. */
export type Stimulus = { readonly line: Line } & (
  | { readonly kind: "hello" }
  /** One error is due, with this code; `named` says whether it can name the line. */
  | { readonly kind: "error"; readonly code: ErrorCode; readonly requirement: string; readonly named: boolean }
  /** One terminal message is due. */
  | { readonly kind: "run"; readonly invoke: MessageOf<"invoke"> }
);

/** What an adapter that keeps to docs/specs/ipc-v0.md has to react to, in order. It follows the session as such an adapter would. */
export function stimuliOf(conversation: Conversation): readonly Stimulus[] {
  const { declaration: declared } = conversation;
  const ids = new Set<string>();
  let phase: "new" | "greeted" | "ready" | "over" = "new";
  return conversation.runner.flatMap((line): Stimulus[] => {
    if (phase === "over") return [];
    const { message, fault } = line;
    if (fault !== undefined) {
      const requirement = faultRequirements[fault.reason];
      return requirement === undefined ? [] : [{ line, kind: "error", code: fault.code, requirement, named: line.id !== undefined }];
    }
    if (message === undefined) return [];
    if (ids.has(message.id)) return [{ line, kind: "error", code: "IPC_DUPLICATE_ID", requirement: "IPC-EN-010", named: false }];
    ids.add(message.id);
    const outOfPlace = (requirement: string): Stimulus[] => [{ line, kind: "error", code: "IPC_STATE", requirement, named: true }];
    switch (message.type) {
      case "hello":
        if (phase !== "new") return outOfPlace("IPC-HS-007");
        if (!message.payload.protocols.includes(protocol)) {
          phase = "over";
          return [{ line, kind: "error", code: "IPC_PROTO_MISMATCH", requirement: "IPC-HS-003", named: true }];
        }
        phase = "greeted";
        return [{ line, kind: "hello" }];
      case "capabilities_ack":
        if (message.replyTo === declared?.id) phase = "ready";
        return [];
      case "invoke":
        if (phase === "new") return outOfPlace("IPC-HS-005");
        if (phase === "greeted") return outOfPlace("IPC-HS-008");
        if (declared?.operations.has(message.payload.op) === false) {
          return [{ line, kind: "error", code: "ADAPTER_NO_SUCH_OP", requirement: "IPC-INV-005", named: true }];
        }
        if (cannotTake(message.payload.op, message.payload.args)) return [{ line, kind: "error", code: "ADAPTER_BAD_INPUT", requirement: "IPC-INV-006", named: true }];
        return [{ line, kind: "run", invoke: message }];
      case "hello_ack":
      case "capabilities":
      case "result":
      case "progress":
        return outOfPlace("IPC-HS-009");
      case "cancel":
      case "error":
        return [];
    }
  });
}

/** Which requirement speaks of which fault. Of a number out of range none does. */
const faultRequirements: Readonly<Partial<Record<FaultReason, string>>> = {
  "not-json": "IPC-TR-009",
  "not-utf8": "IPC-TR-010",
  "byte-order-mark": "IPC-TR-010",
  "not-object": "IPC-TR-011",
  "duplicate-name": "IPC-TR-012",
  "unpaired-surrogate": "IPC-TR-013",
  "too-deep": "IPC-LIM-004",
  "too-long": "IPC-LIM-002",
  "missing-field": "IPC-EN-007",
  "unknown-field": "IPC-EN-007",
  "wrong-form": "IPC-EN-007",
  "unknown-type": "IPC-EN-008",
  payload: "IPC-EN-009",
};

/** Of the operations that the specification describes, whether these are no arguments for one. Of others that cannot be known. */
function cannotTake(op: string, args: JsonObject): boolean {
  if (op !== "text.caps" && op !== "text.stream") return false;
  return typeof args.text !== "string" || (op === "text.stream" && !(isWhole(args.steps ?? 4, 1, 1000) && isWhole(args.stepMs ?? 0, 0, 60_000)));
}

function isWhole(value: JsonValue, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

/** How long an invoke of `text.stream` runs, in milliseconds; undefined for other operations. */
export function streamDuration(invoke: MessageOf<"invoke">): number | undefined {
  if (invoke.payload.op !== "text.stream") return undefined;
  const { steps = 4, stepMs = 0 } = invoke.payload.args;
  return typeof steps === "number" && typeof stepMs === "number" ? steps * stepMs : undefined;
}

/** What is unusual about a message, and the requirement that says it is taken all the same. */
export function peculiarities(line: Line): readonly string[] {
  const { message, members } = line;
  if (message === undefined || members === undefined) return [];
  const { payload } = members;
  const found: string[] = [];
  if (line.ending === "crlf") found.push("IPC-TR-006");
  if (line.ending === "none") found.push("IPC-TR-008");
  if (payload !== undefined && within(payload, isUncommonData)) found.push("IPC-TR-014");
  if (message.trace !== undefined || (senders[message.type] === "runner" && hasUnknownMember(line))) found.push("IPC-EN-011");
  return found;
}

function isUncommonData(inner: JsonValue): boolean {
  if (typeof inner === "number") return Number.isInteger(inner) && !Number.isSafeInteger(inner);
  if (!isObject(inner)) return false;
  return Object.hasOwn(inner, "__proto__") || Object.hasOwn(inner, "constructor");
}
