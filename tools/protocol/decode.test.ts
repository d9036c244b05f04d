import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../json/value.ts";
import { createDecoder, decodeLine } from "./decode.ts";
import type { Decoded } from "./decode.ts";
import { checkMessage } from "./envelope.ts";

const invoke = '{"v":"ipc.v0","id":"r-000001","ts":"2026-01-01T00:00:00Z","type":"invoke","payload":{"op":"text.caps","args":{"text":"hello"}}}';

const decodeAll = (bytes: Uint8Array, pieces: readonly number[] = [], maximumLineBytes?: number): Decoded[] => {
  const decoder = createDecoder(maximumLineBytes === undefined ? {} : { maximumLineBytes });
  const out: Decoded[] = [];
  let start = 0;
  for (const piece of pieces) {
    out.push(...decoder.push(bytes.subarray(start, start + piece)));
    start += piece;
  }
  return [...out, ...decoder.push(bytes.subarray(start)), ...decoder.end()];
};

const outline = (decoded: Decoded): string => {
  if (decoded.kind === "message") return `${decoded.message.id} ${decoded.ending}`;
  return decoded.kind === "blank" ? `blank ${decoded.ending}` : `${decoded.code} ${decoded.reason} ${decoded.pointer} ${decoded.ending}`;
};
const outlines = (text: string | Uint8Array, maximum?: number): string[] => decodeAll(Buffer.from(text), [], maximum).map(outline);

const change = (replacement: Readonly<Record<string, unknown>>): string => JSON.stringify({ ...(JSON.parse(invoke) as object), ...replacement });

