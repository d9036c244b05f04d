import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import { pause } from "../../../tools/harness/deadline.ts";
import { createDecoder } from "../../../tools/protocol/decode.ts";
import type { Operation } from "./operation.ts";
import { createHandler } from "./serve.ts";
import { textAdapter } from "./text_adapter.ts";

/** A session with the adapter inside this process: lines in, messages out. */
function session(operations: readonly Operation[] = textAdapter.operations) {
  const decoder = createDecoder();
  const answers: JsonObject[] = [];
  const lines: string[] = [];
  const handler = createHandler({ name: "test", version: "1", operations }, (line) => {
    lines.push(line);
    answers.push(JSON.parse(line) as JsonObject);
  });
  let count = 0;
  const line = (text: string): number | undefined => decoder.push(Buffer.from(`${text}\n`)).map((decoded) => handler.receive(decoded)).at(-1);
  const send = (type: string, payload: JsonValue, more: JsonObject = {}): string => {
    const id = `runner-${String((count += 1)).padStart(8, "0")}`;
    line(JSON.stringify({ v: "ipc.v0", id, ts: "2026-01-01T00:00:00Z", type, payload, ...more }));
    return id;
  };
  const greet = (limit?: number): void => {
    send("hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [], ...(limit === undefined ? {} : { session: { maxLineBytes: limit } }) });
    send("capabilities_ack", { accepted: [] }, { replyTo: answers[1]?.id ?? "" });
    answers.length = 0;
  };
  return { handler, answers, lines, line, send, greet };
}

const payloads = (answers: readonly JsonObject[]): JsonValue[] => answers.map(({ payload }) => payload ?? null);
const codes = (answers: readonly JsonObject[]): unknown[] => answers.map(({ payload }) => (payload as JsonObject).code ?? (payload as JsonObject).ok ?? null);

describe("text.caps", () => {
  test.each([
    ["hello", "HELLO"],
    ["straße", "STRASSE"],
    ["\ufb01 \u0149 \u01f0 \u0390", "FI \u02bcN J\u030c \u0399\u0308\u0301"],
    ["𐐨𞤢", "𐐀𞤀"],
    ["iıİ", "IIİ"],
    ["ὀδυσσεύς", "ὈΔΥΣΣΕΎΣ"],
    ["", ""],
    ["\u0000\u2028\ud83d\ude00", "\u0000\u2028\ud83d\ude00"],
  ])("%j -> %j", (text, upper) => {
    const { answers, send, greet } = session();
    greet();
    const id = send("invoke", { op: "text.caps", args: { text, more: 1 } });
    expect(answers).toMatchObject([{ type: "result", replyTo: id, payload: { ok: true, data: { text: upper } } }]);
  });

  test.each<[JsonValue]>([[{}], [{ text: 1 }], [{ text: null }], [{ text: ["a"] }], [{ TEXT: "a" }]])("refuses %j", (args) => {
    const { answers, send, greet } = session();
    greet();
    send("invoke", { op: "text.caps", args });
    expect(codes(answers)).toEqual(["ADAPTER_BAD_INPUT"]);
  });
});

describe("text.stream", () => {
  test("reports as many steps as it was asked for, and then the result", async () => {
    const { handler, answers, send, greet } = session();
    greet();
    send("invoke", { op: "text.stream", args: { text: "a", steps: 2 } });
    expect(handler.running()).toBe(1);
    expect(await handler.endOfInput()).toBe(0);
    expect(payloads(answers)).toMatchObject([{ fraction: 0.5 }, { fraction: 1 }, { ok: true, data: { text: "A" } }]);
    expect(handler.running()).toBe(0);
  });

  test.each<[JsonValue]>([[{ text: "a", steps: 0 }], [{ text: "a", steps: 1001 }], [{ text: "a", steps: 1.5 }], [{ text: "a", stepMs: -1 }], [{ text: "a", stepMs: "1" }], [{ steps: 1 }]])("refuses %j", async (args) => {
    const { handler, answers, send, greet } = session();
    greet();
    send("invoke", { op: "text.stream", args });
    expect(await handler.endOfInput()).toBe(0);
    expect(codes(answers)).toEqual(["ADAPTER_BAD_INPUT"]);
  });

  test("a cancel ends it, once, and a second one finds nothing", async () => {
    const { handler, answers, send, greet } = session();
    greet();
    const id = send("invoke", { op: "text.stream", args: { text: "a", stepMs: 60_000 } });
    send("cancel", {}, { replyTo: id });
    send("cancel", {}, { replyTo: id });
    send("cancel", {}, { replyTo: "never-invoked" });
    expect(await handler.endOfInput()).toBe(0);
    expect(answers).toMatchObject([{ type: "error", replyTo: id, payload: { code: "ADAPTER_CANCELLED", retryable: false } }]);
  });

  test("an id that comes again while its invoke still runs is refused, however many came between", async () => {
    const { handler, answers, line, send, greet } = session();
    greet();
    const id = send("invoke", { op: "text.stream", args: { text: "a", stepMs: 60_000 } });
    for (let count = 0; count < 5000; count += 1) send("cancel", {}, { replyTo: "never-invoked" });
    line(JSON.stringify({ v: "ipc.v0", id, ts: "2026-01-01T00:00:00Z", type: "invoke", payload: { op: "text.stream", args: { text: "b", stepMs: 0 } } }));
    expect(handler.running()).toBe(1);
    send("cancel", {}, { replyTo: id });
    expect(await handler.endOfInput()).toBe(0);
    expect(codes(answers)).toEqual(["IPC_DUPLICATE_ID", "ADAPTER_CANCELLED"]);
  });

  test("its time runs out, while another goes on", async () => {
    const { handler, answers, send, greet } = session();
    greet();
    const slow = send("invoke", { op: "text.stream", args: { text: "slow", stepMs: 60_000 }, timeoutMs: 5 });
    const quick = send("invoke", { op: "text.stream", args: { text: "quick", steps: 1, stepMs: 30 }, timeoutMs: 60_000 });
    await pause(0);
    expect(await handler.endOfInput()).toBe(0);
    expect(answers).toMatchObject([
      { replyTo: slow, payload: { code: "ADAPTER_TIMEOUT", retryable: true } },
      { replyTo: quick, type: "progress" },
      { replyTo: quick, payload: { ok: true } },
    ]);
  });
});

describe("the frame", () => {
  test("a result that does not fit, and a limit that counts bytes", () => {
    const { answers, lines, send, greet } = session();
    greet(4096);
    lines.length = 0;
    send("invoke", { op: "text.caps", args: { text: "ß".repeat(1900) } });
    send("invoke", { op: "text.caps", args: { text: "é".repeat(1900) } });
    send("invoke", { op: "text.caps", args: { text: "é".repeat(1990) } });
    expect(codes(answers)).toEqual([true, true, "ADAPTER_RESULT_TOO_LARGE"]);
    for (const line of lines) expect(Buffer.byteLength(line) - 1).toBeLessThanOrEqual(4096);
  });

  test("an error never makes a line that is too long, even about an id that fills one", () => {
    const { answers, lines, line, greet } = session();
    greet(4096);
    lines.length = 0;
    const long = (type: string, payload: JsonValue): void => {
      const message = { v: "ipc.v0", id: "x".repeat(5000), ts: "2026-01-01T00:00:00Z", type, payload };
      line(JSON.stringify(message));
    };
    long("invoke", { op: "text.caps", args: { text: "a" } });
    long("invoke", { op: "text.caps", args: { text: "a" } });
    expect(codes(answers)).toEqual(["ADAPTER_RESULT_TOO_LARGE", "IPC_DUPLICATE_ID"]);
    for (const written of lines) expect(written.length).toBeLessThan(4097);
  });

  test("what an operation throws is its failure, and its text stays inside", async () => {
    const capability = { sideEffects: "none" } as const;
    const secret = new Error("/home/me/token");
    const operations: Operation[] = [
      { capability: { ...capability, name: "at.once" }, answer: () => { throw secret; } },
      { capability: { ...capability, name: "later" }, perform: () => Promise.reject(secret) },
    ];
    const { handler, answers, send, greet } = session(operations);
    greet();
    send("invoke", { op: "at.once", args: {} });
    send("invoke", { op: "later", args: {} });
    send("invoke", { op: "__proto__", args: {} });
    expect(await handler.endOfInput()).toBe(0);
    expect(codes(answers)).toEqual(["ADAPTER_FAILED", "ADAPTER_NO_SUCH_OP", "ADAPTER_FAILED"]);
    expect(JSON.stringify(answers)).not.toContain("home");
  });

  test("leaves with status 1 where there is no protocol in common", () => {
    const { answers, line } = session();
    const hello = { v: "ipc.v0", id: "hello-0001", ts: "2026-01-01T00:00:00Z", type: "hello", payload: { role: "runner", protocols: ["ipc.v9"], requestedCapabilities: [] } };
    expect(line(JSON.stringify(hello))).toBe(1);
    expect(codes(answers)).toEqual(["IPC_PROTO_MISMATCH"]);
  });
});
