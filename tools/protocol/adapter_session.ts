import type { JsonValue } from "../json/value.ts";
import type { ErrorCode } from "./codes.ts";
import type { Decoded, Fault } from "./decode.ts";
import type { Message, MessageOf } from "./messages.ts";
import { protocol, senders } from "./messages.ts";
import { createPending } from "./pending.ts";
import { createRecentIds } from "./recent_ids.ts";

/** What an adapter is to do next. */
export type AdapterEffect =
  /** Send `hello_ack` and `capabilities`, and tell the session the id of the latter. */
  | { readonly effect: "greet"; readonly hello: MessageOf<"hello"> }
  /** Send an `error`. */
  | { readonly effect: "refuse"; readonly code: ErrorCode; readonly message: string; readonly replyTo?: string; readonly details?: JsonValue }
  /** Run the operation, ask `settle`, and send a terminal message. */
  | { readonly effect: "invoke"; readonly message: MessageOf<"invoke"> }
  /** Stop the running invoke, which still gets a terminal message. */
  | { readonly effect: "cancel"; readonly invokeId: string }
  /** Leave with this status once everything is written. */
  | { readonly effect: "exit"; readonly status: number };

export type AdapterPhase = "new" | "greeted" | "ready" | "draining" | "over";

/**
 * An adapter's side of a session: what is received goes in, what to do comes out (docs/specs/ipc-v0.md, chapters 2 to 8). It reads no clock and writes
 * nothing; the same inputs in the same order give the same effects.
 */
export interface AdapterSession {
  readonly phase: () => AdapterPhase;
  /** Invokes without a terminal message. */
  readonly openInvokes: () => number;
  readonly receive: (decoded: Decoded) => readonly AdapterEffect[];
  /** To be called once `capabilities` is sent: the acknowledgement must name it. */
  readonly sentCapabilities: (id: string) => void;
  /** Whether a terminal message may be sent for the invoke; only the first caller is told so. */
  readonly settle: (invokeId: string) => readonly AdapterEffect[] | undefined;
  readonly endOfInput: () => readonly AdapterEffect[];
}

/** `isRunning` tells of ids whose invoke still runs, however long ago it came; without it, ids that come again are known for as long as recent ones are. */
export function createAdapterSession(options: { readonly declares: (operation: string) => boolean; readonly isRunning?: (invokeId: string) => boolean }): AdapterSession {
  let phase: AdapterPhase = "new";
  let capabilitiesId: string | undefined;
  const open = createPending<true>();
  const recent = createRecentIds();

  const outOfPlace = (message: Message, why: string): readonly AdapterEffect[] => [refuse("IPC_STATE", why, message.id)];

  const receiveMessage = (message: Message): readonly AdapterEffect[] => {
    if (recent.seen(message.id) || options.isRunning?.(message.id) === true) {
      return [{ ...refuse("IPC_DUPLICATE_ID", "A message with this id was received before."), details: { id: message.id } }];
    }
    switch (message.type) {
      case "hello":
        if (phase !== "new") return outOfPlace(message, "The session has had its hello.");
        if (!message.payload.protocols.includes(protocol)) {
          phase = "over";
          return [refuse("IPC_PROTO_MISMATCH", `This adapter speaks ${protocol} only.`, message.id), { effect: "exit", status: 1 }];
        }
        phase = "greeted";
        return [{ effect: "greet", hello: message }];
      case "capabilities_ack":
        if (phase !== "greeted" || message.replyTo !== capabilitiesId) return outOfPlace(message, "There are no capabilities to acknowledge by that name.");
        phase = "ready";
        return none;
      case "invoke":
        if (phase !== "ready") return outOfPlace(message, "The handshake is not over: hello, then capabilities_ack, come first.");
        if (!options.declares(message.payload.op)) return [refuse("ADAPTER_NO_SUCH_OP", "The adapter does not declare this operation.", message.id)];
        open.add(message.id, true);
        return [{ effect: "invoke", message }];
      case "cancel":
        // It can cross the terminal message on its way, so one that finds nothing is no mistake.
        return open.has(message.replyTo) ? [{ effect: "cancel", invokeId: message.replyTo }] : none;
      case "error":
        return none;
      case "hello_ack":
      case "capabilities":
      case "result":
      case "progress":
        return outOfPlace(message, `A ${message.type} comes from the ${senders[message.type]}, not to it.`);
    }
  };

  return {
    phase: () => phase,
    openInvokes: () => open.count(),
    receive: (decoded) => {
      if (phase === "over" || phase === "draining") return none;
      if (decoded.kind === "message") return receiveMessage(decoded.message);
      return decoded.kind === "fault" ? [refuseLine(decoded)] : none;
    },
    sentCapabilities: (id) => {
      capabilitiesId = id;
    },
    settle: (invokeId) => {
      if (open.take(invokeId) === undefined) return undefined;
      return phase === "draining" && open.count() === 0 ? leave : none;
    },
    endOfInput: () => {
      if (phase === "over" || phase === "draining") return none;
      phase = "draining";
      return open.count() === 0 ? leave : none;
    },
  };
}

const none: readonly AdapterEffect[] = [];
const leave: readonly AdapterEffect[] = [{ effect: "exit", status: 0 }];

function refuse(code: ErrorCode, message: string, replyTo?: string): Extract<AdapterEffect, { effect: "refuse" }> {
  return { effect: "refuse", code, message, ...(replyTo === undefined ? {} : { replyTo }) };
}

function refuseLine(fault: Fault): AdapterEffect {
  return { ...refuse(fault.code, fault.detail, fault.id), details: { reason: fault.reason, pointer: fault.pointer } };
}
