import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import type { Capability, ProgressPayload } from "../../../tools/protocol/messages.ts";

/** One operation of an adapter: what it declares, and what it does. */
export type Operation = ImmediateOperation | LastingOperation;

/** One that answers at once. It throws BadInput where it cannot take `args`; whatever else it throws is a failure of the operation. */
export interface ImmediateOperation {
  readonly capability: Capability;
  readonly answer: (args: JsonObject) => JsonValue;
}

/** One that takes its time, and fails as one does that answers at once. Where it works on after it was stopped, it is no longer heard. */
export interface LastingOperation {
  readonly capability: Capability;
  readonly perform: (args: JsonObject, invocation: Invocation) => Promise<JsonValue>;
}

/** A running operation's line to the runner. */
export interface Invocation {
  readonly progress: (payload: ProgressPayload) => void;
  /** Waits that long; throws when the invocation is cancelled or its time is up. */
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** The arguments do not fit the operation; the message says what is expected. */
export class BadInput extends Error {
  override readonly name = "BadInput";
}
