import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json/value.ts";
import { createDecoder } from "./decode.ts";
import { decidable, judgeTranscript } from "./judge.ts";
import type { Knowledge } from "./judge.ts";
import type { Side } from "./messages.ts";
import { parseTranscript } from "./parse_transcript.ts";
import { createTranscript } from "./transcript.ts";
import type { TranscriptEntry, TranscriptEvent } from "./transcript.ts";

/** One thing that happens: a message given by its id, type, payload and further fields, a raw line, or an event. */
type Happening = readonly [side: Side, id: string, type: string, payload: object, fields?: object] | readonly [side: Side, line: string] | TranscriptEvent;

const transcriptOf = (happenings: readonly Happening[], secrets: Record<string, string> = {}): string => {
  const transcript = createTranscript({ secrets });
  for (const happening of happenings) {
    if ("event" in happening) {
      transcript.event(happening);
      continue;
    }
    const [side, id, type, payload, fields] = happening;
    const line = type === undefined ? id : `${JSON.stringify({ v: "ipc.v0", id: longId(id), ts: "2026-01-01T00:00:00Z", type, payload, ...longReply(fields) })}\n`;
    const decoder = createDecoder();
    for (const decoded of [...decoder.push(Buffer.from(line)), ...decoder.end()]) transcript.record(side, decoded);
  }
  return transcript.text();
};
const longId = (id: string): string => `message-${id}`;
const longReply = (fields: object = {}): object => ("replyTo" in fields ? { ...fields, replyTo: longId(String(fields.replyTo)) } : fields);

const judge = (happenings: readonly Happening[], knowledge: Knowledge = {}, secrets: Record<string, string> = {}): Map<string, string> =>
  new Map(judgeTranscript(parseTranscript(transcriptOf(happenings, secrets)), knowledge).map(({ requirement, verdict }) => [requirement, verdict]));
const failed = (happenings: readonly Happening[], knowledge: Knowledge = {}, secrets: Record<string, string> = {}): string[] =>
  Array.from(judge(happenings, knowledge, secrets)).flatMap(([requirement, verdict]) => (verdict === "fail" ? [requirement] : []));

