import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { groupIsAlive } from "../../../tools/harness/process_group.ts";
import type { JsonObject } from "../../../tools/json/value.ts";
import { run, type Run, type RunRequest } from "./run.ts";
import { receiptText } from "./receipt.ts";
import { verifyReceipt } from "./verify_receipt.ts";

const scripted = join(import.meta.dirname, "fakes/scripted_adapter.cjs");

type Step = readonly [string, ...unknown[]];

async function runScript(steps: readonly Step[], changes: Partial<RunRequest> = {}): Promise<Run> {
  const done = await run({
    command: [process.execPath, scripted, JSON.stringify(steps)],
    operation: "text.caps",
    args: { text: "hello" },
    secrets: {},
    environment: process.env,
    ...changes,
  });
  const group = done.end.pid;
  if (group !== undefined) expect(groupIsAlive(group)).toBe(false);
  expect(verify(done)).toEqual([]);
  return done;
}

function verify({ receipt, transcript }: Run): unknown {
  return verifyReceipt({ receipt: Buffer.from(receiptText(receipt)), transcript: Buffer.from(transcript) }).findings;
}

function codeOf({ outcome }: Run): string {
  return outcome.ok ? "ok" : outcome.error.code;
}

const greeted: readonly Step[] = [["read"], ["greet"], ["read"], ["read"]];
const done: readonly Step[] = [["result"], ["drain"]];
const fine: readonly Step[] = [...greeted, ...done];

describe("takes what a plain adapter may do", () => {
  test.each<[string, readonly Step[]]>([
    ["an adapter written to the facts alone", fine],
    ["lines that end in CRLF, and blank lines", [["read"], ["raw", "\r\n\n  \n"], ["greet"], ["read"], ["read"], ...done]],
    ["progress before the result", [...greeted, ["send", { type: "progress", payload: { fraction: 0.5 }, replyTo: "$last" }], ...done]],
    ["members it does not know, and a trace", [["read"], ["greet", { hello_ack: { trace: { traceId: "t" } } }], ["read"], ["read"], ["result", { text: "HELLO", more: 1 }], ["drain"]]],
    ["a flood on standard error", [["read"], ["errorFlood", 10e6], ["greet"], ["read"], ["read"], ...done]],
    ["no line feed after the last line", [...greeted, ["result"], ["raw", " "], ["exit"]]],
  ])("%s", async (_name, steps) => {
    expect((await runScript(steps)).outcome).toMatchObject({ ok: true, data: { text: "HELLO" } });
  });

  test("an end by itself with another status: the result stands and the receipt tells", async () => {
    const run_ = await runScript([...greeted, ["result"], ["exit", 7]]);
    expect(codeOf(run_)).toBe("ok");
    expect(run_.receipt.exitCode).toBe(7);
  });

  test("one that never ends is stopped: the result stands, and there is no exit code", async () => {
    const run_ = await runScript([["deaf"], ["child"], ...greeted, ["result"], ["hang"]]);
    expect(codeOf(run_)).toBe("ok");
    expect(run_.receipt.exitCode).toBeNull();
  });
});

