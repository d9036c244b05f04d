import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeLine } from "./decode.ts";
import { createMessageFactory, createMessageWriter, encodeMessage } from "./encode.ts";
import type { ErrorPayload, ResultPayload } from "./messages.ts";

describe("encoding", () => {
  const word = fc.oneof(fc.constantFrom("m-00000001", 'a"b', "\\", "ä", "\u007f", "\ud800", "\n"), fc.string(), fc.string({ unit: "binary" }));
  const tree = fc.oneof(fc.jsonValue(), fc.record({ text: word, list: fc.tuple(word, fc.constant(1)), deep: fc.record({ word }) }));
  const payload = fc.oneof(
    { weight: 4, arbitrary: fc.record({ ok: fc.constant(true), data: fc.record({ text: word, "2": word, list: fc.tuple(word, fc.constant(1)), ["__proto__"]: word }) }) },
    fc.record({ ok: fc.boolean(), data: tree, meta: fc.dictionary(word, fc.jsonValue()) }, { requiredKeys: ["ok", "data"] }),
  );

  test("says what JSON.stringify says, also of payloads that are like earlier ones", () => {
    fc.assert(
      fc.property(payload, fc.array(fc.tuple(payload, fc.option(word, { nil: undefined })), { maxLength: 20 }), (common, others) => {
        const write = createMessageWriter({ prefix: "adapter-" });
        const all = [...Array.from({ length: 9 }, () => [common, "runner-1"] as const), ...others.flatMap((one) => [one, [common, "runner-1"] as const])];
        for (const [one, replyTo] of all) {
          const { message, line } = write("result", one as ResultPayload, replyTo);
          expect(line).toBe(encodeMessage(message));
        }
      }),
    );
  });

  test("says what a payload says at the time, not what it said when it was learnt from", () => {
    const write = createMessageWriter({ prefix: "adapter-" });
    const meta = { count: 0, list: [1, "a"] };
    for (let count = 0; count < 20; count += 1) {
      meta.count = Math.floor(count / 10);
      meta.list[0] = count % 3;
      const { message, line } = write("result", { ok: true, data: "A", meta }, `runner-${count}`);
      expect(line).toBe(encodeMessage(message));
    }
  });

  test("says what a message says that is nearly like those before", () => {
    let now = 0;
    const write = createMessageWriter({ prefix: "adapter-", now: () => now });
    const common: ResultPayload = { ok: true, data: { list: ["a", "b"], text: "c" } };
    const says = (type: "result" | "error", payload: unknown, replyTo?: string): void => {
      const { message, line } = write(type, payload as ResultPayload & ErrorPayload, replyTo);
      expect(line).toBe(encodeMessage(message));
    };
    const nearly: (() => void)[] = [
      () => { says("result", { ok: true, data: { list: ["a", "b"] } }, "runner-1"); },
      () => { says("result", { ok: true, data: { list: { 0: "a", 1: "b" }, text: "c" } }, "runner-1"); },
      () => { says("result", { ok: true, data: { list: ["a"], text: "c" } }, "runner-1"); },
      () => { says("result", { ...common, meta: {} }, "runner-1"); },
      () => { says("result", common); },
      () => { says("result", common, 'a"b'); },
      () => { says("error", common, "runner-1"); },
      () => { now += 1; },
    ];
    for (let count = 0; count < 9; count += 1) says("result", common, "runner-1");
    for (const step of nearly) {
      step();
      says("result", common, "runner-1");
    }
  });

  test("makes messages that decode, with ids that never repeat", () => {
    const make = createMessageFactory({ prefix: "runner-" });
    const messages = Array.from({ length: 100 }, () => make("invoke", { op: "text.caps", args: { text: "ä" } }, { trace: { traceId: "t" } }));
    expect(new Set(messages.map(({ id }) => id)).size).toBe(100);
    expect([0, 8, 9, 98, 99].map((index) => messages[index]?.id)).toEqual(["runner-00000001", "runner-00000009", "runner-00000010", "runner-00000099", "runner-00000100"]);
    for (const message of messages) expect(decodeLine(Buffer.from(encodeMessage(message).trimEnd()))).toEqual({ kind: "message", message, ending: "lf" });
  });

  test("keeps the time of the clock it is given", () => {
    let now = 0;
    const make = createMessageFactory({ prefix: "runner-", now: () => now });
    expect(make("cancel", {}, { replyTo: "x" }).ts).toBe("1970-01-01T00:00:00.000Z");
    now = 61_000;
    expect(make("cancel", {}, { replyTo: "x" }).ts).toBe("1970-01-01T00:01:01.000Z");
  });
});
