import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeLine } from "./decode.ts";
import { createEncoder, createMessageFactory, encodeMessage } from "./encode.ts";
import type { Message } from "./messages.ts";

describe("encoding", () => {
  test("says what JSON.stringify says", () => {
    const word = fc.oneof(fc.constantFrom("m-00000001", "2026-01-01T00:00:00+00:00", 'a"b', "ä", "\n"), fc.string());
    const message = fc.record({ v: fc.constant("ipc.v0"), id: word, ts: word, type: fc.constant("result"), payload: fc.jsonValue(), replyTo: word, trace: fc.constant({ traceId: "t" }), extra: fc.constant(1) }, { requiredKeys: ["v", "id", "ts", "type", "payload"] });
    const encode = createEncoder();
    fc.assert(
      fc.property(message, (value) => {
        const line = encode(value as unknown as Message);
        expect(line.endsWith("}\n") && line.indexOf("\n") === line.length - 1).toBe(true);
        expect(JSON.parse(line)).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
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
