import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { canonicalJson } from "./canonical.ts";
import { createDecoder } from "./decode.ts";
import { encodeMessage } from "./encode.ts";
import type { Message, Side } from "./messages.ts";
import { parseTranscript, TranscriptError } from "./parse_transcript.ts";
import { rawText } from "./raw_text.ts";
import { createRedactor } from "./redaction.ts";
import { createTranscript } from "./transcript.ts";
import type { Transcript } from "./transcript.ts";

const schemas = join(import.meta.dirname, "../../schemas/ipc/v0");
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
for (const name of readdirSync(schemas)) ajv.addSchema(JSON.parse(readFileSync(join(schemas, name), "utf8")) as object);
const isEntry = (value: unknown): boolean => ajv.validate("https://schemas.socios.ai/ipc/v0/transcript-entry.schema.json", value);

/** How one peer would call its messages, and when it would send them. */
interface Habits {
  readonly id: (index: number) => string;
  readonly ts: (index: number) => string;
}

/** A session with some noise in it, told with the ids and clocks of two peers. */
const session = (habits: Record<Side, Habits>, secrets: Record<string, string> = {}, text = "hello"): Transcript => {
  const transcript = createTranscript({ secrets });
  let index = 0;
  const envelope = (from: Side, type: string, payload: object, replyTo?: string): object => {
    index += 1;
    const { id, ts } = habits[from];
    const trace = { traceId: habits.runner.id(900), spanId: `${from} ${id(index)}` };
    return { v: "ipc.v0", id: id(index), ts: ts(index), type, payload, ...(replyTo === undefined ? {} : { replyTo }), trace };
  };
  const write = (from: Side, ...values: (object | string)[]): void => {
    const line = values.map((value) => (typeof value === "string" ? value : encodeMessage(value as Message))).join("");
    for (const decoded of createDecoder().push(Buffer.from(line))) transcript.record(from, decoded);
  };
  const runner = habits.runner.id;
  const adapter = habits.adapter.id;
  write("runner", envelope("runner", "hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [] }));
  write("adapter", envelope("adapter", "hello_ack", { role: "adapter", selected: "ipc.v0" }, runner(1)));
  write("adapter", envelope("adapter", "capabilities", { adapter: { name: "a", version: "1" }, capabilities: [] }));
  write("runner", envelope("runner", "capabilities_ack", { accepted: [] }, adapter(3)));
  write("runner", envelope("runner", "invoke", { op: "text.caps", args: { text } }));
  write("adapter", envelope("adapter", "error", { code: "IPC_STATE", message: `no ${runner(5)} here`, retryable: false, details: { id: runner(5) } }, runner(5)));
  write("adapter", { ...envelope("adapter", "result", { ok: true, data: { text, [text]: text }, meta: { ms: habits.adapter.id(0).length } }, runner(5)) });
  write("adapter", { ...envelope("adapter", "result", { ok: true, data: text }, "never sent by anyone"), extra: text });
  write("adapter", `{"id":"${adapter(9)}","ts":"${habits.adapter.ts(9)}","ts":"${text}"}\n`, "\n", "listening\r\n");
  for (const decoded of createDecoder({ maximumLineBytes: 5000 }).push(Buffer.from(`{"id":"${adapter(10)}","x":"${"é".repeat(4000)}"}\n`))) transcript.record("adapter", decoded);
  transcript.event({ event: "end-of-input" });
  transcript.event({ event: "exit", process: "adapter", code: 0, killed: false });
  return transcript;
};

const plain: Habits = { id: (index) => `message-${index}`, ts: () => "2026-01-01T00:00:00Z" };
const some: fc.Arbitrary<Habits> = fc.record({
  id: fc.uuid().map((stem) => (index: number) => `${stem}-${index}`),
  ts: fc.integer({ min: 0, max: 2e12 }).map((start) => (index: number) => new Date(start + index * 977).toISOString()),
});

describe("a canonical transcript", () => {
  test("is the same whatever the ids and clocks", () => {
    const expected = session({ runner: plain, adapter: plain }).text();
    fc.assert(
      fc.property(some, some, (runner, adapter) => {
        expect(session({ runner, adapter }).text()).toBe(expected);
      }),
    );
  });

  test("has lines that the schema knows, canonical, and can be read again", () => {
    const transcript = session({ runner: plain, adapter: plain });
    expect(transcript.entries().filter((entry) => !isEntry(entry))).toEqual([]);
    expect(parseTranscript(transcript.text())).toEqual(transcript.entries());
    expect(transcript.text().split("\n").slice(0, -1)).toEqual(transcript.entries().map(canonicalJson));
  });

  test("names ids in the order in which they appear", () => {
    const [first, second, third] = session({ runner: plain, adapter: plain }).entries();
    expect(first).toMatchObject({ n: 1, from: "runner", message: { id: "m0000001", ts: "1970-01-01T00:00:00.001Z" } });
    expect(second).toMatchObject({ n: 2, from: "adapter", message: { id: "m0000002", replyTo: "m0000001" } });
    expect(third).toMatchObject({ n: 3, message: { id: "m0000003", trace: { traceId: "t0000001", spanId: "t0000004" } } });
  });

  test("tells the two senders apart where they use one id, and what nobody sent", () => {
    const text = session({ runner: plain, adapter: plain }).text();
    expect(text).toContain('"replyTo":"u0000001"');
    expect(text).toContain("no m0000005 here");
    expect(text).toContain('"details":{"id":"m0000005"}');
    expect(text).toContain('"meta":{}');
  });

  test("keeps what is wrong wrong", () => {
    const transcript = createTranscript();
    const line = (value: object): Buffer => Buffer.from(`${JSON.stringify(value)}\n`);
    const base = { v: "ipc.v0", id: "m1", ts: "Tuesday", type: "cancel", payload: {} };
    for (const decoded of createDecoder().push(Buffer.concat([line(base), line({ ...base, id: "message-1" }), line({ ...base, id: 7 })]))) transcript.record("adapter", decoded);
    expect(transcript.entries()).toMatchObject([
      { fault: { pointer: "/id" }, value: { id: "s1", ts: "no time" } },
      { fault: { pointer: "/ts" }, value: { id: "m0000001", ts: "no time" } },
      { fault: { pointer: "/id" }, value: { id: 7 } },
    ]);
  });

  test("survives a line of any depth", () => {
    const transcript = createTranscript({ secrets: { S: "x" } });
    const deep = 200_000;
    for (const line of [`${"[".repeat(deep)}${"]".repeat(deep)}`, `{"a":${"[".repeat(deep)}${"]".repeat(deep)}}`, "[1e400]", '["\\ud800"]']) {
      for (const decoded of createDecoder().push(Buffer.from(`${line}\n`))) transcript.record("adapter", decoded);
    }
    expect(transcript.entries().map((entry) => ("fault" in entry ? entry.fault.reason : ""))).toEqual(["not-object", "too-deep", "not-object", "not-object"]);
    expect(parseTranscript(transcript.text())).toHaveLength(4);
  });

  test("holds no secret, however it is written", () => {
    const secret = 'p"ä\\ss/word\n1';
    const escaped = JSON.stringify(secret).slice(1, -1);
    const unicode = Array.from(secret, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`).join("");
    for (const text of [secret, `a${secret}b`, escaped, JSON.stringify(escaped), JSON.stringify({ [secret]: JSON.stringify(secret) }), unicode]) {
      const written = session({ runner: plain, adapter: plain }, { TOKEN: secret }, text).text();
      const unescaped = written.replace(/\\u([0-9a-f]{4})/gi, (_, digits: string) => String.fromCharCode(parseInt(digits, 16))).replace(/\\+/g, "\\");
      expect(unescaped).not.toContain("ss/word");
      expect(unescaped).not.toContain("p\\\"ä");
      expect(written).toContain("[secret:TOKEN]");
    }
  });

  test("tells that a secret stood in an id, but not of one that may stand there by chance", () => {
    const entriesWith = (secret: string): unknown[] => {
      const habits: Habits = { ...plain, id: (index) => `id-${index}-c0ffee5eed-${index}` };
      return session({ runner: plain, adapter: habits }, { TOKEN: secret }).entries().slice(1, 4);
    };
    expect(entriesWith("c0ffee5eed")).toMatchObject([
      { message: { id: "m0000002[secret:TOKEN]", trace: { spanId: "t0000003[secret:TOKEN]" } } },
      { message: { id: "m0000003[secret:TOKEN]" } },
      { from: "runner", message: { replyTo: "m0000003[secret:TOKEN]" } },
    ]);
    expect(entriesWith("c0ffee5")).toMatchObject([{ message: { id: "m0000002" } }, { message: { id: "m0000003" } }, { message: { replyTo: "m0000003" } }]);
  });

  test("tells that a secret stood in meta, which it empties", () => {
    const transcript = createTranscript({ secrets: { TOKEN: "hunter-two", OTHER: "unused" } });
    const line = encodeMessage({ v: "ipc.v0", id: "message-1", ts: "2026-01-01T00:00:00Z", type: "result", replyTo: "message-0", payload: { ok: true, data: {}, meta: { environment: { TOKEN: "hunter-two" }, ms: 5 } } });
    for (const decoded of createDecoder().push(Buffer.from(line))) transcript.record("adapter", decoded);
    expect(transcript.entries()).toMatchObject([{ message: { payload: { ok: true, data: {}, meta: { secrets: ["[secret:TOKEN]"] } } } }]);
    expect(transcript.text()).not.toContain('"ms"');
  });
});

describe("reading a transcript", () => {
  const text = session({ runner: plain, adapter: plain }).text();

  test.each<readonly [string, string, number]>([
    ["a line that is not JSON", text.replace('{"from"', '{from"'), 1],
    ["a line in another form", text.replace('{"from":"adapter",', '{ "from":"adapter",'), 2],
    ["a missing line", text.split("\n").slice(1).join("\n"), 1],
    ["an unknown event", text.replace("end-of-input", "end-of-inputs"), 13],
    ["a cut end", text.slice(0, -1), 14],
  ])("names the line of %s", (_, broken, line) => {
    expect(() => parseTranscript(broken)).toThrow(TranscriptError);
    expect(() => parseTranscript(broken)).toThrow(`line ${line} `);
  });

  test("never fails otherwise, and never takes what the schema refuses", () => {
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.constantFrom('{"event":"exit","n":1}', '{"blank":true,"from":"runner","n":1}', '{"event":"deadline","awaiting":"","n":1}')), (line) => {
        let entries: unknown[] = [];
        try {
          entries = parseTranscript(`${line}\n`);
        } catch (error) {
          expect(error).toBeInstanceOf(TranscriptError);
        }
        expect(entries.every(isEntry)).toBe(true);
      }),
    );
  });
});

/** The bytes that `rawText` made a text of. */
const bytesOf = (text: string): Buffer =>
  Buffer.concat(text.split(/(\\\\|\\x[0-9a-f]{2})/).map((part) => (part === "\\\\" ? Buffer.from("\\") : /^\\x[0-9a-f]{2}$/.test(part) ? Buffer.from(part.slice(2), "hex") : Buffer.from(part))));

describe("raw text", () => {
  test("holds any bytes and gives them back", () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array(), fc.string({ unit: "binary" }).map((text) => Buffer.from(text))), (bytes) => {
        expect(bytesOf(rawText(bytes))).toEqual(Buffer.from(bytes));
      }),
    );
  });
});

describe("a redactor", () => {
  test("finds values in names, numbers and longer texts, and loses no member", () => {
    const redactor = createRedactor({ A: "4711", B: "hunter2", EMPTY: "" });
    expect(redactor.value({ hunter2: 1, xhunter2: [14711, 47.11], "[secret:B]": true, deep: { t: "47112hunter2hunter2" } })).toEqual({
      "[secret:B]": 1,
      "x[secret:B]": ["1[secret:A]", 47.11],
      "[secret:B]#2": true,
      deep: { t: "[secret:A]2[secret:B][secret:B]" },
    });
  });

  test("prefers the longer of two that start together, and covers both of two that overlap", () => {
    expect(createRedactor({ SHORT: "abc", LONG: "abcdef", TAIL: "efgh" }).text("xabcdefghy")).toBe("x[secret:LONG]y");
  });

  test("drops the end of a text that is cut, where half a secret may stand", () => {
    const text = createRedactor({ A: "hunter2" }).text(`${"x".repeat(300)}hunt`, true);
    expect(text).toBe("x".repeat(304 - 24 * 7));
  });

  test("leaves nothing of a secret in any text", () => {
    const character = fc.constantFrom("a", "b", "\\", '"', "/", "n", "u", "0", "6", "1", "é");
    const secret = fc.array(character, { minLength: 2, maxLength: 6 }).map((units) => units.join(""));
    const around = fc.array(character, { maxLength: 8 }).map((units) => units.join(""));
    fc.assert(
      fc.property(secret, around, around, fc.integer({ min: 0, max: 3 }), (value, before, after, layers) => {
        let text = before + value + after;
        for (let layer = 0; layer < layers; layer += 1) text = JSON.stringify(text).slice(1, -1);
        let out = createRedactor({ S: value }).text(text).replaceAll("[secret:S]", "\u0000");
        for (let layer = 0; layer <= layers; layer += 1) {
          expect(out).not.toContain(value);
          try {
            out = JSON.parse(`"${out.replaceAll("\u0000", "\u2400")}"`) as string;
          } catch {
            break;
          }
        }
      }),
    );
  });
});
