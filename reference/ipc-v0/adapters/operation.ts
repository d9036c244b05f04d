import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import type { Capability, ProgressPayload } from "../../../tools/protocol/messages.ts";

/** One operation of an adapter: what it declares, and what it does. */
export interface Operation {
  readonly capability: Capability;
  /**
   * Returns the data of the result, at once or later. Throws BadInput where it cannot take `args`; whatever else it throws is a failure of the
   * operation. One that works on after it was stopped is no longer heard.
   */
  readonly run: (args: JsonObject, invocation: Invocation) => JsonValue | Promise<JsonValue>;
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