describe("names what a misbehaving adapter does", () => {
  const limit = { timeoutMs: 300 };
  const stray = (text: string): Step => ["raw", text];
  test.each<[string, string, readonly Step[]]>([
    ["is silent", "CONTRACT_TIMEOUT", [["hang"]]],
    ["is silent and deaf to SIGTERM, with a child that is too", "CONTRACT_TIMEOUT", [["deaf"], ["child"], ["hang"]]],
    ["never answers the invoke", "CONTRACT_TIMEOUT", [...greeted, ["hang"]]],
    ["reports progress but never a result", "CONTRACT_TIMEOUT", [...greeted, ["send", { type: "progress", payload: {}, replyTo: "$last" }], ["hang"]]],
    ["dies at once", "CONTRACT_ADAPTER_EXITED", [["exit", 3]]],
    ["is killed", "CONTRACT_ADAPTER_EXITED", [["read"], ["kill"]]],
    ["dies before the result", "CONTRACT_ADAPTER_EXITED", [...greeted, ["exit", 4]]],
    ["dies in the middle of a line", "IPC_MALFORMED", [...greeted, stray('{"v":"ipc.v0","id"'), ["exit", 4]]],
    ["dies and leaves a child that holds its output", "CONTRACT_ADAPTER_EXITED", [["child"], ...greeted, ["exit", 4]]],
    ["closes its output but lives", "CONTRACT_ADAPTER_EXITED", [...greeted, ["closeOutput"], ["hang"]]],
    ["babbles", "IPC_MALFORMED", [["read"], stray("hello there\n"), ["drain"]]],
    ["babbles after the result", "IPC_MALFORMED", [...greeted, ["result"], stray("bye\n"), ["drain"]]],
    ["writes an array", "IPC_MALFORMED", [["read"], stray("[]\n"), ["drain"]]],
    ["writes bytes that are not UTF-8", "IPC_MALFORMED", [["read"], ["bytes", "7b22ff227d0a"], ["drain"]]],
    ["writes a byte-order mark", "IPC_MALFORMED", [["read"], stray("\ufeff{}\n"), ["drain"]]],
    ["writes an object that is no envelope", "IPC_ENVELOPE_INVALID", [["read"], stray('{"hello":1}\n'), ["drain"]]],
    ["sends an unknown type", "IPC_UNKNOWN_TYPE", [["read"], ["send", { type: "hullo", payload: {} }], ["drain"]]],
    ["sends a payload that does not fit", "IPC_PAYLOAD_INVALID", [["read"], ["greet", { capabilities: { payload: {} } }], ["drain"]]],
    ["answers another hello", "CONTRACT_REPLY_MISMATCH", [["read"], ["greet", { hello_ack: { replyTo: "some-other-hello" } }], ["drain"]]],
    ["selects what was not offered", "IPC_PROTO_MISMATCH", [["read"], ["greet", { hello_ack: { payload: { role: "adapter", selected: "ipc.v9" } } }], ["drain"]]],
    ["answers another invoke", "CONTRACT_REPLY_MISMATCH", [...greeted, ["result", {}, { replyTo: "another-invoke" }], ["drain"]]],
    ["reports progress on nothing", "CONTRACT_REPLY_MISMATCH", [...greeted, ["send", { type: "progress", payload: {}, replyTo: "another-invoke" }], ...done]],
    ["answers twice", "CONTRACT_REPLY_MISMATCH", [...greeted, ["result"], ["result"], ["drain"]]],
    ["answers again after the end of input", "CONTRACT_REPLY_MISMATCH", [...greeted, ["result"], ["drain"], ["result"], ["exit"]]],
    ["uses an id twice", "IPC_DUPLICATE_ID", [...greeted, ["send", { id: "the-same-id", type: "progress", payload: {}, replyTo: "$last" }], ["result", {}, { id: "the-same-id" }], ["drain"]]],
    ["tells its capabilities twice", "IPC_STATE", [["read"], ["greet"], ["read"], ["read"], ["send", { type: "capabilities", payload: { adapter: { name: "a", version: "1" }, capabilities: [] } }], ["drain"]]],
    ["sends what only a runner sends", "IPC_STATE", [["read"], ["send", { type: "invoke", payload: { op: "x", args: {} } }], ["drain"]]],
    ["does not declare the operation", "CONTRACT_OP_NOT_DECLARED", [["read"], ["greet", { capabilities: { payload: { adapter: { name: "a", version: "1" }, capabilities: [] } } }], ["drain"]]],
    ["refuses the hello", "IPC_PROTO_MISMATCH", [["read"], ["send", { type: "error", payload: { code: "IPC_PROTO_MISMATCH", message: "no", retryable: false }, replyTo: "$0" }], ["exit", 1]]],
    ["reports an error that names nothing", "ADAPTER_FAILED", [...greeted, ["send", { type: "error", payload: { code: "ADAPTER_FAILED", message: "no", retryable: false } }], ["drain"]]],
    ["answers with an error", "ADAPTER_ODD", [...greeted, ["send", { type: "error", payload: { code: "ADAPTER_ODD", message: "no", retryable: true }, replyTo: "$last" }], ["drain"]]],
    ["answers with a result that is not ok", "CONTRACT_RESULT_NOT_OK", [...greeted, ["send", { type: "result", payload: { ok: false }, replyTo: "$last" }], ["drain"]]],
    ["takes no line as long as the invoke", "IPC_LINE_TOO_LONG", [["read"], ["greet", { hello_ack: { payload: { role: "adapter", selected: "ipc.v0", maxLineBytes: 4096 } } }], ["drain"]]],
  ])("one that %s: %s", async (name, code, steps) => {
    const long = name.startsWith("takes no line") ? { args: { text: "x".repeat(5000) } } : {};
    expect(codeOf(await runScript(steps, { ...limit, ...long }))).toBe(code);
  });

  test("one that cannot be started", async () => {
    const run_ = await run({ command: ["/nonexistent/adapter"], operation: "text.caps", args: {}, secrets: {}, environment: process.env });
    expect(codeOf(run_)).toBe("CONTRACT_START_FAILED");
    expect(run_.receipt.exitCode).toBeNull();
    expect(receiptText(run_.receipt)).not.toContain("nonexistent");
  });

  test("one that writes a gigabyte without a line feed, in little memory and before its deadline", async () => {
    const before = process.memoryUsage().rss;
    const run_ = await runScript([["read"], ["flood", 2 ** 30]], { timeoutMs: 60_000 });
    expect(codeOf(run_)).toBe("IPC_LINE_TOO_LONG");
    expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  });

  test("one that writes lines without end", async () => {
    const progress = `${JSON.stringify({ v: "ipc.v0", id: "progress-1", ts: "2026-01-01T00:00:00Z", type: "progress", payload: {} })}\n`;
    expect(codeOf(await runScript([...greeted, ["repeat", 1e4, progress]]))).toBe("IPC_ENVELOPE_INVALID");
    expect(codeOf(await runScript([...greeted, ["flood", 8e6, "\n"]], { timeoutMs: 60_000 }))).toBe("CONTRACT_STRAY_OUTPUT");
  });

  test("a line one byte over the limit is refused, and one of exactly the limit is taken", async () => {
    const overhead = '{"v":"ipc.v0","id":"result-00001","ts":"2026-01-01T00:00:00Z","type":"progress","payload":{"message":""},"replyTo":"runner-00000003"}'.length;
    const line = (length: number): Step => ["raw", `{"v":"ipc.v0","id":"result-00001","ts":"2026-01-01T00:00:00Z","type":"progress","payload":{"message":"${"x".repeat(length - overhead)}"},"replyTo":"runner-00000003"}\n`];
    const script = [...greeted, line(1_048_576), ...done];
    const long = [...greeted, line(1_048_577), ...done];
    // A command line cannot hold a script of that length.
    const file = (steps: readonly Step[]): Partial<RunRequest> => ({ command: [process.execPath, "-e", `process.argv[2]=${JSON.stringify(JSON.stringify(steps)).replace(/x{9,}/, (run_) => `"+"x".repeat(${run_.length})+"`)};require(${JSON.stringify(scripted)})`, "-"] });
    expect(codeOf(await runScript([], file(script)))).toBe("ok");
    expect(codeOf(await runScript([], file(long)))).toBe("IPC_LINE_TOO_LONG");
  });
});