describe("lines", () => {
  test.each<readonly [string, string | Uint8Array, readonly string[]]>([
    ["a message", `${invoke}\n`, ["r-000001 lf"]],
    ["a carriage return before the line feed", `${invoke}\r\n`, ["r-000001 crlf"]],
    ["a last line without its end", invoke, ["r-000001 none"]],
    ["blank lines", `\n \t\r\n${invoke}\n\r\n`, ["blank lf", "blank crlf", "r-000001 lf", "blank crlf"]],
    ["text that is no JSON", `listening\n${invoke}\n`, ["IPC_MALFORMED not-json  lf", "r-000001 lf"]],
    ["an open string", `{"v":"\n${invoke}\n`, ["IPC_MALFORMED not-json  lf", "r-000001 lf"]],
    ["an escape before the line feed", `{"v":"\\\n${invoke}\n`, ["IPC_MALFORMED not-json  lf", "r-000001 lf"]],
    ["a byte-order mark", `\ufeff${invoke}\n${invoke}\n`, ["IPC_MALFORMED byte-order-mark  lf", "r-000001 lf"]],
    ["bytes that are not UTF-8", Buffer.concat([Buffer.from([0x7b, 0xc3, 0x0a]), Buffer.from(`${invoke}\n`)]), ["IPC_MALFORMED not-utf8  lf", "r-000001 lf"]],
    ["a list", `[${invoke}]\n`, ["IPC_MALFORMED not-object  lf"]],
    ["null", "null\n", ["IPC_MALFORMED not-object  lf"]],
    ["a repeated name", `${invoke.replace("{", '{"v":"ipc.v0",')}\n`, ["IPC_MALFORMED duplicate-name  lf"]],
    ["a repeated name, escaped and deep inside", `${invoke.replace('"text":', '"t\\u0065xt":"","text":')}\n`, ["IPC_MALFORMED duplicate-name  lf"]],
    ["colons, quotes and braces in strings", `${change({ payload: { op: 'a":"{b\\', args: { "x:y": ':":{', "": ":" } } })}\n`, ["r-000001 lf"]],
    ["an unpaired surrogate", `${invoke.replace("hello", "\\ud83d")}\n`, ["IPC_MALFORMED unpaired-surrogate  lf"]],
    ["an unpaired surrogate in a name", `${invoke.replace('"text"', '"\\udc00"')}\n`, ["IPC_MALFORMED unpaired-surrogate  lf"]],
    ["a paired surrogate in escapes", `${invoke.replace("hello", "\\ud83d\\ude00")}\n`, ["r-000001 lf"]],
    ["a number that no double approaches", `${invoke.replace('"hello"', "1e400")}\n`, ["IPC_MALFORMED number-range  lf"]],
    ["a number beyond 2^53", `${invoke.replace('"hello"', "12345678901234567890")}\n`, ["r-000001 lf"]],
    ["__proto__ and constructor as names", `${invoke.replace('"text":"hello"', '"__proto__":{"__proto__":1},"constructor":{"op":1}')}\n`, ["r-000001 lf"]],
    ["nesting at the limit", `${invoke.replace('"hello"', "[".repeat(61) + "]".repeat(61))}\n`, ["r-000001 lf"]],
    ["nesting beyond the limit", `${invoke.replace('"hello"', "[".repeat(62) + "]".repeat(62))}\n`, ["IPC_MALFORMED too-deep  lf"]],
    ["nesting without measure", `${"[".repeat(100_000)}\n${"[".repeat(100_000)}${"]".repeat(100_000)}\n`, ["IPC_MALFORMED not-json  lf", "IPC_MALFORMED not-object  lf"]],
    ["a missing field", `${change({ ts: undefined })}\n`, ["IPC_ENVELOPE_INVALID missing-field /ts lf"]],
    ["an unknown field", `${change({ "a/b": 1 })}\n`, ["IPC_ENVELOPE_INVALID unknown-field /a~1b lf"]],
    ["a field of the wrong form", `${change({ id: "short" })}\n`, ["IPC_ENVELOPE_INVALID wrong-form /id lf"]],
    ["an unknown type", `${change({ type: "constructor" })}\n`, ["IPC_UNKNOWN_TYPE unknown-type /type lf"]],
    ["a payload that does not fit", `${change({ payload: { op: "x" } })}\n`, ["IPC_PAYLOAD_INVALID payload /payload/args lf"]],
  ])("%s", (_, bytes, expected) => {
    expect(outlines(bytes)).toEqual(expected);
  });

  test("a line of exactly the limit is read, a longer one is not, and the next is", () => {
    const limit = Buffer.byteLength(invoke);
    expect(outlines(`${invoke}\n${invoke} \n${invoke}\n`, limit)).toEqual(["r-000001 lf", "IPC_LINE_TOO_LONG too-long  lf", "r-000001 lf"]);
  });

  test("the limit counts bytes, not characters", () => {
    const line = invoke.replace("hello", "héllo");
    expect(outlines(`${line}\n`, line.length)).toEqual(["IPC_LINE_TOO_LONG too-long  lf"]);
    expect(outlines(`${line}\n`, line.length + 1)).toEqual(["r-000001 lf"]);
  });

  test("a line without end is held only up to the limit", () => {
    const decoder = createDecoder({ maximumLineBytes: 5000 });
    const filler = Buffer.alloc(65_536, "x");
    for (let index = 0; index < 100; index += 1) expect(decoder.push(filler)).toEqual([]);
    const [fault, message] = decoder.push(Buffer.from(`\n${invoke}\n`));
    expect(fault).toMatchObject({ code: "IPC_LINE_TOO_LONG", byteLength: 6_553_600 });
    expect(fault?.kind === "fault" && fault.bytes.length).toBe(4096);
    expect(message?.kind).toBe("message");
  });

  test("the id of a faulty message is told where it can be trusted", () => {
    expect(decodeLine(Buffer.from(change({ extra: 1 })))).toMatchObject({ id: "r-000001" });
    expect(decodeLine(Buffer.from(change({ id: "short" })))).not.toHaveProperty("id");
    expect(decodeLine(Buffer.from("nothing"))).not.toHaveProperty("id");
  });
});

