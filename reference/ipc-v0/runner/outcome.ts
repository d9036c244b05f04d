import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import { isRetryable, type ErrorCode } from "../../../tools/protocol/codes.ts";
import type { Decoded, Fault } from "../../../tools/protocol/decode.ts";
import { checkMessage } from "../../../tools/protocol/envelope.ts";
import type { ErrorPayload, Message, MessageOf } from "../../../tools/protocol/messages.ts";
import { createRunnerSession, type RunnerEffect } from "../../../tools/protocol/runner_session.ts";
import type { EventEntry, FaultEntry, TranscriptEntry } from "../../../tools/protocol/transcript.ts";

/** How a run ended: the data of the result, or why there is none. */
export type Outcome = { readonly ok: true; readonly data: JsonValue } | { readonly ok: false; readonly error: ErrorPayload };

/**
 * How the run that `entries` record ended. It follows from the transcript alone, so that whoever holds the transcript can check the receipt, and so that
 * no id, clock or path of one run can be in it. The first thing that went wrong is the one that counts, also after an ok result.
 */
export function outcomeOf(entries: readonly TranscriptEntry[], operation: string): Outcome {
  const session = createRunnerSession();
  let answer: Outcome | undefined;
  let declared = false;
  let invoked = false;
  for (const entry of entries) {
    if ("event" in entry) {
      // A runner that closes the input before it invoked, though it could have, had nothing that the adapter takes.
      if (entry.event === "end-of-input" && declared && !invoked) answer ??= failed("IPC_LINE_TOO_LONG", "The invocation does not fit in a line that the adapter takes.");
      const failure = eventFailure(entry, session.endOfOutput, session.openInvokes() > 0 || answer === undefined);
      if (failure !== undefined) return failure;
      continue;
    }
    if (entry.from === "runner") {
      const message = wellFormedMessage(entry);
      if (message !== undefined) session.sent(message);
      if (message?.type === "invoke") invoked = true;
      continue;
    }
    const effect = session.receive(asDecoded(entry));
    if (effect === undefined) continue;
    if (effect.effect === "violation") return failed(effect.code, "fault" in entry ? faultMessages[entry.fault.reason] : effect.message, entry);
    if (effect.effect === "refused") return { ok: false, error: effect.message.payload };
    if (effect.effect === "settled") answer = answerOf(effect.message);
    if (effect.effect === "declared") {
      declared = true;
      if (!declares(effect, operation)) answer = failed("CONTRACT_OP_NOT_DECLARED", "The adapter does not declare the operation.");
    }
  }
  return answer ?? failed("CONTRACT_ADAPTER_EXITED", "The session ended before the answer.");
}

type EndOfOutput = ReturnType<typeof createRunnerSession>["endOfOutput"];

function eventFailure(entry: EventEntry, endOfOutput: EndOfOutput, isWaiting: boolean): Outcome | undefined {
  switch (entry.event) {
    case "spawn-failed":
      return failed("CONTRACT_START_FAILED", "The adapter could not be started.");
    case "deadline":
      if (entry.awaiting === "reply") return failed("CONTRACT_TIMEOUT", "The adapter did not answer within the deadline.");
      if (entry.awaiting === "end-of-output") return failed("CONTRACT_STRAY_OUTPUT", "The adapter kept writing.");
      return undefined;
    case "end-of-output": {
      const violation = isWaiting ? endOfOutput() : undefined;
      return violation === undefined ? undefined : failed(violation.code, violation.message);
    }
    case "exit":
      return isWaiting ? failed("CONTRACT_ADAPTER_EXITED", "The adapter ended before the answer.") : undefined;
    case "end-of-input":
      return undefined;
  }
}

function answerOf({ type, payload }: MessageOf<"result"> | MessageOf<"error">): Outcome {
  if (type === "error") return { ok: false, error: payload };
  if (payload.ok) return { ok: true, data: payload.data ?? null };
  const failure = failed("CONTRACT_RESULT_NOT_OK", "The adapter answered with a result that is not ok.");
  return payload.data === undefined || failure.ok ? failure : { ok: false, error: { ...failure.error, details: { data: payload.data } } };
}

function declares({ message }: Extract<RunnerEffect, { effect: "declared" }>, operation: string): boolean {
  return message.payload.capabilities.some(({ name }) => name === operation);
}

function failed(code: ErrorCode, message: string, entry?: TranscriptEntry): Outcome {
  const details = entry === undefined ? {} : { details: { entry: entry.n, ...("fault" in entry ? { reason: entry.fault.reason, pointer: entry.fault.pointer } : {}) } };
  return { ok: false, error: { code, message, retryable: isRetryable(code), ...details } };
}

/** The message of an entry that holds one. A transcript that was changed, or a secret that is a word of the protocol, can leave one that is none. */
export function wellFormedMessage(entry: TranscriptEntry): Message | undefined {
  return "message" in entry && checkMessage(entry.message as unknown as JsonObject) === undefined ? entry.message : undefined;
}

function asDecoded(entry: Exclude<TranscriptEntry, EventEntry>): Decoded {
  const ending = entry.ending ?? "lf";
  if ("blank" in entry) return { kind: "blank", ending };
  const message = wellFormedMessage(entry);
  if (message !== undefined) return { kind: "message", message, ending };
  const fault: FaultEntry["fault"] = "fault" in entry ? entry.fault : { code: "IPC_PAYLOAD_INVALID", reason: "payload", pointer: "" };
  return { kind: "fault", ...fault, detail: faultMessages[fault.reason], bytes: new Uint8Array(), byteLength: 0, ending };
}

const faultMessages: Readonly<Record<Fault["reason"], string>> = {
  "too-long": "The adapter wrote a line over the limit.",
  "not-utf8": "The adapter wrote a line that is not UTF-8.",
  "byte-order-mark": "The adapter wrote a line that starts with a byte-order mark.",
  "not-json": "The adapter wrote a line that is not JSON.",
  "not-object": "The adapter wrote a line that is JSON but no object.",
  "duplicate-name": "The adapter wrote an object with two members of one name.",
  "unpaired-surrogate": "The adapter wrote a string with an unpaired surrogate.",
  "number-range": "The adapter wrote a number beyond the range of a double.",
  "too-deep": "The adapter wrote a line that nests too deep.",
  "missing-field": "The adapter wrote a message that lacks a field.",
  "unknown-field": "The adapter wrote a message with an unknown field.",
  "wrong-form": "The adapter wrote a message with a field of the wrong form.",
  "unknown-type": "The adapter wrote a message of an unknown type.",
  payload: "The adapter wrote a message whose payload does not fit its type.",
};