describe("transcript and receipt are the same bytes on every run", () => {
  test.each<[string, readonly Step[]]>([
    ["a good run", [...greeted, ["send", { type: "progress", payload: { fraction: 0.5 }, replyTo: "$last", trace: { traceId: "0123456789" } }], ...done]],
    ["stray output", [["read"], ["greet"], ["raw", "stray\n"], ["drain"]]],
    ["a line without end", [["read"], ["flood", 3e6]]],
    ["death", [...greeted, ["exit", 5]]],
    ["a timeout", [...greeted, ["hang"]]],
    ["lines without end", [...greeted, ["flood", 3e5, "\n"]]],
    ["much in one piece", [["greet"], ["result"], ["result"], ["drain"]]],
  ])("%s", async (_name, steps) => {
    const timeoutMs = steps.some(([action]) => action === "hang") ? 300 : 30_000;
    const runs = await Promise.all([0, 1, 2].map(() => runScript(steps, { timeoutMs })));
    runs.push(await runScript(steps, { timeoutMs, environment: { PATH: process.env.PATH, LANG: "tr_TR.UTF-8" } }));
    expect(new Set(runs.map(({ transcript }) => transcript)).size).toBe(1);
    expect(new Set(runs.map(({ receipt }) => receiptText(receipt))).size).toBe(1);
  });
});

describe("environment and secrets", () => {
  const secret = 's3cr\\et"\u00fc/x';
  const environment = { ...process.env, TOKEN: secret, OTHER: "other-value" };

  test("the adapter gets neither what it does not need nor a secret that was not named", async () => {
    const { outcome } = await runScript([...greeted, ["names"], ["drain"]], { environment });
    expect(outcome).toMatchObject({ ok: true });
    expect(JSON.stringify(outcome)).not.toMatch(/TOKEN|OTHER/);
  });

  test("a named secret reaches the adapter, and no file", async () => {
    const args: JsonObject = { text: secret, deep: [{ [secret]: `before ${secret} after` }], quoted: JSON.stringify({ inner: JSON.stringify(secret) }) };
    const run_ = await runScript([["error", `log ${secret}\n`], ...greeted, ["environment", "TOKEN"], ["drain"]], { environment, args, secrets: { TOKEN: secret } });
    expect(run_.outcome).toEqual({ ok: true, data: { text: "[secret:TOKEN]" } });
    const files = [run_.transcript, receiptText(run_.receipt), run_.rawInput.content().toString(), run_.rawOutput.content().toString()].join("\n");
    for (const form of [secret, JSON.stringify(secret).slice(1, -1), "s3cr"]) expect(files).not.toContain(form);
    expect(run_.receipt.redacted).toEqual(["TOKEN"]);
  });
});
