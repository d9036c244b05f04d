import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ConformanceReport } from "../../report/verdict.ts";
import { startTrial } from "./conform.trial.ts";

const { folder, wsc } = startTrial();

describe("samples", () => {
  test.each([
    ["a misspelt member", { operations: [{ op: "text.caps", args: {}, badargs: {} }] }, '/operations/0 has no member "badargs"; did you mean "badArgs"?'],
    ["no operation", { operations: [] }, "/operations must NOT have fewer than 1 items"],
    ["arguments that are no object", { operations: [{ op: "text.caps", args: [] }] }, "/operations/0/args must be object"],
  ])("with %s are refused", async (_, samples, message) => {
    writeFileSync(join(folder, "samples.json"), JSON.stringify(samples));
    expect(await wsc("conform", "adapter", "--samples", "samples.json", "--", "./no-such-adapter")).toMatchObject({ status: 2, errors: expect.stringContaining(`--samples: samples.json: ${message}`) as string });
  });
});

describe("the samples of several operations", () => {
  const operations = [
    { op: "number.half", args: { of: 4 }, badArgs: { of: "four" } },
    { op: "number.half", args: { of: 5 } },
    { op: "number.twice", args: { of: 4 }, badArgs: { of: "four" }, slowArgs: { of: 4, forMs: 20_000 } },
  ];
  /** An adapter of two operations; what it does wrong, if anything, is told by its argument. */
  const program = `
    const wrong = process.argv[2];
    let count = 0, ready = false;
    const running = new Map(), lost = new Set();
    const send = (type, replyTo, payload) => console.log(JSON.stringify({ v: "ipc.v0", id: "numbers-" + ++count, ts: "2026-01-01T00:00:00Z", type, replyTo, payload }));
    const refuse = (replyTo, code, retryable = false) => send("error", replyTo, { code, message: "no", retryable });
    const capability = { sideEffects: "none", timeouts: { defaultMs: 1000 }, outputSchema: { type: "integer" } };
    const end = (id, answer) => { clearTimeout(running.get(id)); if (running.delete(id)) answer(); };
    const take = ({ id, type, payload, replyTo }) => {
      if (type === "hello") {
        send("hello_ack", id, { role: "adapter", selected: "ipc.v0" });
        send("capabilities", id, { adapter: { name: "numbers", version: "1" }, capabilities: [{ name: "number.half", ...capability }, { name: "number.twice", ...capability, cancellable: true }] });
      } else if (type === "cancel") {
        lost.add(replyTo);
        end(replyTo, () => refuse(replyTo, wrong === "cancel" ? "ADAPTER_FAILED" : "ADAPTER_CANCELLED"));
      } else if (type === "capabilities_ack") ready = true;
      else if (!ready) refuse(id, "IPC_STATE");
      else if (payload.op !== "number.half" && payload.op !== "number.twice") refuse(id, "ADAPTER_NO_SUCH_OP");
      else if (typeof payload.args.of !== "number") refuse(id, wrong === payload.op ? "ADAPTER_FAILED" : "ADAPTER_BAD_INPUT");
      else if (payload.args.forMs) {
        running.set(id, setTimeout(() => end(id, () => send("result", id, { ok: true, data: 1 })), payload.args.forMs));
        if (payload.timeoutMs) setTimeout(() => end(id, () => refuse(id, "ADAPTER_TIMEOUT", true)), payload.timeoutMs);
      } else if (wrong === "loses") {
        send("progress", id, {});
        setTimeout(() => lost.has(id) || send("result", id, { ok: true, data: 2 }), 50);
      } else send("result", id, { ok: true, data: payload.op === "number.twice" ? 2 * payload.args.of : wrong === "half" ? payload.args.of / 2 : Math.floor(payload.args.of / 2) });
    };
    let rest = "";
    process.stdin.on("data", (chunk) => { const lines = (rest + chunk).split("\\n"); rest = lines.pop(); for (const line of lines) take(JSON.parse(line)); });
    process.stdin.on("end", () => { for (const timer of running.values()) clearTimeout(timer); });
  `;
  const selected = ["IPC-INV-001", "IPC-INV-006", "IPC-INV-010", "IPC-INV-011", "cancel/adapter/cancelled-once", "IPC-CP-003"];
  const numbers = async (wrong: string, ...options: readonly string[]): ReturnType<typeof wsc> => {
    writeFileSync(join(folder, "numbers.cjs"), program);
    writeFileSync(join(folder, "numbers.json"), JSON.stringify({ operations }));
    return await wsc("conform", "adapter", "--samples", "numbers.json", ...selected.flatMap((requirement) => ["--run", requirement]), ...options, "--", process.execPath, "numbers.cjs", wrong);
  };

  test("are all played, and verified", async () => {
    expect(await numbers("nothing", "--out", "numbers")).toMatchObject({ status: 0 });
    const transcript = readFileSync(join(folder, "numbers", "case.invoke.adapter.output-schema.ndjson"), "utf8");
    expect(transcript.match(/"args":\{"of":[45]\},"op":"number\.\w+"/g)).toEqual(['"args":{"of":4},"op":"number.half"', '"args":{"of":5},"op":"number.half"', '"args":{"of":4},"op":"number.twice"']);
    expect(await wsc("receipt", "verify", "numbers")).toMatchObject({ status: 0 });
  });

  test.each([
    ["a second sample with data against the outputSchema", "half", "IPC-INV-010", "The data is not valid by the outputSchema."],
    ["a second operation that takes bad arguments for a failure", "number.twice", "IPC-INV-006", "No error ADAPTER_BAD_INPUT to the invoke came."],
    ["a second operation that takes a cancel for a failure", "cancel", "IPC-CP-003", "No error ADAPTER_CANCELLED to the slow invoke came."],
    ["an operation that has reported progress and is lost when it is cancelled", "loses", "IPC-CP-002", "The invoke has no terminal message."],
  ])("show %s, and so do their transcripts", async (_, wrong, requirement, reason) => {
    const { output } = await numbers(wrong, "--deadline", "2000", "--format", "json", "--out", "wrong-numbers");
    const { requirements } = JSON.parse(output) as ConformanceReport;
    expect(requirements.filter(({ verdict }) => verdict === "fail")).toMatchObject([{ requirement, reason }]);
    expect(await wsc("receipt", "verify", "wrong-numbers")).toMatchObject({ status: 0 });
  });
});
