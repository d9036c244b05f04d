import type { JsonObject } from "../../../tools/json/value.ts";
import { isObject } from "../../../tools/json/value.ts";
import type { Decoded, FaultReason } from "../../../tools/protocol/decode.ts";
import type { AdapterHabits, Moment } from "./adapter_peer.ts";

/** An adapter that breaks exactly one requirement. */
export interface AdapterMutant {
  readonly requirement: string;
  /** What it does, as the end of a sentence that begins with "An adapter that". */
  readonly habit: string;
  /** The reason that the verdict must give. */
  readonly reason: string;
  /** New for each session, since some of them remember. */
  readonly habits: () => AdapterHabits;
}

export const adapterMutants: readonly AdapterMutant[] = [
  mutant("IPC-TR-001", "writes a banner to standard output", "A line is not JSON.", () => ({ write: besides("hello_ack", () => ["text adapter 1.0"]) })),
  mutant("IPC-TR-002", "ends lines as Windows does", "A line ends in a carriage return and a line feed.", () => ({ lineEnd: "\r\n" })),
  mutant("IPC-TR-003", "writes a line in Latin-1", "A line is not UTF-8.", () => ({ write: besides("hello_ack", () => [Buffer.from('{"note":"stra\u00dfe"}', "latin1")]) })),
  mutant("IPC-TR-004", "passes over pieces of a few bytes", "No answer to the invoke came.", () => ({ cut: (chunk) => (chunk.length < 8 && !chunk.includes(0x0a) ? [] : [chunk]) })),
  mutant("IPC-TR-005", "loses the last of three messages in one piece", "No answer to the invokes came.", () => ({ cut: withoutThird })),
  mutant("IPC-TR-006", "passes over lines that end in a carriage return", "No answer to the invoke came.", () => ({ take: passOver((decoded) => decoded.kind === "message" && decoded.ending === "crlf") })),
  mutant("IPC-TR-007", "takes a blank line for a broken one", "An error IPC_MALFORMED came before the answer to the next invoke.", () => ({ take: (decoded) => (decoded.kind === "blank" ? notJson : decoded) })),
  mutant("IPC-TR-008", "drops a last line without a line feed", "The output ended and no answer to the last invoke had come.", () => ({ take: passOver((decoded) => decoded.ending === "none") })),
  mutant("IPC-TR-009", "passes over lines that are not JSON", "It was not answered with IPC_MALFORMED.", () => ({ take: passOverFaults("not-json") })),
  mutant("IPC-TR-010", "passes over lines that are not UTF-8", "It was not answered with IPC_MALFORMED.", () => ({ take: passOverFaults("not-utf8", "byte-order-mark") })),
  mutant("IPC-TR-011", "passes over JSON that is no object", "It was not answered with IPC_MALFORMED.", () => ({ take: passOverFaults("not-object") })),
  mutant("IPC-TR-012", "passes over objects that repeat a member", "It was not answered with IPC_MALFORMED.", () => ({ take: passOverFaults("duplicate-name") })),
  mutant("IPC-TR-013", "passes over unpaired surrogates", "It was not answered with IPC_MALFORMED.", () => ({ take: passOverFaults("unpaired-surrogate") })),
  mutant("IPC-TR-014", "passes over messages with a member named constructor", "No error ADAPTER_NO_SUCH_OP to the invoke came.", () => ({ take: passOver((decoded) => decoded.kind === "message" && JSON.stringify(decoded.message.payload).includes('"constructor"')) })),

  mutant("IPC-EN-001", "reports progress under another protocol", "The envelope is invalid at /v.", () => ({ write: firstProgress((message) => ({ ...message, v: "ipc.v1" })) })),
  mutant("IPC-EN-002", "reports progress with a short id", "The envelope is invalid at /id.", () => ({ write: firstProgress((message) => ({ ...message, id: "p1" })) })),
  mutant("IPC-EN-003", "reports progress with an id it has used", "The adapter used a message id twice.", () => ({ write: firstProgress((message, { earlierIds }) => ({ ...message, id: earlierIds[0] ?? "" })) })),
  mutant("IPC-EN-004", "reports progress with a time of its own form", "The envelope is invalid at /ts.", () => ({ write: firstProgress((message) => ({ ...message, ts: "12:30" })) })),
  mutant("IPC-EN-005", "sends messages of a type of its own", "The envelope is invalid at /type.", () => ({ write: besides("hello_ack", ({ newId }) => [message(newId(), "notice", {})]) })),
  mutant("IPC-EN-006", "adds a field to the envelope of progress", "The envelope is invalid at /level.", () => ({ write: firstProgress((message) => ({ ...message, level: "info" })) })),
  mutant("IPC-EN-007", "passes over messages with a broken envelope", "It was not answered with IPC_ENVELOPE_INVALID.", () => ({ take: passOverFaults("missing-field", "unknown-field", "wrong-form") })),
  mutant("IPC-EN-008", "passes over messages of unknown types", "It was not answered with IPC_UNKNOWN_TYPE.", () => ({ take: passOverFaults("unknown-type") })),
  mutant("IPC-EN-009", "passes over payloads that do not fit", "It was not answered with IPC_PAYLOAD_INVALID.", () => ({ take: passOverFaults("payload") })),
  mutant("IPC-EN-010", "passes over messages with a repeated id", "It was not answered with IPC_DUPLICATE_ID.", () => ({ write: withoutError("IPC_DUPLICATE_ID") })),
  mutant("IPC-EN-011", "passes over messages with a trace", "No error ADAPTER_NO_SUCH_OP to the invoke came.", () => ({ take: passOver((decoded) => decoded.kind === "message" && decoded.message.trace !== undefined) })),

  mutant("IPC-HS-001", "answers hello without naming it", "The hello_ack names another message in replyTo.", () => ({ write: instead("hello_ack", (message) => ({ ...message, replyTo: "another-hello" })) })),
  mutant("IPC-HS-002", "selects a protocol of its own", "The hello_ack selects a protocol that was not offered.", () => ({ write: instead("hello_ack", (message) => ({ ...message, payload: { role: "adapter", selected: "ipc.v1" } })) })),
  mutant("IPC-HS-003", "refuses an unknown protocol with another code", "It was answered with ADAPTER_FAILED, not with IPC_PROTO_MISMATCH.", () => ({ write: recoded("IPC_PROTO_MISMATCH", "ADAPTER_FAILED") })),
  mutant("IPC-HS-004", "exits with status 0 after a mismatch", "The adapter exited with status 0.", () => ({ leave: (status) => (status === 1 ? 0 : status) })),
  mutant("IPC-HS-005", "answers an invoke before hello as if it came too early for something else", "It was answered with ADAPTER_FAILED, not with IPC_STATE.", () => ({ write: beforeHello() })),
  mutant("IPC-HS-006", "waits for the end of input after a mismatch", "The adapter did not exit in time.", () => ({ leave: (status) => (status === 1 ? "at-end" : status) })),
  mutant("IPC-HS-007", "passes over a second hello", "It was not answered with IPC_STATE.", () => ({ take: once("hello") })),
  mutant("IPC-HS-008", "answers an invoke before capabilities_ack as an unknown operation", "It was answered with ADAPTER_NO_SUCH_OP, not with IPC_STATE.", () => ({ write: beforeAcknowledgement() })),
  mutant("IPC-HS-009", "passes over messages that only adapters send", "It was not answered with IPC_STATE.", () => ({ take: passOver((decoded) => decoded.kind === "message" && ["hello_ack", "capabilities", "result", "progress"].includes(decoded.message.type)) })),
  mutant("IPC-HS-010", "speaks first where nothing comes", "The adapter wrote before it had read a line.", () => ({ impatience: { type: "error", payload: { code: "ADAPTER_FAILED", message: "Is anybody there?", retryable: true } } })),

  mutant("IPC-CAP-001", "sends its capabilities twice", "The adapter sent capabilities twice.", () => ({ write: besides("capabilities", ({ newId }, sent) => [{ ...sent, id: newId() }]) })),
  mutant("IPC-CAP-002", "has no version", "The payload of capabilities is invalid at /payload/adapter/version.", () => ({ write: instead("capabilities", (sent) => ({ ...sent, payload: { ...payloadOf(sent), adapter: { name: "mutant", version: "" } } })) })),
  mutant("IPC-CAP-003", "has side effects of its own kind", "The payload of capabilities is invalid at /payload/capabilities/2/sideEffects.", () => ({ capabilities: (known) => [...known.map(asJson), { name: "text.print", sideEffects: "printer", timeouts: { defaultMs: 1000 } }] })),
  mutant("IPC-CAP-004", "does not say how long an operation takes", "A capability has no timeouts.defaultMs.", () => ({ capabilities: (known) => [...known.map(asJson), { name: "text.wait", sideEffects: "none" }] })),
  mutant("IPC-CAP-005", "declares an operation twice", "Two capabilities have one name.", () => ({ capabilities: (known) => [...known, ...known].map(asJson) })),
  mutant("IPC-CAP-006", "declares a schema that is none", "A declared schema is no JSON Schema.", () => ({ capabilities: (known) => [...known.map(asJson), { name: "text.count", sideEffects: "none", timeouts: { defaultMs: 1000 }, inputSchema: { type: "text" } }] })),

  mutant("IPC-INV-001", "does not answer an operation with a long name", "No answer to the invoke came.", () => ({ write: (sent, { operation = "" }) => (operation.length > 100 ? [] : [sent]) })),
  mutant("IPC-INV-002", "answers an operation with a long name twice", "The invoke has a second terminal message.", () => ({ write: (sent, { operation = "", newId }) => (operation.length > 100 ? [sent, { ...sent, id: newId() }] : [sent]) })),
  mutant("IPC-INV-003", "sends a result that names nothing it was asked for", "A result names no invoke of the runner in replyTo.", () => ({ write: afterStream(({ newId }) => ({ ...message(newId(), "result", { ok: true, data: {} }), replyTo: "another-invoke" })) })),
  mutant("IPC-INV-004", "sends a result that does not say whether it is ok", "The payload of a result is invalid at /payload/ok.", () => ({ write: (sent, { operation }) => [sent.type === "result" && operation === "text.stream" ? { ...sent, payload: { data: payloadOf(sent).data ?? null } } : sent] })),
  mutant("IPC-INV-005", "takes every name that begins with text. for one of its own", "It was answered with ADAPTER_BAD_INPUT, not with ADAPTER_NO_SUCH_OP.", () => ({ write: (sent, { operation = "" }) => [operation.startsWith("text.") ? withCode(sent, "ADAPTER_NO_SUCH_OP", "ADAPTER_BAD_INPUT") : sent] })),
  mutant("IPC-INV-006", "takes a number for a text", "It was answered with a result, not with ADAPTER_BAD_INPUT.", () => ({ accepts: (args, accepted) => accepted || typeof args.text === "number" })),
  mutant("IPC-INV-007", "returns something for an empty text", "text.caps did not return the text in upper case.", () => ({ answer: (_operation, { text }, data) => (text === "" ? { text: " " } : data) })),
  mutant("IPC-INV-008", "forgets what has a single step while something else runs", "The invoke has no terminal message.", () => ({ runsOneOnly: true })),
  mutant("IPC-INV-009", "knows no letter whose upper case is longer", "text.caps did not return the text in upper case.", () => ({ answer: (_operation, { text }, data) => (typeof text === "string" && text.includes("\u00df") ? { text: letterByLetter(text) } : data) })),
  mutant("IPC-INV-010", "declares more of its data than it returns", "The data is not valid by the outputSchema.", () => ({ capabilities: (known) => known.map((capability) => (capability.name === "text.caps" ? { ...asJson(capability), outputSchema: { type: "object", required: ["text", "length"] } } : asJson(capability))) })),
  mutant("IPC-INV-011", "says that a timeout is for ever", "ADAPTER_TIMEOUT is not retryable.", () => ({ write: (sent) => [payloadOf(sent).code === "ADAPTER_TIMEOUT" ? { ...sent, payload: { ...payloadOf(sent), retryable: false } } : sent] })),

  mutant("IPC-CP-001", "reports progress after the result", "Progress came after the terminal message.", () => ({ write: afterStream(({ newId }, sent) => ({ ...sent, id: newId(), type: "progress", payload: { fraction: 1 } })) })),
  mutant("IPC-CP-002", "says twice that an invoke is cancelled", "The invoke has a second terminal message.", () => ({ write: (sent, { newId }) => (payloadOf(sent).code === "ADAPTER_CANCELLED" ? [sent, { ...sent, id: newId() }] : [sent]) })),
  mutant("IPC-CP-003", "calls a cancelled invoke a failed one", "The cancelled invoke ended in ADAPTER_FAILED.", () => ({ write: recoded("ADAPTER_CANCELLED", "ADAPTER_FAILED") })),
  mutant("IPC-CP-004", "complains of a cancel that finds nothing", "An error IPC_STATE came before the answer to the next invoke.", () => ({ take: (decoded) => (decoded.kind === "message" && decoded.message.type === "cancel" && decoded.message.replyTo.startsWith("never-sent") ? misplaced(decoded.message.id) : decoded) })),
  mutant("IPC-CP-005", "reports no progress on a single step", "The operation reported no progress.", () => ({ reportsStep: (_step, steps) => steps > 1 })),

  mutant("IPC-ERR-001", "sends an error that does not say whether it can be retried", "The payload of an error is invalid at /payload/retryable.", () => ({ write: afterStream(({ newId }) => message(newId(), "error", { code: "ADAPTER_FAILED", message: "The log is full." })) })),
  mutant("IPC-ERR-002", "sends an error with a code of its own form", "The code does not start with IPC_ or ADAPTER_, or goes on in other characters.", () => ({ write: afterStream(({ newId }) => message(newId(), "error", { code: "log-full", message: "The log is full.", retryable: false })) })),
  mutant("IPC-ERR-003", "does not say which message was out of place", "An error does not name the message it answers in replyTo.", () => ({ write: withoutReplyTo() })),
  mutant("IPC-ERR-004", "loses the line after one that was too long", "No answer to the next invoke came.", () => ({ take: losingNext("too-long") })),
  mutant("IPC-ERR-005", "answers errors", "An error IPC_STATE came before the answer to the next invoke.", () => ({ take: (decoded) => (decoded.kind === "message" && decoded.message.type === "error" ? misplaced(decoded.message.id) : decoded) })),

  mutant("IPC-LC-001", "waits for ever at the end of input once it has seen a cancel", "The adapter did not exit at the end of its input.", () => ({ leave: (status, { cancels, atEnd }) => (atEnd && cancels > 0 ? "never" : status) })),
  mutant("IPC-LC-002", "exits with status 3 at the end of input", "The adapter exited with another status than 0.", () => ({ leave: (status, { atEnd }) => (atEnd ? 3 : status) })),
  mutant("IPC-LC-003", "leaves at the end of input whatever still runs", "The invoke has no terminal message.", () => ({ leavesRunning: true })),

  mutant("IPC-LIM-001", "takes the limit for one byte less", "An error IPC_LINE_TOO_LONG came before the error ADAPTER_NO_SUCH_OP to the long invoke.", () => ({ maximumLineBytes: 1_048_575 })),
  mutant("IPC-LIM-002", "passes over lines that are too long", "It was not answered with IPC_LINE_TOO_LONG.", () => ({ take: passOverFaults("too-long") })),
  mutant("IPC-LIM-003", "writes a result that the runner cannot take", "The adapter wrote a line over the limit.", () => ({ ignoresLimit: true })),
  mutant("IPC-LIM-004", "passes over lines that are nested too deep", "It was not answered with IPC_MALFORMED.", () => ({ take: passOverFaults("too-deep") })),
  mutant("IPC-LIM-005", "drops what nobody reads at once", "The output ended and no answer to the many invokes had come.", () => ({ write: (sent, { isFull }) => (isFull ? [] : [sent]) })),

  mutant("IPC-SEC-001", "tells its environment where an operation asks for a secret", "The adapter wrote the value of a secret.", () => ({ write: (sent, { operation, environment }) => [operation === "conformance.secret" ? { ...sent, payload: { ...payloadOf(sent), details: { ...environment } } } : sent] })),
];

