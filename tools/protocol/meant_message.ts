import { isObject } from "../json/value.ts";
import type { JsonObject } from "../json/value.ts";
import { protocol } from "./messages.ts";
import type { Message } from "./messages.ts";
import { checkPayload } from "./payload.ts";

/**
 * What an adapter meant with an object that is no message, where that is plain from its type and from what it names: the same message without the faults of
 * form. So a line with such a fault still answers what it answers, and only the fault is held against the adapter.
 */
export function meantMessage({ id, type, payload, replyTo }: JsonObject): Message | undefined {
  if (typeof type !== "string") return undefined;
  const names = typeof replyTo === "string";
  const meant = meantPayload(type, isObject(payload) ? payload : {}, names);
  if (meant === undefined) return undefined;
  const message = { v: protocol, id: typeof id === "string" ? id : "", ts: "1970-01-01T00:00:00Z", type, payload: meant, ...(names ? { replyTo } : {}) };
  // Each of its members has the form that its type asks for, but perhaps an id that is too short and the code of an error.
  return message as unknown as Message;
}

function meantPayload(type: string, payload: JsonObject, names: boolean): JsonObject | undefined {
  switch (type) {
    case "hello_ack":
    case "capabilities":
      return checkPayload(type, payload, names) === undefined ? payload : undefined;
    case "result": {
      const { ok, data } = payload;
      const given = data === undefined ? {} : { data };
      return names ? { ok: data !== undefined && ok !== false, ...given } : undefined;
    }
    case "progress":
      return names ? {} : undefined;
    case "error": {
      const isCode = checkPayload(type, { ...payload, message: "", retryable: false }, names) === undefined;
      // Reasons quote the code, so one of another form is not carried on.
      return { code: isCode ? (payload.code ?? "") : "a code of another form", message: "", retryable: payload.retryable === true };
    }
    default:
      return undefined;
  }
}