const someLine = fc.oneof(
  fc.constantFrom(invoke, `${invoke}\r`, invoke.replace("hello", "straße 😀"), invoke.replace("hello", "\\ud800"), invoke.replace("{", '{"v":1,'), "", "\r", " ", "{", '{"a":"\\', "[]").map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.json().map((text) => Buffer.from(text)),
);
const someBytes = fc
  .array(someLine, { maxLength: 12 })
  .chain((list) => fc.boolean().map((terminated) => Buffer.concat(list.flatMap((line, index) => (index < list.length - 1 || terminated ? [line, Buffer.from("\n")] : [line])))));
const somePieces = fc.array(fc.integer({ min: 0, max: 120 }), { maxLength: 60 });

describe("any bytes", () => {
  test("give the same sequence in any chunks", () => {
    fc.assert(
      fc.property(someBytes, somePieces, fc.constantFrom(16, 100, 140, 5000), (bytes, pieces, maximum) => {
        const whole = decodeAll(bytes, [], maximum);
        expect(decodeAll(bytes, pieces, maximum)).toEqual(whole);
        expect(decodeAll(bytes, Array.from(bytes, () => 1), maximum)).toEqual(whole);
      }),
    );
  });

  test("are answered line by line, and never cost the next valid line", () => {
    fc.assert(
      fc.property(fc.array(someLine, { maxLength: 8 }), somePieces, (list, pieces) => {
        const noise = Buffer.concat(list.flatMap((line) => [line, Buffer.from("\n")]));
        const out = decodeAll(Buffer.concat([noise, Buffer.from(`${invoke}\n`)]), pieces, 200);
        expect(out.at(-1)).toEqual({ kind: "message", message: JSON.parse(invoke) as unknown, ending: "lf" });
        expect(out).toHaveLength(noise.filter((byte) => byte === 0x0a).length + 1);
      }),
    );
  });

  test("find a repeated name exactly where the text has more members than its tree", () => {
    const names = fc.constantFrom("a", "b", "\\u0061", "__proto__", ":", '\\"');
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("1", '"x:"', "[]", "null"),
        fc.array(fc.tuple(names, tie("tree")), { maxLength: 3 }).map((members) => `{${members.map(([name, value]) => `"${name}":${value}`).join(" , ")}}`),
        fc.array(tie("tree"), { maxLength: 3 }).map((items) => `[${items.join(",")}]`),
      ),
    }));
    const repeats = (text: string): boolean => {
      // The reviver meets each member of the tree once; the names of the text are what stands before a colon outside of strings.
      let members = 0;
      JSON.parse(text, function (this: unknown, key: string, value: unknown) {
        if (key !== "" && !Array.isArray(this)) members += 1;
        return value;
      });
      return (text.match(/"(?:[^"\\]|\\.)*"\s*:/g) ?? []).length !== members;
    };
    fc.assert(
      fc.property(tree, (text) => {
        const [decoded] = decodeAll(Buffer.from(`{"tree":${text}}\n`));
        expect(decoded?.kind === "fault" && decoded.reason === "duplicate-name").toBe(repeats(`{"tree":${text}}`));
      }),
    );
  });
});

