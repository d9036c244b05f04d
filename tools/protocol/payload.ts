import { isArray, isObject } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { MessageProblem } from "./message_problem.ts";
import { leastMaximumLineBytes } from "./messages.ts";

/** The problem of a payload (schemas/ipc/v0), or of an envelope whose type demands `replyTo`. */
export function checkPayload(type: string, payload: JsonObject, hasReplyTo: boolean): MessageProblem | undefined {
  switch (type) {
    case "result":
      return hasReplyTo ? checkResult(payload) : replyToMissing;
    case "invoke":
      return checkInvoke(payload);
    case "progress":
      return hasReplyTo ? checkProgress(payload) : replyToMissing;
    case "error":
      return checkError(payload);
    case "cancel":
      return hasReplyTo ? optional(payload, "reason", isString, "a string") : replyToMissing;
    case "hello":
      return checkHello(payload);
    case "hello_ack":
      return hasReplyTo ? checkHelloAck(payload) : replyToMissing;
    case "capabilities":
      return checkCapabilities(payload);
    case "capabilities_ack":
      return hasReplyTo ? required(payload, "accepted", isStringList, "a list of strings") : replyToMissing;
    default:
      return { code: "IPC_UNKNOWN_TYPE", reason: "unknown-type", pointer: "/type", detail: "`type` must be one of the nine message types of ipc.v0." };
  }
}

const replyToMissing: MessageProblem = {
  code: "IPC_ENVELOPE_INVALID",
  reason: "missing-field",
  pointer: "/replyTo",
  detail: "`replyTo` must name the message that this one is about.",
};

type Check = (value: JsonValue | undefined) => boolean;

function problem(place: string, expected: string): MessageProblem {
  return {
    code: "IPC_PAYLOAD_INVALID",
    reason: "payload",
    pointer: `/payload/${place}`,
    detail: `\`payload.${place.replaceAll("/", ".")}\` must be ${expected}.`,
  };
}

function required(object: JsonObject, name: string, check: Check, expected: string, within = ""): MessageProblem | undefined {
  return check(object[name]) ? undefined : problem(within + name, expected);
}

function optional(object: JsonObject, name: string, check: Check, expected: string, within = ""): MessageProblem | undefined {
  const value = object[name];
  return value === undefined || check(value) ? undefined : problem(within + name, expected);
}

function checkHello(payload: JsonObject): MessageProblem | undefined {
  return (
    required(payload, "role", (value) => value === "runner", '"runner"') ??
    required(payload, "protocols", isStringList, "a list of strings") ??
    required(payload, "requestedCapabilities", isStringList, "a list of strings") ??
    optional(payload, "session", isObject, "an object") ??
    (isObject(payload.session) ? optional(payload.session, "maxLineBytes", isLimit, limit, "session/") : undefined)
  );
}

function checkHelloAck(payload: JsonObject): MessageProblem | undefined {
  return (
    required(payload, "role", (value) => value === "adapter", '"adapter"') ??
    required(payload, "selected", isFilled, "a string that is not empty") ??
    optional(payload, "maxLineBytes", isLimit, limit)
  );
}

function checkCapabilities(payload: JsonObject): MessageProblem | undefined {
  const { adapter, capabilities } = payload;
  if (!isObject(adapter)) return problem("adapter", "an object");
  const named =
    required(adapter, "name", isFilled, "a string that is not empty", "adapter/") ??
    required(adapter, "version", isFilled, "a string that is not empty", "adapter/");
  if (named !== undefined) return named;
  if (!isArray(capabilities)) return problem("capabilities", "a list");
  for (const [index, capability] of capabilities.entries()) {
    const found = isObject(capability) ? checkCapability(capability, `capabilities/${index}/`) : problem(`capabilities/${index}`, "an object");
    if (found !== undefined) return found;
  }
  return undefined;
}

function checkCapability(capability: JsonObject, within: string): MessageProblem | undefined {
  const { timeouts } = capability;
  return (
    required(capability, "name", isFilled, "a string that is not empty", within) ??
    required(capability, "sideEffects", isSideEffects, "none, filesystem, network or mutable_state", within) ??
    optional(capability, "inputSchema", isSchema, "a JSON Schema: an object or a boolean", within) ??
    optional(capability, "outputSchema", isSchema, "a JSON Schema: an object or a boolean", within) ??
    optional(capability, "timeouts", isObject, "an object", within) ??
    (isObject(timeouts) ? optional(timeouts, "defaultMs", isPositive, milliseconds, `${within}timeouts/`) : undefined) ??
    optional(capability, "progress", isBoolean, "a boolean", within) ??
    optional(capability, "cancellable", isBoolean, "a boolean", within)
  );
}

function checkInvoke(payload: JsonObject): MessageProblem | undefined {
  return (
    required(payload, "op", isFilled, "a string that is not empty") ??
    required(payload, "args", isObject, "an object") ??
    optional(payload, "timeoutMs", isPositive, milliseconds) ??
    optional(payload, "cwd", isString, "a string")
  );
}

function checkResult(payload: JsonObject): MessageProblem | undefined {
  const { ok, data, meta } = payload;
  if (typeof ok !== "boolean") return problem("ok", "a boolean");
  if (ok && data === undefined) return problem("data", "there when ok is true");
  return meta === undefined || isObject(meta) ? undefined : problem("meta", "an object");
}

function checkProgress(payload: JsonObject): MessageProblem | undefined {
  return optional(payload, "message", isString, "a string") ?? optional(payload, "fraction", isFraction, "a number from 0 to 1");
}

function checkError(payload: JsonObject): MessageProblem | undefined {
  return (
    required(payload, "code", isCode, "IPC_, ADAPTER_ or CONTRACT_ and capital letters, digits and underscores") ??
    required(payload, "message", isString, "a string") ??
    required(payload, "retryable", isBoolean, "a boolean")
  );
}

const milliseconds = "a whole number of milliseconds above 0";
const limit = `a whole number of at least ${leastMaximumLineBytes}`;

const isString: Check = (value) => typeof value === "string";
const isFilled: Check = (value) => typeof value === "string" && value !== "";
const isBoolean: Check = (value) => typeof value === "boolean";
const isSchema: Check = (value) => typeof value === "boolean" || isObject(value);
const isPositive: Check = (value) => Number.isInteger(value) && Number(value) >= 1;
const isLimit: Check = (value) => Number.isInteger(value) && Number(value) >= leastMaximumLineBytes;
const isFraction: Check = (value) => typeof value === "number" && value >= 0 && value <= 1;
const isCode: Check = (value) => typeof value === "string" && /^(?:IPC|ADAPTER|CONTRACT)_[A-Z0-9_]+$/.test(value);
const isStringList: Check = (value) => isArray(value) && value.every((item) => typeof item === "string");
const isSideEffects: Check = (value) => value === "none" || value === "filesystem" || value === "network" || value === "mutable_state";
