import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accepted, refused } from "./parse.cases.ts";
import { parseJson } from "./parse.ts";
import { readJson, type JsonReading } from "./read.ts";

const encoder = new TextEncoder();
const read = (text: string | Uint8Array, maximumBytes?: number): JsonReading => readJson(typeof text === "string" ? encoder.encode(text) : text, maximumBytes === undefined ? {} : { maximumBytes });

describe("accepts", () => {
  test.each(accepted)("$name", ({ text }) => {
    const reading = read(text);
    expect(reading.problems).toEqual([]);
    expect(reading.value).toEqual(JSON.parse(String(text)));
  });
});

describe("refuses", () => {
  test.each(refused)("$name", ({ text, ruleId, start, says }) => {
    const { problems } = read(text);
    expect(problems.map((problem) => ({ ruleId: problem.ruleId, start: problem.start }))).toEqual([{ ruleId, start }]);
    expect(problems[0]?.message).toContain(says ?? "");
  });
});

test("a problem tells the value that was being read", () => {
  expect(read('{"a":[1,{"b":x}]}').problems[0]?.pointer).toBe("/a/1/b");
  expect(read('{"a":[{"k/~":1},{"k/~":1,"k/~":2}]}').problems[0]?.pointer).toBe("/a/1/k~1~0");
});

test("each repetition is a problem of its own, at the later key, and names the line of the first", () => {
  const { problems, value } = read('{\n"a":1,\n"b":{"c":1,\n"c":2},\n"a":2,\n"a":3}');
  expect(problems.map(({ pointer, message }) => [pointer, /line \d+/.exec(message)?.[0]])).toEqual([
    ["/b/c", "line 3"],
    ["/a", "line 2"],
    ["/a", "line 2"],
  ]);
  expect(value).toEqual({ a: 3, b: { c: 2 } });
});

test("a document over the limit is not looked at", () => {
  expect(read("[1]", 3).problems).toEqual([]);
  const { problems, text } = read("[12]", 3);
  expect(problems).toMatchObject([{ ruleId: "json/too-large", start: 0, end: 0 }]);
  expect(text).toBe("");
});

test("the limit is 64 MiB unless another is given", () => {
  const bytes = Buffer.alloc(64 * 1024 * 1024 + 1, " ");
  bytes[0] = 0x31;
  expect(parseJson(bytes).fault).toBe("too-large");
  expect(parseJson(bytes.subarray(1)).fault).toBe("syntax");
  expect(parseJson(bytes.subarray(0, -1)).fault).toBeUndefined();
});

test("a byte-order mark can be taken away", () => {
  const { problems, text } = read("\ufeff{}");
  const { start = 0, end = 0, replacement } = problems[0] ?? {};
  expect(text.slice(0, start) + (replacement?.text ?? "") + text.slice(end)).toBe("{}");
});

test.each(["", " ", "\n", "\r\n", "\t", " \n\t "])("a comma behind the last one is told of as such, whatever white space follows it: %j", (space) => {
  expect(read(`[1,${space}]`).problems).toMatchObject([{ ruleId: "json/syntax", message: expect.stringContaining("no comma after the last item") as string }]);
  expect(read(`{"a":1,${space}}`).problems).toMatchObject([{ ruleId: "json/syntax", message: expect.stringContaining("no comma after the last member") as string }]);
  for (const text of [`[${space}}`, `{${space}]`]) expect(read(text).problems[0]?.message).not.toContain("comma after the last");
});

test("bytes in the middle of a larger buffer are read where they are", () => {
  const bytes = encoder.encode('xx{"a":"é"}yy').subarray(2, -2);
  expect(readJson(bytes).value).toEqual({ a: "é" });
});

const jsonText = fc.json({ maxDepth: 6, noUnicodeString: false });
const nearlyJson = fc.oneof(
  fc.tuple(jsonText, fc.nat(), fc.nat({ max: 5 }), fc.string({ maxLength: 3, unit: "binary" })).map(([text, at, cut, put]) => text.slice(0, at % (text.length + 1)) + put + text.slice((at % (text.length + 1)) + cut)),
  fc.array(fc.constantFrom("{", "}", "[", "]", ":", ",", '"', "\\", "\\u", "a", "0", "1", "-", ".", "e", "true", "null", " ", "\n", "\t", "/", "*", "'", "\u0001", "é")).map((parts) => parts.join("")),
);

test("accepts and refuses what JSON.parse does, and points where it does", () => {
  fc.assert(
    fc.property(nearlyJson, (generated) => {
      const text = generated.toWellFormed();
      const { problems } = read(text);
      const failure = failureOf(text);
      const [problem] = problems.filter(({ ruleId }) => ruleId === "json/syntax");
      expect(problem !== undefined).toBe(failure !== undefined);
      for (const { start, end } of problems) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
      if (problem === undefined || failure?.position === undefined) return;
      expect(problem.message).not.toContain("RFC 8259");
      // A text that is faulty and stands where none belongs has two faults; ours is the one inside it.
      if (text[failure.position] !== '"') expect(problem.start).toBeLessThanOrEqual(failure.position);
      expect(problem.end).toBeGreaterThanOrEqual(failure.position);
    }),
    { numRuns: 3000 },
  );
});

test("arbitrary bytes are refused at a place inside the text, or accepted", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      const { problems, text, value } = readJson(bytes);
      expect(problems.length > 0).toBe(value === undefined);
      for (const { start, end } of problems) expect(start >= 0 && start <= end && end <= text.length).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test("a repeated key is found wherever it stands and however it is written", () => {
  const key = fc.string({ minLength: 0, maxLength: 5, unit: fc.constantFrom("a", '"', "\\", ":", " ", "é", "\n", "_") });
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(fc.dictionary(key, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true }), fc.nat(), fc.boolean(), fc.jsonValue({ maxDepth: 2 }), (object, choice, escaped, wrapped) => {
      const keys = Object.keys(object);
      const repeated = keys[choice % keys.length] ?? "";
      const written = escaped ? `"${Array.from({ length: repeated.length }, (_, index) => `\\u${repeated.charCodeAt(index).toString(16).padStart(4, "0")}`).join("")}"` : JSON.stringify(repeated);
      const inner = `${JSON.stringify(object).slice(0, -1)}, ${written} :1}`;
      expect(read(JSON.stringify([wrapped, object])).problems).toEqual([]);
      const outer = `[${JSON.stringify(wrapped)},${inner}]`;
      expect(read(outer).problems).toMatchObject([{ ruleId: "json/duplicate-key", start: outer.lastIndexOf(written) }]);
    }),
    { numRuns: 500 },
  );
});

/** How JSON.parse fails, and where, when it says so. */
function failureOf(text: string): { position: number | undefined } | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const position = /at position (\d+)/.exec(String(error))?.[1];
    return { position: position === undefined ? undefined : Number(position) };
  }
}