function mutant(requirement: string, habit: string, reason: string, habits: () => AdapterHabits): AdapterMutant {
  return { requirement, habit, reason, habits };
}

type Write = NonNullable<AdapterHabits["write"]>;
type Take = NonNullable<AdapterHabits["take"]>;
type Line = JsonObject | string | Uint8Array;

const notJson: Decoded = { kind: "fault", code: "IPC_MALFORMED", reason: "not-json", pointer: "", detail: "The line is not JSON.", bytes: new Uint8Array(), byteLength: 0, ending: "lf" };

/** A message of a type that is out of place, whatever came. */
function misplaced(id: string): Decoded {
  return { kind: "message", message: { v: "ipc.v0", id: `${id}-again`, ts: "2026-01-01T00:00:00Z", type: "result", replyTo: id, payload: { ok: false } }, ending: "lf" };
}

function message(id: string, type: string, payload: JsonObject): JsonObject {
  return { v: "ipc.v0", id, ts: new Date().toISOString(), type, payload };
}

export function payloadOf({ payload }: JsonObject): JsonObject {
  return isObject(payload) ? payload : {};
}

/** What is made of JSON values and nothing else. */
function asJson(value: object): JsonObject {
  return value as JsonObject;
}

function passOver(matches: (decoded: Decoded) => boolean): Take {
  return (decoded) => (matches(decoded) ? undefined : decoded);
}

