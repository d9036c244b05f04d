/** Runners beside the one mutant that each requirement has: more ways to break a requirement. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { member } from "../../../tools/json/value.ts";
import type { JsonObject } from "../../../tools/json/value.ts";
import { protocolSchemas } from "../../../tools/harness/protocol_schemas.ts";
import { secretName, secretValue } from "../../../tools/harness/secret.ts";
import { loadSuite } from "../../../tools/harness/suite.ts";
import type { Decoded } from "../../../tools/protocol/decode.ts";
import type { Message } from "../../../tools/protocol/messages.ts";
import { notPassed, verdictsOnRunner } from "./kill_matrix.ts";
import type { RunnerHabits } from "./runner_peer.ts";

const root = join(import.meta.dirname, "../../..");
const suite = loadSuite(root);
const schemas = protocolSchemas(root);

test.each<Variation>([
  ...["hello_ack", "capabilities", "result", "progress"].map((type) => ({
    requirement: "IPC-EN-103",
    habit: `takes a ${type} with any payload`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "payload") && member(decoded.value, "type") === type ? mended(decoded) : decoded) }),
  })),
  ...["/ts", "/trace", "/trace/traceId"].map((pointer) => ({
    requirement: "IPC-EN-102",
    habit: `takes anything at ${pointer}`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "wrong-form") && decoded.pointer === pointer ? mended(decoded) : decoded) }),
  })),
  {
    requirement: "IPC-EN-102",
    habit: "takes any field in a trace",
    habits: () => ({ take: (decoded) => (isFault(decoded, "unknown-field") && decoded.pointer.startsWith("/trace/") ? mended(decoded) : decoded) }),
  },
  {
    requirement: "IPC-EN-102",
    habit: "passes over a message whose envelope is invalid",
    habits: () => ({ take: (decoded) => (isFault(decoded, "wrong-form") ? undefined : decoded) }),
  },
  ...(["duplicate-name", "unpaired-surrogate", "number-range"] as const).map((reason) => ({
    requirement: "IPC-TR-105",
    habit: `passes over a line for its ${reason}`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, reason) ? undefined : decoded) }),
  })),
  ...[
    ["NaN", '"detail":NaN'],
    ["-Infinity", '"detail":-Infinity'],
    ["a comma after the last item", ",]"],
    ["a comment", "} //"],
    ["a line that starts with a number sign", "# "],
    ["a second value on a line", "} {}"],
    ["a raw tab in a text", "\t"],
  ].map(([what, mark = ""]) => ({
    requirement: "IPC-TR-104",
    habit: `passes over ${what ?? ""}`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "not-json") && textOf(decoded).includes(mark) ? undefined : decoded) }),
  })),
  {
    requirement: "IPC-TR-104",
    habit: "passes over what is no JSON once it has its answer",
    habits: () => ({ take: (decoded, { isAnswered }) => (isAnswered && isFault(decoded, "not-json") ? undefined : decoded) }),
  },
  {
    requirement: "IPC-TR-105",
    habit: "does not mind a byte-order mark before a message",
    habits: () => ({ take: (decoded) => (isFault(decoded, "byte-order-mark") && textOf(decoded).includes("progress") ? undefined : decoded) }),
  },
  ...[
    ["fraction below 0", '"fraction":-0.5'],
    ["text as fraction", '"fraction":"0.5"'],
    ["result without ok", '"payload":{"data"'],
    ["number as timeouts", '"timeouts":1000'],
    ["default of a fraction", '"defaultMs":1.5'],
    ["number as progress", '"progress":1'],
    ["capability without side effects", '{"name":"conformance.other"}'],
    ["text as inputSchema", '"inputSchema":"object"'],
    ["capability with an empty name", '"name":""'],
    ["empty version", '"version":""'],
  ].map(([what, mark = ""]) => ({
    requirement: "IPC-EN-103",
    habit: `passes over what is wrong with a ${what ?? ""}`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "payload") && textOf(decoded).includes(mark) ? withOk(mended(decoded)) : decoded) }),
  })),
  ...["2026-02-30", "T25:"].map((part) => ({
    requirement: "IPC-EN-102",
    habit: `takes ${part} in a time`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "wrong-form") && JSON.stringify(member(decoded.value, "ts") ?? null).includes(part) ? mended(decoded) : decoded) }),
  })),
  ...["/trace/spanId", "/trace/parentSpanId"].map((pointer) => ({
    requirement: "IPC-EN-102",
    habit: `takes anything at ${pointer}`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "wrong-form") && decoded.pointer === pointer ? mended(decoded) : decoded) }),
  })),
])("a runner fails just the requirement that it breaks: $requirement, where it $habit", async ({ requirement, habits }) => {
  expect(notPassed(await verdictsOnRunner(suite, schemas, habits))).toEqual([{ requirement, verdict: "fail", reason: "The adapter wrote a line that is no message, and the runner exited with status 0." }]);
});

test("a runner that knows no time but that of UTC fails IPC-INV-102", async () => {
  const habits = (): RunnerHabits => ({ take: (decoded) => (decoded.kind === "message" && !decoded.message.ts.endsWith("Z") ? undefined : decoded) });
  expect(notPassed(await verdictsOnRunner(suite, schemas, habits))).toEqual([{ requirement: "IPC-INV-102", verdict: "fail", reason: "The runner exited with status 1." }]);
});

test.each<Variation & { readonly reason: string }>([
  {
    requirement: "IPC-CP-102",
    habit: "passes over progress after the answer",
    reason: "Progress names no running invoke, and the runner exited with status 0.",
    habits: () => ({ take: (decoded, { isAnswered }) => (isAnswered && isOf(decoded, "progress") ? undefined : decoded) }),
  },
  {
    requirement: "IPC-CP-102",
    habit: "passes over progress before it has invoked",
    reason: "Progress names no running invoke, and the runner exited with status 0.",
    habits: () => ({ take: (decoded, { invokeId }) => (invokeId === "" && isOf(decoded, "progress") ? undefined : decoded) }),
  },
  {
    requirement: "IPC-INV-103",
    habit: "passes over results before it has invoked",
    reason: "A result names an invoke that was not sent, and the runner exited with status 0.",
    habits: () => ({ take: (decoded, { invokeId }) => (invokeId === "" && isOf(decoded, "result") ? undefined : decoded) }),
  },
  {
    requirement: "IPC-INV-103",
    habit: "passes over errors that name another invoke",
    reason: "An error names an invoke that was not sent, and the runner exited with status 0.",
    habits: () => ({ take: (decoded, { invokeId }) => (isOf(decoded, "error") && invokeId !== "" && decoded.message.replyTo !== undefined && decoded.message.replyTo !== invokeId ? undefined : decoded) }),
  },
  {
    requirement: "IPC-INV-103",
    habit: "passes over results that name its hello",
    reason: "A result names an invoke that was not sent, and the runner exited with status 0.",
    habits: () => ({ take: (decoded, { helloId }) => (isOf(decoded, "result") && decoded.message.replyTo === helloId ? undefined : decoded) }),
  },
  ...[true, false].map((late) => ({
    requirement: "IPC-ERR-102",
    habit: `passes over errors that name nothing ${late ? "after its answer" : "before it has invoked"}`,
    reason: "The adapter sent an error that names nothing, and the runner exited with status 0.",
    habits: (): RunnerHabits => ({ take: (decoded, { isAnswered, invokeId }) => (isOf(decoded, "error") && decoded.message.replyTo === undefined && (late ? isAnswered : invokeId === "") ? undefined : decoded) }),
  })),
  {
    requirement: "IPC-ERR-101",
    habit: "goes on waiting after a retryable error",
    reason: "The invoke was answered with an error, and the runner exited with status 0.",
    habits: () => ({ take: (decoded, { isAnswered }) => (!isAnswered && isOf(decoded, "error") && decoded.message.replyTo !== undefined && decoded.message.payload.retryable ? undefined : decoded) }),
  },
  {
    requirement: "IPC-EN-104",
    habit: "does not mind a report of progress with an id that was used before",
    reason: "The adapter used a message id twice, and the runner exited with status 0.",
    habits: () => ({ take: (decoded, { seenIds }) => (isOf(decoded, "progress") && seenIds.has(decoded.message.id) ? undefined : decoded) }),
  },
  ...["null", "false", "[]"].map((data) => ({
    requirement: "IPC-INV-102",
    habit: `takes ${data} for no data`,
    reason: "The runner did not exit with status 0 after the result.",
    habits: (): RunnerHabits => ({ take: (decoded) => (isOf(decoded, "result") && JSON.stringify(decoded.message.payload.data) === data ? notJson : decoded) }),
  })),
  {
    requirement: "IPC-INV-102",
    habit: "minds an id of the adapter that is also one of its own",
    reason: "The runner did not exit with status 0 after the result.",
    habits: () => ({ take: (decoded, { invokeId }) => (decoded.kind === "message" && decoded.message.id === invokeId ? notJson : decoded) }),
  },
  {
    requirement: "IPC-DET-102",
    habit: "escapes in its transcript what is not ASCII",
    reason: "A line of the transcript is not canonical JSON, or is no entry.",
    habits: () => ({ transcript: (_entries, text) => text.replaceAll("\u00e9", "\\u00e9") }),
  },
  {
    requirement: "IPC-LC-104",
    habit: "leaves what an adapter started that answers with an error",
    reason: "A process that the adapter had started still ran when the runner had exited.",
    habits: () => ({ leavesChildrenOfFailed: true }),
  },
  { requirement: "IPC-LC-106", habit: "closes the input as soon as it has invoked", reason: "The runner closed the adapter's input before the last reply.", habits: () => ({ closesInputEarly: true }) },
  {
    requirement: "IPC-HS-102",
    habit: "announces a limit that nobody can",
    reason: "The payload of hello is invalid at /payload/session/maxLineBytes.",
    habits: () => ({ write: (sent) => (sent.type === "hello" ? [sent, { ...sent, id: "runner-000000", payload: { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [], session: { maxLineBytes: 100 } } }] : [sent]) }),
  },
  {
    requirement: "IPC-LIM-102",
    habit: "passes over lines that are too long",
    reason: "The adapter wrote a line that is no message, and the runner exited with status 0.",
    habits: () => ({ take: (decoded) => (decoded.kind === "fault" && decoded.reason === "too-long" ? undefined : decoded) }),
  },
  {
    requirement: "IPC-SEC-104",
    habit: "keeps what an error says as it is",
    reason: "The value of the secret stands in ipc-transcript.ndjson.",
    habits: () => ({ transcript: (entries, text) => (entries.some((entry) => "message" in entry && entry.message.type === "error") ? text.replaceAll(`[secret:${secretName}]`, secretValue) : text) }),
  },
  {
    requirement: "IPC-SEC-104",
    habit: "keeps the version of the adapter as it is",
    reason: "The value of the secret stands in run-receipt.json.",
    habits: () => ({ receipt: (receipt) => JSON.parse(JSON.stringify(receipt).replace(/("version":")\[secret:[^\]]*\]/, (_, front: string) => `${front}${secretValue}`)) as JsonObject }),
  },
  {
    requirement: "IPC-CAP-101",
    habit: "acknowledges nothing",
    reason: "The capabilities were not acknowledged.",
    habits: () => ({ write: (sent) => (sent.type === "capabilities_ack" ? [] : [sent]) }),
  },
  {
    requirement: "IPC-TR-101",
    habit: "writes a banner before its hello",
    reason: "A line is no envelope: not-json.",
    habits: () => ({ write: (sent) => (sent.type === "hello" ? ["runner 1.0", sent] : [sent]) }),
  },
  {
    requirement: "IPC-TR-101",
    habit: "reports progress",
    reason: "The runner wrote a progress, which only an adapter sends.",
    habits: () => ({ write: (sent) => (sent.type === "invoke" ? [sent, { ...sent, id: "runner-progress", type: "progress", replyTo: sent.id ?? "", payload: {} }] : [sent]) }),
  },
  {
    requirement: "IPC-SEC-101",
    habit: "puts a secret into the id of its invoke",
    reason: "The runner wrote the value of a secret.",
    habits: () => ({ write: (sent) => [sent.type === "invoke" ? { ...sent, trace: { spanId: `span of ${secretValue}` } } : sent] }),
  },
  {
    requirement: "IPC-TR-101",
    habit: "numbers its capabilities_ack",
    reason: "A line is no envelope: unknown-field.",
    habits: () => ({ write: (sent) => [sent.type === "capabilities_ack" ? { ...sent, sequence: 2 } : sent] }),
  },
])("a runner fails just the requirement that it breaks: $requirement, where it $habit", async ({ requirement, reason, habits }) => {
  expect(notPassed(await verdictsOnRunner(suite, schemas, habits))).toEqual([{ requirement, verdict: "fail", reason }]);
});

// Where its replies cannot be told apart, what it makes of them is not decided; it is not blamed for that.
test("a runner that uses one id for all its messages fails only IPC-EN-101", async () => {
  const habits = (): RunnerHabits => ({
    take: (decoded, { helloId, invokeId }) => (decoded.kind === "message" && decoded.message.replyTo === "runner-constant" ? { ...decoded, message: { ...decoded.message, replyTo: invokeId === "" ? helloId : invokeId } as Message } : decoded),
    write: (sent) => [{ ...sent, id: "runner-constant" }],
  });
  const failed = notPassed(await verdictsOnRunner(suite, schemas, habits)).filter(({ verdict }) => verdict !== "incomplete");
  expect(failed).toEqual([{ requirement: "IPC-EN-101", verdict: "fail", reason: "The runner used a message id twice." }]);
});

test("a runner whose ids are numbers costs no case", async () => {
  const habits = (): RunnerHabits => ({ write: (sent, earlier) => [{ ...sent, id: earlier.length }] });
  expect(notPassed(await verdictsOnRunner(suite, schemas, habits)).filter(({ verdict }) => verdict === "harness-error")).toEqual([]);
});

test("a runner is not blamed for giving up where its own messages kept the adapter from going on", async () => {
  const habits = (): RunnerHabits => ({ write: (sent) => [sent.type === "hello" ? { ...sent, type: "greeting" } : sent] });
  const failed = notPassed(await verdictsOnRunner(suite, schemas, habits)).filter(({ verdict }) => verdict === "fail");
  expect(failed.map(({ requirement }) => requirement)).toEqual(["IPC-TR-101", "IPC-HS-101"]);
});

interface Variation {
  readonly requirement: string;
  readonly habit: string;
  readonly habits: () => RunnerHabits;
}

type Fault = Extract<Decoded, { kind: "fault" }>;

function isFault(decoded: Decoded, reason: Fault["reason"]): decoded is Fault {
  return decoded.kind === "fault" && decoded.reason === reason;
}

function isOf<Type extends Message["type"]>(decoded: Decoded, type: Type): decoded is Extract<Decoded, { kind: "message" }> & { readonly message: Extract<Message, { type: Type }> } {
  return decoded.kind === "message" && decoded.message.type === type;
}

function textOf({ bytes }: Fault): string {
  return Buffer.from(bytes).toString("utf8");
}

const notJson: Decoded = { kind: "fault", code: "IPC_MALFORMED", reason: "not-json", pointer: "", detail: "The line is not JSON.", bytes: new Uint8Array(), byteLength: 0, ending: "lf" };

/** A result that does not say whether it is ok, taken for one that is. */
function withOk(decoded: Decoded): Decoded {
  return isOf(decoded, "result") ? { ...decoded, message: { ...decoded.message, payload: { ...decoded.message.payload, ok: true } } } : decoded;
}

/** The line taken for a message all the same. */
function mended({ value, ending }: Fault): Decoded {
  return { kind: "message", message: value as unknown as Message, ending };
}
