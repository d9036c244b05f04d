import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDecoder, decodeLine } from "./decode.ts";
import { createLikeness } from "./likeness.ts";
import type { Message } from "./messages.ts";

const result = '{"v":"ipc.v0","id":"adapter-1","ts":"2026-01-01T00:00:00Z","type":"result","payload":{"ok":true,"data":{"text":"A","list":["x",1,{}]}},"replyTo":"runner-1"}';
const invoke = '{ "ts": "2026-01-01T00:00:00Z", "id": "runner-1", "v": "ipc.v0", "type": "invoke", "payload": {"args": {"__proto__": "a", "2": "b", "é": "c"}, "op": "x"}, "trace": {"traceId": "t"} }';

/** What has learnt from `line`. */
const taught = (line: string, maximum = 4096) => {
  const likeness = createLikeness(maximum);
  for (let count = 0; count < 8; count += 1) likeness.missed(line, JSON.parse(line) as Message);
  return (other: string): unknown => {
    likeness.begin(Buffer.from(`${other}\n`));
    const message = likeness.read(0);
    if (message !== undefined) expect(likeness.next()).toBe(Buffer.byteLength(other) + 1);
    return message;
  };
};

describe("a line is read by its likeness to another", () => {
  test.each<readonly [string, string, (line: string) => string]>([
    ["itself", result, (line) => line],
    ["with other ids and another time", result, (line) => line.replace("adapter-1", "another-one").replace("runner-1", "").replace("00Z", "59.5+01:00")],
    ["with other texts", result, (line) => line.replace('"A"', '"b, [c] {d}: e\u007f~ !#"').replace('"x"', '""')],
    ["with white space, another order and a trace", invoke.replace('"2": "b", ', ""), (line) => line.replace('"t"', '"u"').replace('"a"', '"b"')],
  ])("%s", (_, line, change) => {
    const read = taught(line);
    expect(read(change(line))).toEqual(JSON.parse(change(line)));
    expect(read(line)).toEqual(JSON.parse(line));
  });

  test("unless anything else differs, or what differs is not plain", () => {
    const read = taught(result);
    const changes = [
      ["ipc.v0", "ipc.v1"], ["adapter-1", "short"], ["01-01", "02-30"], ["result", "hello"], ["true", "fals"], ["text", "next"], ["1,", "2,"], ["{}", "{ }"], ["A", '\\"'], ["A", "\\u0041"],
      ["A", "é"], ["A", "\t"], ["A", "\u001f"], ["A", '","B":"'], ["}}", "}} "],
    ] as const;
    for (const [from, to] of changes) expect(read(result.replace(from, to)), to).toBeUndefined();
    expect(read(result)).toBeDefined();
  });

  test("unless it ends before the time of the last line would", () => {
    const timeLast = '{"v":"ipc.v0","id":"runner-1","type":"invoke","payload":{"op":"x","args":{}},"ts":"2026-01-01T00:00:00.000Z"}';
    const read = taught(timeLast);
    expect(read(timeLast.replace(".000Z", "Z"))).toEqual(JSON.parse(timeLast.replace(".000Z", "Z")));
    expect(read(timeLast.replace("2026-01-01T00:00:00.000Z", ""))).toBeUndefined();
    expect(read(timeLast)).toEqual(JSON.parse(timeLast));
  });

  test("unless it is longer than the limit", () => {
    const read = taught(result, result.length + 1);
    expect(read(result.replace('"A"', '"AB"'))).toBeDefined();
    expect(read(result.replace('"A"', '"ABC"'))).toBeUndefined();
  });

  test("nothing of a message is part of another", () => {
    const read = taught(result);
    const data = (read(result) as { payload: { data: { list: unknown[] } } }).payload.data;
    data.list.push("more");
    Object.assign(data.list[2] as object, { more: 1 });
    expect(read(result)).toEqual(JSON.parse(result));
  });

  test("nothing is learnt where names stand in another order in the tree, or strings hold escapes", () => {
    expect(taught(invoke)(invoke)).toBeUndefined();
    const escaped = result.replace('"A"', '"\\n"');
    expect(taught(escaped)(escaped)).toBeUndefined();
  });
});

describe("any lines", () => {
  const word = fc.oneof({ weight: 4, arbitrary: fc.constantFrom("runner-1", "adapter-00000002", "2026-01-01T00:00:00Z", "2026-02-30T00:00:00Z", "short", "", "result") }, { weight: 2, arbitrary: fc.string({ unit: "grapheme-ascii" }) }, fc.string({ unit: "binary" }));
  /** Changes one string of a line, or one byte. */
  const change = fc.oneof(
    { weight: 3, arbitrary: fc.tuple(fc.nat(), word).map(([at, text]) => (line: string) => {
      const strings = line.match(/"[^"]*"/g) ?? [];
      const chosen = strings[at % strings.length] ?? "";
      return line.replace(chosen, () => JSON.stringify(text));
    }) },
    fc.tuple(fc.nat(), fc.nat({ max: 0x7f }), fc.nat({ max: 1 })).map(([at, code, dropped]) => (line: string) => {
      const place = at % line.length;
      return (line.slice(0, place) + String.fromCharCode(code) + line.slice(place + dropped)).replaceAll("\n", " ");
    }),
  );
  const line = fc.tuple(fc.constantFrom(result, result, invoke, invoke.replace('"2"', '"two"')), fc.array(change, { maxLength: 2 })).map(([text, changes]) => changes.reduce((changed, by) => by(changed), text));

  test("say the same in a row as each by itself", () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 30 }), fc.constantFrom(result, invoke.replace('"2"', '"two"')), fc.array(fc.nat({ max: 3000 }), { maxLength: 5 }), (lines, common, pieces) => {
        const all = [...Array.from({ length: 9 }, () => common), ...lines.flatMap((one) => [one, common])].map((text) => Buffer.from(text));
        const bytes = Buffer.concat(all.flatMap((text) => [text, Buffer.from("\n")]));
        const decoder = createDecoder();
        const found = [];
        let start = 0;
        for (const piece of [...pieces, bytes.length]) {
          found.push(...decoder.push(bytes.subarray(start, start + piece)));
          start += piece;
        }
        expect(found).toEqual(all.map((text) => decodeLine(text)));
      }),
      { numRuns: 1000 },
    );
  });
});