const hello: Happening = ["runner", "h", "hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [], session: {} }];
const helloAck: Happening = ["adapter", "a1", "hello_ack", { role: "adapter", selected: "ipc.v0" }, { replyTo: "h" }];
const caps = { name: "text.caps", sideEffects: "none", timeouts: { defaultMs: 1000 } };
const stream = { ...caps, name: "text.stream", progress: true, cancellable: true };
const capabilities: Happening = ["adapter", "a2", "capabilities", { adapter: { name: "a", version: "1" }, capabilities: [caps, stream] }];
const ack: Happening = ["runner", "k", "capabilities_ack", { accepted: ["text.caps"] }, { replyTo: "a2" }];
const handshake = [hello, helloAck, capabilities, ack] as const;
const invoke: Happening = ["runner", "i", "invoke", { op: "text.caps", args: { text: "ab" } }];
const result: Happening = ["adapter", "a3", "result", { ok: true, data: { text: "AB" } }, { replyTo: "i" }];
const later: readonly Happening[] = [
  ["runner", "i2", "invoke", { op: "text.caps", args: { text: "cd" } }],
  ["adapter", "a9", "result", { ok: true, data: { text: "CD" } }, { replyTo: "i2" }],
];
const error = (code: string, replyTo?: string, id = "e1"): Happening => ["adapter", id, "error", { code, message: "", retryable: code === "ADAPTER_TIMEOUT" }, replyTo === undefined ? {} : { replyTo }];
const ended: readonly Happening[] = [{ event: "end-of-input" }, { event: "end-of-output" }, { event: "exit", process: "adapter", code: 0, killed: false }];
const waited: Happening = { event: "deadline", awaiting: "reply" };
const runnerExit = (code: number, killed = false): Happening => ({ event: "exit", process: "runner", code, killed });

describe("a healthy session", () => {
  test("fails nothing on either side, and passes what it shows", () => {
    const found = judge([...handshake, invoke, result, ...ended, runnerExit(0)]);
    expect(Array.from(found.values())).not.toContain("fail");
    expect(Array.from(found.keys())).toEqual(
      expect.arrayContaining(["IPC-TR-001", "IPC-EN-001", "IPC-HS-001", "IPC-CAP-001", "IPC-INV-001", "IPC-INV-007", "IPC-LC-002", "IPC-TR-101", "IPC-HS-101", "IPC-INV-102"]),
    );
  });

  test("shows nothing of an empty transcript, and a silent adapter passes nothing", () => {
    expect(judge([]).size).toBe(0);
    const silent = judge([hello, waited, { event: "exit", process: "adapter", code: null, killed: true }]);
    expect(Array.from(silent).filter(([requirement, verdict]) => verdict === "pass" && !requirement.includes("-1") && requirement !== "IPC-HS-010")).toEqual([]);
  });

  test("decides only what the registry knows", () => {
    const registry = JSON.parse(readFileSync(join(import.meta.dirname, "../../conformance/ipc-v0/requirements.json"), "utf8")) as { requirements: { id: string }[] };
    const known = new Set(registry.requirements.map(({ id }) => id));
    expect(Array.from(decidable).filter((id) => !known.has(id))).toEqual([]);
  });
});

const broken = (line: object | string): Happening => ["runner", typeof line === "string" ? line : `${JSON.stringify(line)}\n`];
const plainInvoke = { v: "ipc.v0", id: longId("i"), ts: "2026-01-01T00:00:00Z", type: "invoke", payload: { op: "text.caps", args: { text: "ab" } } };
const adapterLine = (change: object): Happening => [
  "adapter",
  `${JSON.stringify({ v: "ipc.v0", id: longId("a5"), ts: "2026-01-01T00:00:00Z", type: "result", replyTo: longId("i"), payload: { ok: true, data: { text: "AB" } }, ...change })}\n`,
];
const nullReply = `${JSON.stringify({ v: "ipc.v0", id: longId("e9"), ts: "2026-01-01T00:00:00Z", type: "error", replyTo: null, payload: { code: "IPC_MALFORMED", message: "", retryable: false } })}\n`;
/** The same, told at a time that does not exist where the adapter tells it. */
const mistimed = (happening: Happening): Happening => {
  if ("event" in happening || happening.length === 2 || happening[0] === "runner") return happening;
  const [side, id, type, payload, fields] = happening;
  return [side, id, type, payload, { ...fields, ts: "2026-02-30T00:00:00Z" }];
};

describe("exactly one requirement fails when an adapter", () => {
  test.each<readonly [string, string, readonly Happening[]]>([
    ["prints text", "IPC-TR-001", [...handshake, invoke, ["adapter", "ready\n"], result, ...ended]],
    ["prints a blank line", "IPC-TR-001", [...handshake, ["adapter", "\n"], invoke, result, ...ended]],
    ["repeats a member", "IPC-TR-001", [...handshake, ["adapter", '{"a":1,"a":2}\n'], invoke, result, ...ended]],
    ["ends lines like Windows", "IPC-TR-002", [...handshake, invoke, result, ["adapter", `${JSON.stringify({ v: "ipc.v0", id: longId("p"), ts: "2026-01-01T00:00:00Z", type: "error", payload: { code: "ADAPTER_X", message: "", retryable: false } })}\r\n`], ...ended]],
    ["has another protocol in a message", "IPC-EN-001", [...handshake, invoke, adapterLine({ v: "ipc.v1" }), ...ended]],
    ["has a short id", "IPC-EN-002", [...handshake, invoke, adapterLine({ id: "x" }), ...ended]],
    ["uses an id twice", "IPC-EN-003", [...handshake, invoke, ["adapter", "a1", "result", { ok: true, data: { text: "AB" } }, { replyTo: "i" }], ...ended]],
    ["has a time of its own making", "IPC-EN-004", [...handshake, invoke, adapterLine({ ts: "now" }), ...ended]],
    ["has a type of its own making", "IPC-EN-005", [...handshake, invoke, result, adapterLine({ type: "log" }), ...ended]],
    ["adds a field", "IPC-EN-006", [...handshake, invoke, adapterLine({ extra: 1 }), ...ended]],
    ["has a trace of another form", "IPC-EN-006", [...handshake, invoke, adapterLine({ trace: { traceId: 5 } }), ...ended]],
    ["puts null where nothing is named", "IPC-EN-006", [...handshake, broken("nothing\n"), ["adapter", nullReply], invoke, result, ...ended]],
    ["has a time of its own making in all it sends", "IPC-EN-004", [hello, helloAck, capabilities, ack, invoke, result, ...ended].map(mistimed)],
    ["has a meta that is no object", "IPC-INV-004", [...handshake, invoke, adapterLine({ payload: { ok: true, data: { text: "AB" }, meta: "fast" } }), ...ended]],
    ["has ok in quotation marks", "IPC-INV-004", [...handshake, invoke, adapterLine({ payload: { ok: "true", data: { text: "AB" } } }), ...ended]],
    ["has retryable in quotation marks", "IPC-ERR-001", [...handshake, broken("nothing\n"), adapterLine({ type: "error", replyTo: undefined, payload: { code: "IPC_MALFORMED", message: "", retryable: "false" } }), invoke, result, ...ended]],
    ["does not answer hello", "IPC-HS-001", [hello, waited]],
    ["names something else in hello_ack", "IPC-HS-001", [hello, ["adapter", "a1", "hello_ack", { role: "adapter", selected: "ipc.v0" }, { replyTo: "x" }], capabilities, ack, invoke, result, ...ended]],
    ["selects another protocol than it speaks", "IPC-HS-002", [["runner", "h", "hello", { role: "runner", protocols: ["ipc.v9", "ipc.v0"], requestedCapabilities: [] }], ["adapter", "a1", "hello_ack", { role: "adapter", selected: "ipc.v9" }, { replyTo: "h" }], capabilities, ack, invoke, result, ...ended]],
    ["refuses an invoke twice", "IPC-INV-002", [...handshake, ["runner", "i", "invoke", { op: "no.such", args: {} }], error("ADAPTER_NO_SUCH_OP", "i"), error("ADAPTER_FAILED", "i", "e2"), ...later, ...ended]],
    ["leaves a mismatch by a signal", "IPC-HS-004", [["runner", "h", "hello", { role: "runner", protocols: ["ipc.v9"], requestedCapabilities: [] }], error("IPC_PROTO_MISMATCH", "h"), { event: "exit", process: "adapter", code: null, killed: false }]],
    ["selects what was not offered", "IPC-HS-002", [hello, ["adapter", "a1", "hello_ack", { role: "adapter", selected: "ipc.v7" }, { replyTo: "h" }], capabilities, ack, invoke, result, ...ended]],
    ["answers an invoke before hello with a result", "IPC-HS-005", [invoke, result, ...ended]],
    ["takes a second hello", "IPC-HS-007", [...handshake, [...hello.slice(0, 1), "h2", ...hello.slice(2)] as unknown as Happening, ["adapter", "a5", "hello_ack", { role: "adapter", selected: "ipc.v0" }, { replyTo: "h2" }], invoke, result, ...ended]],
    ["speaks first", "IPC-HS-010", [error("ADAPTER_X"), ...handshake, invoke, result, ...ended]],
    ["sends no capabilities", "IPC-CAP-001", [hello, helloAck, waited]],
    ["sends capabilities twice", "IPC-CAP-001", [...handshake, ["adapter", "a8", "capabilities", { adapter: { name: "a", version: "1" }, capabilities: [caps] }], invoke, result, ...ended]],
    ["has no version", "IPC-CAP-002", [hello, helloAck, ["adapter", "a2", "capabilities", { adapter: { name: "a" }, capabilities: [] }], waited]],
    ["has unknown side effects", "IPC-CAP-003", [hello, helloAck, ["adapter", "a2", "capabilities", { adapter: { name: "a", version: "1" }, capabilities: [{ name: "x", sideEffects: "some" }] }], waited]],
    ["has no time limits", "IPC-CAP-004", [hello, helloAck, ["adapter", "a2", "capabilities", { adapter: { name: "a", version: "1" }, capabilities: [{ name: "x", sideEffects: "none" }] }], ...ended]],
    ["declares one name twice", "IPC-CAP-005", [hello, helloAck, ["adapter", "a2", "capabilities", { adapter: { name: "a", version: "1" }, capabilities: [caps, caps] }], ack, invoke, result, ...ended]],
    ["does not answer an invoke", "IPC-INV-001", [...handshake, invoke, waited]],
    ["answers twice", "IPC-INV-002", [...handshake, invoke, result, error("ADAPTER_FAILED", "i"), ...ended]],
    ["returns no data", "IPC-INV-004", [...handshake, invoke, result, ...later.slice(0, 1), ["adapter", "a6", "result", { ok: true }, { replyTo: "i2" }]]],
    ["runs an operation it did not declare", "IPC-INV-005", [...handshake, ["runner", "i", "invoke", { op: "no.such", args: {} }], result, ...ended]],
    ["runs on bad arguments", "IPC-INV-006", [...handshake, ["runner", "i", "invoke", { op: "text.caps", args: { text: 5 } }], result, ...ended]],
    ["does not upper-case", "IPC-INV-007", [...handshake, invoke, adapterLine({ payload: { ok: true, data: { text: "ab" } } }), ...ended]],
    ["loses one of several invokes", "IPC-INV-008", [...handshake, invoke, ...later, waited]],
    ["upper-cases English only", "IPC-INV-009", [...handshake, ["runner", "i", "invoke", { op: "text.caps", args: { text: "straße" } }], adapterLine({ payload: { ok: true, data: { text: "STRAßE" } } }), ...ended]],
    ["knows no time limit", "IPC-INV-011", [...handshake, ["runner", "i", "invoke", { op: "text.stream", args: { text: "ab", steps: 10, stepMs: 1000 }, timeoutMs: 100 }], ["adapter", "p", "progress", {}, { replyTo: "i" }], result, ...ended]],
    ["reports progress on nothing", "IPC-CP-001", [...handshake, invoke, result, ["adapter", "p", "progress", {}, { replyTo: "i" }], ...ended]],
    ["answers a cancelled invoke twice", "IPC-CP-002", [...handshake, invoke, ["runner", "c", "cancel", {}, { replyTo: "i" }], result, error("ADAPTER_CANCELLED", "i"), ...ended]],
    ["does not stop", "IPC-CP-003", [...handshake, ["runner", "i", "invoke", { op: "text.stream", args: { text: "ab", steps: 10, stepMs: 1000 } }], ["adapter", "p", "progress", {}, { replyTo: "i" }], ["runner", "c", "cancel", {}, { replyTo: "i" }], result, ...ended]],
    ["complains about a late cancel", "IPC-CP-004", [...handshake, invoke, result, ["runner", "c", "cancel", {}, { replyTo: "i" }], error("IPC_STATE", "c"), ...later, ...ended]],
    ["reports no progress", "IPC-CP-005", [...handshake, ["runner", "i", "invoke", { op: "text.stream", args: { text: "ab" } }], result, ...ended]],
    ["leaves out retryable", "IPC-ERR-001", [...handshake, ["runner", "i", "invoke", { op: "text.caps", args: { text: "ab" } }], result, ["adapter", "e1", "error", { code: "ADAPTER_X", message: "" }], ...ended]],
    ["uses the runner's codes", "IPC-ERR-002", [...handshake, invoke, result, error("CONTRACT_X"), ...ended]],
    ["names nothing in an error", "IPC-ERR-003", [...handshake, ["runner", "i", "invoke", { op: "no.such", args: {} }], error("ADAPTER_NO_SUCH_OP"), ...ended]],
    ["dies of an error", "IPC-ERR-004", [...handshake, broken("nothing\n"), error("IPC_MALFORMED"), invoke, waited]],
    ["answers an error", "IPC-ERR-005", [...handshake, ["runner", "x", "error", { code: "CONTRACT_TIMEOUT", message: "", retryable: true }], error("IPC_STATE", "x"), invoke, result, ...ended]],
    ["does not leave", "IPC-LC-001", [...handshake, invoke, result, { event: "end-of-input" }, { event: "deadline", awaiting: "exit" }, { event: "exit", process: "adapter", code: null, killed: true }]],
    ["leaves with a status", "IPC-LC-002", [...handshake, invoke, result, { event: "end-of-input" }, { event: "exit", process: "adapter", code: 3, killed: false }]],
    ["leaves work undone", "IPC-LC-003", [...handshake, invoke, ...ended]],
    ["is silent about text", "IPC-TR-009", [...handshake, broken("nothing\n"), invoke, result, ...ended]],
    ["is silent about a list", "IPC-TR-011", [...handshake, broken("[]\n"), invoke, result, ...ended]],
    ["calls a repeated member something else", "IPC-TR-012", [...handshake, broken('{"a":1,"a":2}\n'), error("IPC_ENVELOPE_INVALID"), invoke, result, ...ended]],
    ["takes an unpaired surrogate", "IPC-TR-013", [...handshake, broken('{"a":"\\ud800"}\n'), invoke, result, ...ended]],
    ["is silent about a missing field", "IPC-EN-007", [...handshake, broken({ ...plainInvoke, ts: undefined }), ...later, ...ended]],
    ["takes an unknown field", "IPC-EN-007", [...handshake, broken({ ...plainInvoke, extra: 1 }), result, ...later, ...ended]],
    ["takes an unknown type for a broken envelope", "IPC-EN-008", [...handshake, broken({ ...plainInvoke, type: "log" }), error("IPC_ENVELOPE_INVALID", "i"), ...later, ...ended]],
    ["acts on a repeated id", "IPC-EN-010", [...handshake, invoke, result, invoke, error("IPC_DUPLICATE_ID"), ["adapter", "a7", "result", { ok: true, data: { text: "AB" } }, { replyTo: "i" }], ...later, ...ended]],
    ["refuses a trace", "IPC-EN-011", [...handshake, broken({ ...plainInvoke, trace: { traceId: "t" } }), error("IPC_ENVELOPE_INVALID", "i"), ...later, ...ended]],
    ["does not take a carriage return", "IPC-TR-006", [...handshake, broken(`${JSON.stringify(plainInvoke)}\r\n`), waited]],
    ["complains about a blank line", "IPC-TR-007", [...handshake, ["runner", "\n"], error("IPC_MALFORMED"), ...later, ...ended]],
    ["does not take a last line without its end", "IPC-TR-008", [...handshake, ["runner", JSON.stringify(plainInvoke)], ...ended]],
    ["does not mention a protocol mismatch", "IPC-HS-003", [["runner", "h", "hello", { role: "runner", protocols: ["ipc.v9"], requestedCapabilities: [] }], { event: "exit", process: "adapter", code: 1, killed: false }]],
    ["leaves a mismatch with status 0", "IPC-HS-004", [["runner", "h", "hello", { role: "runner", protocols: ["ipc.v9"], requestedCapabilities: [] }], error("IPC_PROTO_MISMATCH", "h"), { event: "exit", process: "adapter", code: 0, killed: false }]],
    ["leaves a mismatch late", "IPC-HS-006", [["runner", "h", "hello", { role: "runner", protocols: ["ipc.v9"], requestedCapabilities: [] }], error("IPC_PROTO_MISMATCH", "h"), { event: "deadline", awaiting: "exit" }, { event: "end-of-input" }, { event: "exit", process: "adapter", code: 1, killed: false }]],
  ])("%s", (_, requirement, happenings) => {
    expect(failed(happenings).filter((id) => !/-1\d\d$/.test(id))).toEqual([requirement]);
  });

  test("writes a secret", () => {
    const happenings: readonly Happening[] = [...handshake, invoke, adapterLine({ payload: { ok: true, data: { text: "AB" }, hunter2: 1 } }), ...ended];
    expect(failed(happenings, { secrets: ["S"] }, { S: "hunter2" })).toEqual(["IPC-SEC-001"]);
  });
});

describe("nothing fails when an adapter", () => {
  test("reports progress on an invoke whose id is then sent again", () => {
    const repeated: readonly Happening[] = [...handshake, invoke, ["adapter", "p", "progress", {}, { replyTo: "i" }], invoke, error("IPC_DUPLICATE_ID"), result, ...ended];
    expect(failed(repeated).filter((id) => !/-1\d\d$/.test(id))).toEqual([]);
  });
});

describe("exactly one requirement fails when a runner", () => {
  const healthy: readonly Happening[] = [...handshake, invoke, result];
  test.each<readonly [string, string, readonly Happening[]]>([
    ["writes text", "IPC-TR-101", [hello, ["runner", "go\n"], helloAck, capabilities, ack, invoke, result, runnerExit(0)]],
    ["uses an id twice", "IPC-EN-101", [hello, helloAck, capabilities, ["runner", "h", "capabilities_ack", { accepted: [] }, { replyTo: "a2" }], invoke, result, runnerExit(0)]],
    ["takes a broken envelope", "IPC-EN-102", [...handshake, invoke, adapterLine({ extra: 1 }), runnerExit(0)]],
    ["does not begin with hello", "IPC-HS-101", [["runner", "x", "cancel", {}, { replyTo: "h" }], ...healthy, runnerExit(0)]],
    ["does not say that it is a runner", "IPC-HS-102", [["runner", "h", "hello", { protocols: ["ipc.v0"], requestedCapabilities: [] }], runnerExit(1)]],
    ["asks for capabilities by a text", "IPC-HS-102", [["runner", "h", "hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: "text.caps" }], ...healthy.slice(1), runnerExit(0)]],
    ["offers another protocol alone", "IPC-HS-102", [["runner", "h", "hello", { role: "runner", protocols: ["ipc.v1"], requestedCapabilities: [] }], ...healthy.slice(1), runnerExit(0)]],
    ["gives a time limit as a text", "IPC-INV-101", [...handshake, ["runner", "i", "invoke", { op: "text.caps", args: { text: "ab" }, timeoutMs: "5" }], result, runnerExit(0)]],
    ["invokes too early", "IPC-HS-103", [hello, invoke, helloAck, capabilities, ack, result, runnerExit(0)]],
    ["takes a foreign hello_ack", "IPC-HS-105", [hello, ["adapter", "a1", "hello_ack", { role: "adapter", selected: "ipc.v0" }, { replyTo: "x" }], capabilities, ack, invoke, result, runnerExit(0)]],
    ["does not acknowledge", "IPC-CAP-101", [hello, helloAck, capabilities, invoke, result, runnerExit(0)]],
    ["invokes what is not declared", "IPC-CAP-102", [...handshake, ["runner", "i", "invoke", { op: "no.such", args: {} }], error("ADAPTER_NO_SUCH_OP", "i"), runnerExit(1)]],
    ["does not take the result", "IPC-INV-102", [...healthy, runnerExit(1)]],
    ["takes a foreign result", "IPC-INV-103", [...handshake, invoke, ["adapter", "a3", "result", { ok: true, data: 1 }, { replyTo: "x" }], runnerExit(0)]],
    ["takes a result that is not ok", "IPC-INV-104", [...handshake, invoke, ["adapter", "a3", "result", { ok: false }, { replyTo: "i" }], runnerExit(0)]],
    ["takes two results", "IPC-INV-105", [...healthy, ["adapter", "a4", "result", { ok: true, data: 1 }, { replyTo: "i" }], runnerExit(0)]],
    ["takes an error for a success", "IPC-ERR-101", [...handshake, invoke, error("ADAPTER_FAILED", "i"), runnerExit(0)]],
    ["stumbles over progress", "IPC-CP-101", [...handshake, invoke, ["adapter", "p", "progress", {}, { replyTo: "i" }], result, runnerExit(1)]],
    ["waits for ever for a hello_ack", "IPC-LC-101", [hello, runnerExit(0, true)]],
    ["waits for ever for the result", "IPC-LC-102", [...handshake, invoke, runnerExit(0, true)]],
  ])("%s", (_, requirement, happenings) => {
    expect(failed(happenings).filter((id) => /-1\d\d$/.test(id))).toEqual([requirement]);
  });
});

describe("a transcript of many lines", () => {
  const transcript = (count: number, make: (index: number) => readonly object[]): TranscriptEntry[] => {
    const lines = Array.from({ length: count }, (_, index) => make(index)).flat();
    const happened = [...parseTranscript(transcriptOf(handshake)), ...lines, { event: "end-of-input" }, { event: "exit", process: "adapter", code: 0, killed: false }];
    return happened.map((entry, index) => ({ ...entry, n: index + 1 }) as TranscriptEntry);
  };
  const message = (from: Side, id: string, type: string, payload: object, fields: object = {}): object => ({ from, message: { v: "ipc.v0", id: longId(id), ts: "2026-01-01T00:00:00Z", type, payload, ...longReply(fields) } });

  // Looking through the whole transcript for each of its lines takes longer than a test may.
  test.each<readonly [string, number, (index: number) => readonly object[], Readonly<Record<string, "pass" | "fail">>]>([
    [
      "invokes, each with progress, a result and a late cancel",
      40_000,
      (index) => [
        message("runner", `r${index}`, "invoke", { op: "text.stream", args: { text: "ab" } }),
        message("adapter", `p${index}`, "progress", {}, { replyTo: `r${index}` }),
        message("adapter", `a${index}`, "result", { ok: true, data: {} }, { replyTo: `r${index}` }),
        message("runner", `c${index}`, "cancel", {}, { replyTo: `r${index}` }),
      ],
      { "IPC-INV-001": "pass", "IPC-INV-002": "pass", "IPC-CP-001": "pass", "IPC-CP-004": "pass", "IPC-CP-005": "pass" },
    ],
    [
      "lines that are no messages, each with its error",
      100_000,
      (index) => [{ from: "runner", fault: { code: "IPC_MALFORMED", reason: "not-json", pointer: "" }, raw: "x" }, message("adapter", `e${index}`, "error", { code: "IPC_MALFORMED", message: "", retryable: false })],
      { "IPC-TR-009": "pass", "IPC-ERR-001": "pass" },
    ],
    [
      "second hellos, each with two errors that name it",
      30_000,
      (index) => [
        message("runner", `h${index}`, "hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [], session: {} }),
        ...["one", "two"].map((which) => message("adapter", `${which}${index}`, "error", { code: "IPC_STATE", message: "", retryable: false }, { replyTo: `h${index}` })),
      ],
      { "IPC-HS-007": "fail" },
    ],
    ["blank lines", 150_000, () => [{ from: "runner", blank: true }], { "IPC-TR-007": "pass", "IPC-TR-101": "fail" }],
  ])("is judged: %s", (_, count, make, expected) => {
    const found = new Map(judgeTranscript(transcript(count, make)).map(({ requirement, verdict }) => [requirement, verdict]));
    expect(Object.fromEntries(Object.keys(expected).map((requirement) => [requirement, found.get(requirement)]))).toEqual(expected);
  });
});

describe("any transcript", () => {
  test("is judged without fail, and always alike", () => {
    const line = fc.oneof(
      fc.constantFrom<Happening>(hello, helloAck, capabilities, ack, invoke, result, ...later, ...ended, waited, error("IPC_STATE", "i"), error("IPC_MALFORMED"), broken("[]\n"), broken("\n"), adapterLine({ id: 1 }), adapterLine({ type: null })),
      fc.tuple(fc.constantFrom<Side>("runner", "adapter"), fc.json().map((text) => `${text}\n`)),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 25 }), (happenings) => {
        const entries = parseTranscript(transcriptOf(happenings));
        const once = judgeTranscript(entries);
        expect(judgeTranscript(structuredClone(entries))).toEqual(once);
        expect(once.filter(({ requirement }) => !decidable.has(requirement))).toEqual([]);
      }),
    );
  });

  test("is judged even where its messages are none", () => {
    const value = fc.dictionary(fc.constantFrom("v", "id", "type", "payload", "replyTo"), fc.oneof(fc.constantFrom("hello", "invoke", "result", "error", "progress", "capabilities"), fc.jsonValue())) as fc.Arbitrary<JsonObject>;
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), (messages) => {
        const entries = messages.map((message, index) => ({ n: index + 1, from: index % 2 === 0 ? "runner" : "adapter", message }));
        expect(() => judgeTranscript(entries as never)).not.toThrow();
      }),
    );
  });
});
