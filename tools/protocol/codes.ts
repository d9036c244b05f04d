/**
 * The error codes of IPC v0 (docs/specs/ipc-v0.md, chapter 7), as data. The first word says whose a code is: `IPC_` protocol and transport,
 * `ADAPTER_` the adapter's own, `CONTRACT_` the runner's and the contract's. Adapters may have further `ADAPTER_` codes of their own.
 */
export const errorCodes = [
  { code: "IPC_MALFORMED", retryable: false, when: "a line is not UTF-8, not I-JSON, no object, or nested deeper than 64 levels" },
  { code: "IPC_LINE_TOO_LONG", retryable: false, when: "a line is longer than the limit" },
  { code: "IPC_ENVELOPE_INVALID", retryable: false, when: "an envelope field is missing, unknown or of the wrong form" },
  { code: "IPC_UNKNOWN_TYPE", retryable: false, when: "the type is none of the nine" },
  { code: "IPC_PAYLOAD_INVALID", retryable: false, when: "the payload does not fit the type" },
  { code: "IPC_DUPLICATE_ID", retryable: false, when: "a message id was used before" },
  { code: "IPC_PROTO_MISMATCH", retryable: false, when: "no protocol in common" },
  { code: "IPC_STATE", retryable: false, when: "a message comes at a point of the session where it cannot be" },
  { code: "ADAPTER_NO_SUCH_OP", retryable: false, when: "the operation is not declared" },
  { code: "ADAPTER_BAD_INPUT", retryable: false, when: "the args do not fit the operation" },
  { code: "ADAPTER_TIMEOUT", retryable: true, when: "the invoke ran longer than its timeoutMs" },
  { code: "ADAPTER_CANCELLED", retryable: false, when: "the invoke was cancelled" },
  { code: "ADAPTER_RESULT_TOO_LARGE", retryable: false, when: "the result would not fit in one line" },
  { code: "ADAPTER_FAILED", retryable: false, when: "the operation failed" },
  { code: "CONTRACT_START_FAILED", retryable: false, when: "the adapter cannot be started" },
  { code: "CONTRACT_TIMEOUT", retryable: true, when: "no answer within the runner's deadline" },
  { code: "CONTRACT_ADAPTER_EXITED", retryable: true, when: "the adapter's output ended before the answer" },
  { code: "CONTRACT_REPLY_MISMATCH", retryable: false, when: "a reply names a message that awaits no reply" },
  { code: "CONTRACT_OP_NOT_DECLARED", retryable: false, when: "the adapter does not declare the operation" },
  { code: "CONTRACT_RESULT_NOT_OK", retryable: false, when: "a result has ok equal to false" },
  { code: "CONTRACT_STRAY_OUTPUT", retryable: false, when: "the adapter wrote something after the session was over, or kept writing" },
] as const;

export type ErrorCode = (typeof errorCodes)[number]["code"];

/** Errors about lines that are no message, or that have the id of another: they name nothing in replyTo. */
export const unaddressedCodes: ReadonlySet<string> = new Set<ErrorCode>(["IPC_MALFORMED", "IPC_LINE_TOO_LONG", "IPC_DUPLICATE_ID"]);

/** Whether the same request may succeed when it is sent again. Unknown codes are not. */
export function isRetryable(code: string): boolean {
  return errorCodes.some((entry) => entry.code === code && entry.retryable);
}
