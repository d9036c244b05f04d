/** The messages of IPC v0 (docs/specs/ipc-v0.md, chapter 2). What is written here is what schemas/ipc/v0 accepts. */
import type { JsonObject, JsonValue } from "../json/value.ts";

export const protocol = "ipc.v0";

/** The longest line, in bytes without the line feed, where the receiver announces no other limit (chapter 9). */
export const defaultMaximumLineBytes = 1_048_576;

/** The smallest limit that a receiver can announce (chapter 9). */
export const leastMaximumLineBytes = 4096;

/** How deep arrays and objects nest at most, the envelope being the first level (chapter 9). */
export const maximumDepth = 64;

/** The shortest message id, in characters. */
export const leastIdLength = 8;

export type Side = "runner" | "adapter";

export interface Trace {
  readonly traceId?: string;
  readonly spanId?: string;
  readonly parentSpanId?: string;
}

export interface HelloPayload {
  readonly role: "runner";
  readonly protocols: readonly string[];
  readonly requestedCapabilities: readonly string[];
  readonly session?: { readonly maxLineBytes?: number; readonly [member: string]: JsonValue | undefined };
}

export interface HelloAckPayload {
  readonly role: "adapter";
  readonly selected: string;
  readonly maxLineBytes?: number;
}

export type SideEffects = "none" | "filesystem" | "network" | "mutable_state";

/** One operation of an adapter. */
export interface Capability {
  readonly name: string;
  readonly sideEffects: SideEffects;
  readonly inputSchema?: JsonObject | boolean;
  readonly outputSchema?: JsonObject | boolean;
  /** In milliseconds. */
  readonly timeouts?: { readonly defaultMs?: number };
  readonly progress?: boolean;
  readonly cancellable?: boolean;
}

export interface CapabilitiesPayload {
  readonly adapter: { readonly name: string; readonly version: string };
  readonly capabilities: readonly Capability[];
}

export interface CapabilitiesAckPayload {
  readonly accepted: readonly string[];
}

export interface InvokePayload {
  readonly op: string;
  readonly args: JsonObject;
  /** In milliseconds, counted from the arrival of the message. */
  readonly timeoutMs?: number;
  readonly cwd?: string;
}

export interface ResultPayload {
  readonly ok: boolean;
  /** Present when `ok` is true. */
  readonly data?: JsonValue;
  readonly meta?: JsonObject;
}

export interface ProgressPayload {
  readonly message?: string;
  /** From 0 to 1. */
  readonly fraction?: number;
}

export interface CancelPayload {
  readonly reason?: string;
}

export interface ErrorPayload {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly details?: JsonValue;
}

export interface Payloads {
  readonly hello: HelloPayload;
  readonly hello_ack: HelloAckPayload;
  readonly capabilities: CapabilitiesPayload;
  readonly capabilities_ack: CapabilitiesAckPayload;
  readonly invoke: InvokePayload;
  readonly result: ResultPayload;
  readonly progress: ProgressPayload;
  readonly cancel: CancelPayload;
  readonly error: ErrorPayload;
}

export type MessageType = keyof Payloads;

/** The types whose messages always name, in `replyTo`, what they answer or are about. */
export type ReplyType = "hello_ack" | "capabilities_ack" | "result" | "progress" | "cancel";

/** A message of one type. */
export type MessageOf<Type extends MessageType> = {
  readonly v: typeof protocol;
  readonly id: string;
  /** RFC 3339. */
  readonly ts: string;
  readonly type: Type;
  readonly payload: Payloads[Type];
  readonly trace?: Trace;
} & (Type extends ReplyType ? { readonly replyTo: string } : { readonly replyTo?: string });

/** Any message. `switch (message.type)` narrows it. */
export type Message = { readonly [Type in MessageType]: MessageOf<Type> }[MessageType];

/** Who sends messages of a type. */
export const senders: Readonly<Record<MessageType, Side | "either">> = {
  hello: "runner",
  hello_ack: "adapter",
  capabilities: "adapter",
  capabilities_ack: "runner",
  invoke: "runner",
  result: "adapter",
  progress: "adapter",
  cancel: "runner",
  error: "either",
};

/** The members that the payloads of a type may have; those of progress and cancel may have any. */
export const payloadMembers: { readonly [Type in MessageType]?: readonly (keyof Payloads[Type])[] } = {
  hello: ["role", "protocols", "requestedCapabilities", "session"],
  hello_ack: ["role", "selected", "maxLineBytes"],
  capabilities: ["adapter", "capabilities"],
  capabilities_ack: ["accepted"],
  invoke: ["op", "args", "timeoutMs", "cwd"],
  result: ["ok", "data", "meta"],
  error: ["code", "message", "retryable", "details"],
};

export const messageTypes = Object.keys(senders) as readonly MessageType[];
