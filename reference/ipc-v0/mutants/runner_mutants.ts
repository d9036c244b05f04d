import { isObject } from "../../../tools/json/value.ts";
import type { JsonObject } from "../../../tools/json/value.ts";
import type { Decoded, FaultReason } from "../../../tools/protocol/decode.ts";
import type { Message } from "../../../tools/protocol/messages.ts";
import type { RunnerHabits, RunnerMoment } from "./runner_peer.ts";

/** A runner that breaks exactly one requirement. */
export interface RunnerMutant {
  readonly requirement: string;
  /** What it does, as the end of a sentence that begins with "A runner that". */
  readonly habit: string;
  /** The reason that the verdict must give. */
  readonly reason: string;
  /** New for each run, since some of them remember. */
  readonly habits: () => RunnerHabits;
}

const endedWell = "The runner exited with status 0.";
const endedBadly = "The runner exited with status 1.";

export const runnerMutants: readonly RunnerMutant[] = [
  mutant("IPC-TR-101", "greets the adapter in words", "A line is no envelope: not-json.", () => ({ write: (sent) => (sent.type === "hello" ? [sent, "# hello from the runner"] : [sent]) })),
  mutant("IPC-TR-102", "passes over pieces of a few bytes", endedBadly, () => ({ cut: (chunk) => (chunk.length < 4 && !chunk.includes(0x0a) ? undefined : chunk) })),
  mutant("IPC-TR-103", "takes a carriage return for a fault", endedBadly, () => ({ take: (decoded) => (decoded.ending === "crlf" ? notJson : decoded) })),
  mutant("IPC-TR-104", "passes over lines that are not JSON", "The adapter wrote a line that is no message, and the runner exited with status 0.", () => ({ take: passOverFaults("not-json", "not-object") })),
  mutant("IPC-TR-105", "passes over lines that are not UTF-8", "The adapter wrote a line that is no message, and the runner exited with status 0.", () => ({ take: passOverFaults("not-utf8") })),

  mutant("IPC-EN-101", "uses one id for two messages", "The runner used a message id twice.", () => ({ write: (sent, [hello]) => [sent.type === "capabilities_ack" ? { ...sent, id: hello?.id ?? "" } : sent] })),
  mutant("IPC-EN-102", "passes over messages of unknown types", "The adapter wrote a line that is no message, and the runner exited with status 0.", () => ({ take: passOverFaults("unknown-type") })),
  mutant("IPC-EN-103", "takes capabilities with side effects of any kind", "The adapter wrote a line that is no message, and the runner exited with status 0.", () => ({ take: (decoded) => (isFaultyCapabilities(decoded) ? mended(decoded) : decoded) })),
  mutant("IPC-EN-104", "does not mind an id that was used before", "The adapter used a message id twice, and the runner exited with status 0.", () => ({ take: (decoded, { seenIds }) => (decoded.kind === "message" && seenIds.has(decoded.message.id) ? changed(decoded, { id: `${decoded.message.id}-again` }) : decoded) })),
  mutant("IPC-EN-105", "takes a trace for a fault", "The runner did not exit with status 0 after the result.", () => ({ take: (decoded) => (decoded.kind === "message" && decoded.message.trace !== undefined && "meta" in decoded.message.payload && "warnings" in decoded.message.payload ? notJson : decoded) })),

  mutant("IPC-HS-101", "reports an error before it says hello", "The first message is no hello.", () => ({ write: (sent) => (sent.type === "hello" ? [{ ...sent, id: "runner-000000", type: "error", payload: { code: "CONTRACT_TIMEOUT", message: "late already", retryable: true } }, sent] : [sent]) })),
  mutant("IPC-HS-102", "repeats its hello in an older form", "The payload of hello is invalid at /payload/requestedCapabilities.", () => ({ write: (sent) => (sent.type === "hello" ? [sent, { ...sent, id: "runner-000000", payload: { role: "runner", protocols: ["ipc.v0"] } }] : [sent]) })),
  mutant("IPC-HS-103", "invokes when capabilities are late", "The runner invoked before it had hello_ack and capabilities.", () => ({ invokesImpatiently: true })),
  mutant("IPC-HS-104", "exits with status 0 when its hello is refused", "The hello was answered with an error, and the runner exited with status 0.", () => ({ status: (status, why) => (why === "refused" ? 0 : status) })),
  mutant("IPC-HS-105", "does not look at what hello_ack names", "The hello_ack does not name the hello, and the runner exited with status 0.", () => ({ take: (decoded, { helloId }) => (isOf(decoded, "hello_ack") ? changed(decoded, { replyTo: helloId }) : decoded) })),
  mutant("IPC-HS-106", "does not look at what hello_ack selects", "The hello_ack selects what was not offered, and the runner exited with status 0.", () => ({ take: (decoded) => (isOf(decoded, "hello_ack") ? changed(decoded, { payload: { role: "adapter", selected: "ipc.v0" } }) : decoded) })),

  mutant("IPC-CAP-101", "acknowledges something else than the capabilities", "The capabilities_ack does not name the capabilities, or has no accepted.", () => ({ write: (sent, [hello]) => [sent.type === "capabilities_ack" ? { ...sent, replyTo: hello?.id ?? "" } : sent] })),
  mutant("IPC-CAP-102", "invokes what is not declared", "The runner invoked an operation that is not declared.", () => ({ invokesUndeclared: true })),

  mutant("IPC-INV-101", "sends an empty invoke after the first", "The payload of an invoke is invalid at /payload/op.", () => ({ write: (sent) => (sent.type === "invoke" ? [sent, { ...sent, id: "runner-000000", payload: { op: "", args: {} } }] : [sent]) })),
  mutant("IPC-INV-102", "takes an empty text for no data", "The runner did not exit with status 0 after the result.", () => ({ needsText: true })),
  mutant("IPC-INV-103", "passes over results that name another invoke", "A result names an invoke that was not sent, and the runner exited with status 0.", () => ({ take: passOver((decoded, { invokeId }) => isOf(decoded, "result") && decoded.message.replyTo !== invokeId) })),
  mutant("IPC-INV-104", "does not look whether a result is ok", "The result is not ok, and the runner exited with status 0.", () => ({ take: (decoded) => (isOf(decoded, "result") ? changed(decoded, { payload: { ...payloadOf(decoded), ok: true } }) : decoded) })),
  mutant("IPC-INV-105", "passes over a second answer", "The invoke got a second terminal message, and the runner exited with status 0.", () => ({ take: passOver((decoded, { isAnswered, invokeId }) => isAnswered && decoded.kind === "message" && decoded.message.type !== "progress" && decoded.message.replyTo === invokeId) })),

  mutant("IPC-CP-101", "gives up at the third report of progress", "The runner did not exit with status 0 after the result.", () => ({ take: (decoded, { progressCount }) => (isOf(decoded, "progress") && progressCount === 2 ? notJson : decoded) })),
  mutant("IPC-CP-102", "passes over progress on another invoke", "Progress names no running invoke, and the runner exited with status 0.", () => ({ take: passOver((decoded, { invokeId }) => isOf(decoded, "progress") && decoded.message.replyTo !== invokeId) })),

  mutant("IPC-ERR-101", "exits with status 0 when its invoke is answered with an error", "The invoke was answered with an error, and the runner exited with status 0.", () => ({ status: (status, why) => (why === "error" ? 0 : status) })),
  mutant("IPC-ERR-102", "passes over errors that name nothing", "The adapter sent an error that names nothing, and the runner exited with status 0.", () => ({ take: passOver((decoded) => isOf(decoded, "error") && decoded.message.replyTo === undefined) })),

  mutant("IPC-LC-101", "exits with status 0 when nobody answers its hello", "The adapter never answered the hello, and the runner exited with status 0.", () => ({ status: (status, why) => (why === "no-hello-ack" ? 0 : status) })),
  mutant("IPC-LC-102", "exits with status 0 when nobody answers its invoke", "The adapter never answered the invoke, and the runner exited with status 0.", () => ({ status: (status, why) => (why === "no-answer" ? 0 : status) })),
  mutant("IPC-LC-103", "leaves an adapter that does not end", "The adapter still ran when the runner had exited.", () => ({ leavesAdapter: true })),
  mutant("IPC-LC-104", "ends the adapter and nothing that it started", "A process that the adapter had started still ran when the runner had exited.", () => ({ leavesChildren: true })),
  mutant("IPC-LC-105", "notices the end of the adapter at its deadline", "The runner waited for its deadline.", () => ({ waitsForDeadline: true })),
  mutant("IPC-LC-106", "ends an adapter that does not end at once", "The runner sent a signal to an adapter that was about to end.", () => ({ hurriesEnd: true })),
  mutant("IPC-LC-107", "exits with status 0 when there is no adapter", endedWell, () => ({ status: (status, why) => (why === "not-started" ? 0 : status) })),
  mutant("IPC-LC-108", "does not read standard error", endedBadly, () => ({ ignoresErrors: true })),

  mutant("IPC-LIM-101", "takes the limit for one byte less", endedBadly, () => ({ maximumLineBytes: 1_048_575 })),
  mutant("IPC-LIM-102", "takes lines of any length", "The adapter wrote a line that is no message, and the runner exited with status 0.", () => ({ maximumLineBytes: 8_388_608 })),
  mutant("IPC-LIM-103", "lets an adapter write without end until its deadline", "The runner waited for its deadline.", () => ({ toleratesFlood: true })),

  mutant("IPC-SEC-101", "puts its environment into hello", "The runner wrote the value of a secret.", () => ({ write: (sent, _earlier, environment) => [sent.type === "hello" ? { ...sent, payload: { ...payloadIn(sent), session: { environment } } } : sent] })),
  mutant("IPC-SEC-102", "hands its whole environment down", "A variable that nobody named was handed down.", () => ({ passesEnvironment: true })),
  mutant("IPC-SEC-103", "prints what the adapter says as it is", "A control character of the adapter's text was printed.", () => ({ printsRaw: true })),
  mutant("IPC-SEC-104", "keeps transcripts with everything in them", "The value of the secret stands in ipc-transcript.ndjson.", () => ({ keepsSecrets: true })),

  mutant("IPC-DET-101", "leaves an id of the adapter in the transcript", "The two runs wrote different bytes into ipc-transcript.ndjson.", () => ({ transcript: (_entries, text) => text.replaceAll("m0000002", () => `adapter-${String(process.hrtime.bigint())}`) })),
  mutant("IPC-DET-102", "writes transcripts in an order of its own", "A line of the transcript is not canonical JSON, or is no entry.", () => ({ transcript: (entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("") })),
  mutant("IPC-DET-103", "writes a digest that is not that of the transcript", "The digest in the receipt is not that of the transcript.", () => ({ receipt: (receipt) => ({ ...receipt, transcript: { ...(isObject(receipt.transcript) ? receipt.transcript : {}), digest: `sha256:${"0".repeat(64)}` } }) })),
  mutant("IPC-DET-104", "writes 0 for whatever the adapter exits with", "The exitCode of the receipt is not the status with which the adapter exited.", () => ({ receipt: (receipt) => ({ ...receipt, exitCode: 0 }) })),
];

function mutant(requirement: string, habit: string, reason: string, habits: () => RunnerHabits): RunnerMutant {
  return { requirement, habit, reason, habits };
}

type Take = NonNullable<RunnerHabits["take"]>;

const notJson: Decoded = { kind: "fault", code: "IPC_MALFORMED", reason: "not-json", pointer: "", detail: "The line is not JSON.", bytes: new Uint8Array(), byteLength: 0, ending: "lf" };

function passOver(matches: (decoded: Decoded, moment: RunnerMoment) => boolean): Take {
  return (decoded, moment) => (matches(decoded, moment) ? undefined : decoded);
}

function passOverFaults(...reasons: readonly FaultReason[]): Take {
  return passOver((decoded) => decoded.kind === "fault" && reasons.includes(decoded.reason));
}

type DecodedMessage = Extract<Decoded, { kind: "message" }>;

function isOf(decoded: Decoded, type: Message["type"]): decoded is DecodedMessage {
  return decoded.kind === "message" && decoded.message.type === type;
}

function payloadOf({ message }: DecodedMessage): object {
  return message.payload;
}

function payloadIn({ payload }: JsonObject): JsonObject {
  return isObject(payload) ? payload : {};
}

function changed(decoded: DecodedMessage, changes: object): Decoded {
  return { ...decoded, message: { ...decoded.message, ...changes } };
}

function isFaultyCapabilities(decoded: Decoded): decoded is Extract<Decoded, { kind: "fault" }> {
  return decoded.kind === "fault" && decoded.reason === "payload" && isObject(decoded.value) && decoded.value.type === "capabilities";
}

/** The line taken for a message all the same. */
function mended({ value, ending }: Extract<Decoded, { kind: "fault" }>): Decoded {
  return { kind: "message", message: value as unknown as Message, ending };
}