describe("the check by hand", () => {
  const root = join(import.meta.dirname, "../../schemas/ipc/v0");
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  for (const name of readdirSync(root)) ajv.addSchema(JSON.parse(readFileSync(join(root, name), "utf8")) as object);
  const accepts = (value: JsonObject): boolean => ajv.validate("https://schemas.socios.ai/ipc/v0/message.schema.json", value);

  const text = fc.constantFrom("", "x", "runner", "adapter", "ipc.v0", "IPC_STATE", "ADAPTER_X", "ADAPTER_", "Adapter_X", "none", "filesystem");
  const scalar = fc.oneof(text, fc.constantFrom<unknown>(null, true, false, 0, 1, -1, 0.5, 1.5, 4095, 4096, 1e300, {}, []));
  const maybe = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<unknown> => fc.oneof({ weight: 6, arbitrary }, { weight: 1, arbitrary: scalar });
  const list = maybe(fc.array(maybe(text), { maxLength: 2 }));
  const flag = maybe(fc.boolean());
  const whole = maybe(fc.constantFrom(1, 5000));
  const record = (model: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<unknown> => maybe(fc.record({ ...model }, { requiredKeys: [] }));
  const payload = record({
    role: maybe(fc.constantFrom("runner", "adapter")),
    protocols: list,
    requestedCapabilities: list,
    session: record({ maxLineBytes: whole, x: scalar }),
    selected: maybe(fc.constant("ipc.v0")),
    maxLineBytes: whole,
    adapter: record({ name: text, version: text }),
    capabilities: maybe(
      fc.array(
        record({ name: text, sideEffects: maybe(fc.constantFrom("none", "network")), inputSchema: maybe(fc.constantFrom(true, {})), outputSchema: scalar, timeouts: record({ defaultMs: whole }), progress: flag, cancellable: flag }),
        { maxLength: 2 },
      ),
    ),
    accepted: list,
    op: text,
    args: maybe(fc.constant({})),
    timeoutMs: whole,
    cwd: text,
    ok: flag,
    data: scalar,
    meta: maybe(fc.constant({})),
    message: text,
    fraction: maybe(fc.double({ noNaN: true, min: -0.5, max: 1.5 })),
    reason: text,
    code: maybe(fc.constantFrom("IPC_STATE", "ADAPTER_X9", "CONTRACT_", "IPC_STATE\n")),
    retryable: flag,
    details: scalar,
  });
  const two = (most: number): fc.Arbitrary<string> => fc.integer({ min: 0, max: most }).map((value) => String(value).padStart(2, "0"));
  const time = fc
    .tuple(fc.constantFrom("2023", "2024", "1900", "0000"), two(13), two(32), fc.constantFrom("T", "t", " ", ""), two(24), two(60), two(61), fc.constantFrom("", ".5", ".", ".123456789"), fc.constantFrom("Z", "z", "", "+00:00", "-23:59", "+24:00", "+0100", "+01", "+23:60"))
    .map(([year, month, day, separator, hour, minute, second, fraction, zone]) => `${year}-${month}-${day}${separator}${hour}:${minute}:${second}${fraction}${zone}`);
  const message = fc.record(
    {
      v: maybe(fc.constant("ipc.v0")),
      id: maybe(fc.constantFrom("12345678", "1234567", "😀😀😀😀", "😀😀😀😀😀😀😀😀")),
      ts: maybe(fc.oneof({ weight: 3, arbitrary: fc.constant("2026-01-01T00:00:00Z") }, time, fc.constantFrom("2026-12-31T23:59:60Z", "2026-12-31T22:59:60-01:00", "2026-12-31T22:59:60Z", "2027-01-01T00:29:60+00:30"))),
      type: maybe(fc.constantFrom("hello", "hello_ack", "capabilities", "capabilities_ack", "invoke", "result", "progress", "cancel", "error")),
      payload,
      replyTo: maybe(fc.constant("12345678")),
      trace: record({ traceId: text, spanId: text, parentSpanId: text }),
      extra: scalar,
    },
    { requiredKeys: ["v", "id", "ts", "type", "payload"] },
  );

  test("accepts what the schemas accept", () => {
    fc.assert(
      fc.property(message, (value) => {
        const line = JSON.parse(JSON.stringify(value)) as JsonObject;
        expect(checkMessage(line) === undefined).toBe(accepts(line));
      }),
      { numRuns: 5000 },
    );
  });

  test("reads times as the schemas do", () => {
    const base = JSON.parse(invoke) as JsonObject;
    fc.assert(
      fc.property(time, (ts) => {
        expect(checkMessage({ ...base, ts }) === undefined).toBe(accepts({ ...base, ts }));
      }),
      { numRuns: 3000 },
    );
  });
});