function passOverFaults(...reasons: readonly FaultReason[]): Take {
  return passOver((decoded) => decoded.kind === "fault" && reasons.includes(decoded.reason));
}

/** Only the first message of the type is taken. */
function once(type: string): Take {
  let seen = false;
  return (decoded) => {
    if (decoded.kind !== "message" || decoded.message.type !== type) return decoded;
    if (seen) return undefined;
    seen = true;
    return decoded;
  };
}

function losingNext(reason: FaultReason): Take {
  let loses = false;
  return (decoded) => {
    const lost = loses;
    loses = decoded.kind === "fault" && decoded.reason === reason;
    return lost ? undefined : decoded;
  };
}

export function instead(type: string, change: (sent: JsonObject, moment: Moment) => JsonObject): Write {
  return (sent, moment) => [sent.type === type ? change(sent, moment) : sent];
}

export function besides(type: string, more: (moment: Moment, sent: JsonObject) => readonly Line[]): Write {
  return (sent, moment) => (sent.type === type ? [sent, ...more(moment, sent)] : [sent]);
}

function afterStream(more: (moment: Moment, sent: JsonObject) => JsonObject): Write {
  return (sent, moment) => (sent.type === "result" && moment.operation === "text.stream" ? [sent, more(moment, sent)] : [sent]);
}

