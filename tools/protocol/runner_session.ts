import type { ErrorCode } from "./codes.ts";
import type { Decoded, FaultReason } from "./decode.ts";
import type { Message, MessageOf } from "./messages.ts";
import { defaultMaximumLineBytes, protocol } from "./messages.ts";
import { createPending } from "./pending.ts";
import { createRecentIds } from "./recent_ids.ts";

/** Something that the adapter must not do, and the requirement that forbids it to be accepted. */
export interface Violation {
  readonly effect: "violation";
  readonly requirement: string;
  readonly code: ErrorCode;
  readonly message: string;
}

/** What a message of the adapter means to the runner. */
export type RunnerEffect =
  /** The protocol is selected. `maximumLineBytes` is the longest line that the adapter takes. */
  | { readonly effect: "greeted"; readonly message: MessageOf<"hello_ack">; readonly maximumLineBytes: number }
  /** Answer with `capabilities_ack`. */
  | { readonly effect: "declared"; readonly message: MessageOf<"capabilities"> }
  | { readonly effect: "settled"; readonly invokeId: string; readonly message: MessageOf<"result"> | MessageOf<"error"> }
  | { readonly effect: "progress"; readonly invokeId: string; readonly message: MessageOf<"progress"> }
  /** The adapter refused the hello or another message, or reported something that no message caused. The session is over. */
  | { readonly effect: "refused"; readonly message: MessageOf<"error"> }
  | Violation;

export type RunnerPhase = "new" | "hello-sent" | "greeted" | "declared" | "ready" | "over";

/**
 * A runner's side of a session: what is sent and received goes in, what it means comes out (docs/specs/ipc-v0.md). It reads no clock and writes nothing;
 * the same inputs in the same order give the same effects. After a violation or a refusal the session is over and every further line is passed over.
 */
export interface RunnerSession {
  readonly phase: () => RunnerPhase;
  /** Invokes without a terminal message. */
  readonly openInvokes: () => number;
  /** To be told every message that the runner sends. */
  readonly sent: (message: Message) => void;
  readonly receive: (decoded: Decoded) => RunnerEffect | undefined;
  readonly endOfOutput: () => Violation | undefined;
}

export function createRunnerSession(): RunnerSession {
  let phase: RunnerPhase = "new";
  let helloId: string | undefined;
  let capabilitiesId: string | undefined;
  const open = createPending<string>();
  const recent = createRecentIds();

  const violation = (requirement: string, code: ErrorCode, message: string): Violation => {
    phase = "over";
    return { effect: "violation", requirement, code, message };
  };
  const refused = (message: MessageOf<"error">): RunnerEffect => {
    phase = "over";
    return { effect: "refused", message };
  };

  const receiveMessage = (message: Message): RunnerEffect => {
    if (recent.seen(message.id)) return violation("IPC-EN-104", "IPC_DUPLICATE_ID", "The adapter used a message id twice.");
    switch (message.type) {
      case "hello_ack":
        if (phase !== "hello-sent") return violation("IPC-EN-102", "IPC_STATE", "The adapter sent a hello_ack that no hello awaits.");
        if (message.replyTo !== helloId) return violation("IPC-HS-105", "CONTRACT_REPLY_MISMATCH", "The adapter's hello_ack does not name the hello.");
        if (message.payload.selected !== protocol) {
          return violation("IPC-HS-106", "IPC_PROTO_MISMATCH", "The adapter selected a protocol that was not offered.");
        }
        phase = "greeted";
        return { effect: "greeted", message, maximumLineBytes: message.payload.maxLineBytes ?? defaultMaximumLineBytes };
      case "capabilities":
        if (phase !== "greeted") return violation("IPC-EN-102", "IPC_STATE", "The adapter sent capabilities where none are due.");
        phase = "declared";
        capabilitiesId = message.id;
        return { effect: "declared", message };
      case "result":
        return settle(message, message.replyTo);
      case "error":
        if (message.replyTo !== undefined && (open.has(message.replyTo) || phase === "ready")) return settle(message, message.replyTo);
        return refused(message);
      case "progress":
        if (!open.has(message.replyTo)) return violation("IPC-CP-102", "CONTRACT_REPLY_MISMATCH", "The adapter sent progress on no running invoke.");
        return { effect: "progress", invokeId: message.replyTo, message };
      case "hello":
      case "capabilities_ack":
      case "invoke":
      case "cancel":
        return violation("IPC-EN-102", "IPC_STATE", `The adapter sent a ${message.type}, which only a runner sends.`);
    }
  };

  const settle = (message: MessageOf<"result"> | MessageOf<"error">, replyTo: string): RunnerEffect => {
    // The id as it was sent: who looks for it next compares a string with itself.
    const invokeId = open.take(replyTo);
    if (invokeId === undefined) {
      return violation("IPC-INV-103", "CONTRACT_REPLY_MISMATCH", "The adapter answered something that awaits no answer.");
    }
    return { effect: "settled", invokeId, message };
  };

  return {
    phase: () => phase,
    openInvokes: () => open.count(),
    sent: (message) => {
      if (message.type === "hello") {
        phase = "hello-sent";
        helloId = message.id;
      } else if (message.type === "capabilities_ack" && message.replyTo === capabilitiesId && phase === "declared") phase = "ready";
      else if (message.type === "invoke") open.add(message.id, message.id);
    },
    receive: (decoded) => {
      if (phase === "over" || decoded.kind === "blank") return undefined;
      if (decoded.kind === "message") return receiveMessage(decoded.message);
      return violation(faultRequirement(decoded.reason), decoded.code, decoded.detail);
    },
    endOfOutput: () => {
      if (phase === "over" || (phase === "ready" && open.count() === 0)) return undefined;
      return violation("IPC-LC-105", "CONTRACT_ADAPTER_EXITED", "The adapter's output ended before the answer.");
    },
  };
}

/** The requirement that forbids a runner to take a line with such a fault. A line that is no JSON at all is told from one that is not UTF-8 or not I-JSON. */
export function faultRequirement(reason: FaultReason): string {
  switch (reason) {
    case "too-long":
      return "IPC-LIM-102";
    case "not-json":
    case "not-object":
      return "IPC-TR-104";
    case "payload":
      return "IPC-EN-103";
    case "missing-field":
    case "unknown-field":
    case "wrong-form":
    case "unknown-type":
      return "IPC-EN-102";
    default:
      return "IPC-TR-105";
  }
}
