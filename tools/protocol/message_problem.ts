/** What keeps an object from being a message, in the order of docs/specs/ipc-v0.md, chapter 2: the envelope, the type, the payload. */
export interface MessageProblem {
  readonly code: "IPC_ENVELOPE_INVALID" | "IPC_UNKNOWN_TYPE" | "IPC_PAYLOAD_INVALID";
  readonly reason: "missing-field" | "unknown-field" | "wrong-form" | "unknown-type" | "payload";
  /** RFC 6901 pointer to the value at fault, or to where the missing one would be. */
  readonly pointer: string;
  /** What is expected there, as a sentence. */
  readonly detail: string;
}