/** Progress that is not the last stays as it is, so that there is some. */
function firstProgress(change: (sent: JsonObject, moment: Moment) => JsonObject): Write {
  return (sent, moment) => [sent.type === "progress" && payloadOf(sent).fraction === 0.5 ? change(sent, moment) : sent];
}

function withCode(sent: JsonObject, from: string, to: string): JsonObject {
  return payloadOf(sent).code === from ? { ...sent, payload: { ...payloadOf(sent), code: to } } : sent;
}

function recoded(from: string, to: string): Write {
  return (sent) => [withCode(sent, from, to)];
}

function withoutError(code: string): Write {
  return (sent) => (payloadOf(sent).code === code ? [] : [sent]);
}

function beforeHello(): Write {
  return (sent, { earlierIds }) => [earlierIds.length === 0 ? withCode(sent, "IPC_STATE", "ADAPTER_FAILED") : sent];
}

function beforeAcknowledgement(): Write {
  return (sent, { earlierIds, operation }) => [earlierIds.length === 2 && operation !== undefined ? withCode(sent, "IPC_STATE", "ADAPTER_NO_SUCH_OP") : sent];
}

/** Upper case, but for letters that become more than one. */
function letterByLetter(text: string): string {
  return text.replace(/./gu, (letter) => (Array.from(letter.toUpperCase()).length > 1 ? letter : letter.toUpperCase()));
}

function withoutReplyTo(): Write {
  return (sent) => {
    if (payloadOf(sent).code !== "IPC_STATE" || payloadOf(sent).message !== "The session has had its hello.") return [sent];
    const { replyTo: _replyTo, ...rest } = sent;
    return [rest];
  };
}

/** The chunk without its third line, where it has three. */
function withoutThird(chunk: Uint8Array): readonly Uint8Array[] {
  const lines = Buffer.from(chunk).toString("latin1").split("\n");
  return [lines.length === 4 && lines[3] === "" ? Buffer.from(`${lines[0] ?? ""}\n${lines[1] ?? ""}\n`, "latin1") : chunk];
}
