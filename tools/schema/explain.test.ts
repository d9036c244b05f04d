import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { errorsModule } from "../build/validators.ts";
import type { Schema } from "../build/schema_files.ts";
import { spellingIn } from "../json/spelling.ts";
import type { CompiledValidator } from "./family.ts";
import { findings } from "./explain.ts";
import type { SchemaFinding } from "./finding.ts";

interface Case {
  readonly name: string;
  readonly schema: Schema;
  readonly value: unknown;
  /** Each finding: rule, pointer, and what its message says. */
  readonly expected: readonly (readonly [rule: string, pointer: string, says?: string])[];
}

const shape = { type: "object", additionalProperties: false, required: ["name"], properties: { name: { type: "string", description: "What it is called. It may change." }, size: { type: "integer", minimum: 1 } } };
const tagged = (tag: string, properties: Schema, required: string[]): Schema => ({ type: "object", additionalProperties: false, required: ["type", ...required], properties: { type: { const: tag }, ...properties } });
const union = { oneOf: [tagged("circle", { radius: { type: "number" } }, ["radius"]), tagged("square", { side: { type: "number" } }, ["side"]), tagged("label", { text: { type: "string" } }, ["text"])] };

const cases: readonly Case[] = [
  { name: "a value that fits", schema: shape, value: { name: "a", size: 2 }, expected: [] },
  { name: "a missing member is told at its parent, with what it is for", schema: shape, value: { size: 2 }, expected: [["schema/required", "", 'Expected the member "name", found only "size". What it is called. Add "name" with a text.']] },
  { name: "an unknown member is told at its key", schema: shape, value: { name: "a", colour: 1 }, expected: [["schema/additionalProperties", "/colour", 'Expected only "name" and "size" here, found "colour".']] },
  { name: "a misspelt member that may be left out", schema: shape, value: { name: "a", szie: 1 }, expected: [["schema/additionalProperties", "/szie", 'Did you mean "size"?']] },
  { name: "a misspelt member that is missing is one defect", schema: shape, value: { nmae: "a" }, expected: [["schema/additionalProperties", "/nmae", 'Rename it to "name"']] },
  { name: "an unknown member and a missing one of another name are two defects", schema: shape, value: { colour: "a" }, expected: [["schema/required", ""], ["schema/additionalProperties", "/colour"]] },
  { name: "two members that may both be the missing one", schema: shape, value: { nmae: "a", naem: "b" }, expected: [["schema/required", "", 'Add "name"'], ["schema/additionalProperties", "/nmae", 'Did you mean "name"?'], ["schema/additionalProperties", "/naem", 'Did you mean "name"?']] },
  { name: "a member named told is no exception", schema: { ...shape, required: ["told"], properties: { told: { type: "string" } } }, value: { todl: "a" }, expected: [["schema/additionalProperties", "/todl", '"told"']] },
  { name: "a wrong type is told once", schema: { type: "string", minLength: 3, enum: ["abc"] }, value: 5, expected: [["schema/type", "", "Expected a text, found 5. Write \"abc\"."]] },
  { name: "a number that would be one of the listed texts in quotes", schema: { type: "string", enum: ["4", "5"] }, value: 5, expected: [["schema/type", "", "Expected a text, found 5. Write it in double quotes: \"5\"."]] },
  { name: "a wrong type where only some texts fit", schema: { type: "string", enum: ["on", "off"] }, value: true, expected: [["schema/type", "", "Expected a text, found true. Write \"on\" or \"off\"."]] },
  { name: "a number too large to be read is told without a word that does not stand there", schema: { type: "string" }, value: Infinity, expected: [["schema/type", "", "Expected a text, found a number too large to be read. Write it in double quotes."]] },
  { name: "a wrong type hides nothing elsewhere", schema: shape, value: { name: 1, size: 0 }, expected: [["schema/type", "/name"], ["schema/minimum", "/size", "Expected a number >= 1, found 0"]] },
  { name: "a wrong constant is told once", schema: { type: "string", const: "a", pattern: "^b" }, value: "c", expected: [["schema/const", "", 'Expected "a", found "c"']] },
  { name: "an empty text is too short, and that is all", schema: { type: "string", minLength: 2, pattern: "^[a-z]+$" }, value: "", expected: [["schema/minLength", "", "Expected at least 2 characters, found an empty text"]] },
  { name: "characters are counted as people do", schema: { type: "string", minLength: 3 }, value: "😀😀", expected: [["schema/minLength", "", "found 2:"]] },
  { name: "several types", schema: { type: ["string", "null"] }, value: [], expected: [["schema/type", "", "Expected a text or null, found an empty array"]] },
  { name: "formats are asserted", schema: { type: "string", format: "date-time" }, value: "yesterday", expected: [["schema/format", "", "format date-time"]] },
  { name: "too few items", schema: { type: "array", minItems: 1 }, value: [], expected: [["schema/minItems", "", "Expected at least 1 item, found an empty array"]] },
  { name: "items that repeat", schema: { type: "array", uniqueItems: true, items: { type: "string" } }, value: ["a", "b", "a"], expected: [["schema/uniqueItems", "", "items 0 and 2"]] },
  { name: "a name that does not fit", schema: { type: "object", propertyNames: { pattern: "^[a-z]+$" } }, value: { a: 1, B: 2 }, expected: [["schema/propertyNames", "/B", "a text that matches ^[a-z]+$"]] },
  { name: "keys with slashes and tildes", schema: shape, value: { name: "a", "x/~y": 1 }, expected: [["schema/additionalProperties", "/x~1~0y"]] },
  { name: "of tagged alternatives the one with the tag is explained", schema: union, value: { type: "square", sied: 1 }, expected: [["schema/additionalProperties", "/sied", 'Rename it to "side"']] },
  { name: "a tag that no alternative has", schema: union, value: { type: "cirkle", radius: 1 }, expected: [["schema/enum", "/type", 'Expected "circle", "square" or "label", found "cirkle". Did you mean "circle"?']] },
  { name: "alternatives of other types", schema: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] }, value: 5, expected: [["schema/type", "", "Expected a text or an array, found 5"]] },
  { name: "of alternatives the one of the right type is explained", schema: { anyOf: [{ type: "string" }, { type: "array", items: { type: "string" } }] }, value: ["a", 5], expected: [["schema/type", "/1", "Expected a text, found 5"]] },
  { name: "alternatives by members", schema: { type: "object", oneOf: [{ required: ["a"] }, { required: ["b"] }] }, value: {}, expected: [["schema/oneOf", "", 'Expected one of the members "a" or "b"']] },
  { name: "a value that fits two alternatives that exclude each other", schema: { type: "object", oneOf: [{ required: ["a"] }, { required: ["b"] }] }, value: { a: 1, b: 2 }, expected: [["schema/oneOf", "", "which fits several"]] },
  { name: "alternatives in alternatives", schema: { oneOf: [{ type: "null" }, union] }, value: { type: "label", text: 5 }, expected: [["schema/type", "/text", "Expected a text, found 5"]] },
  { name: "alternatives behind references", schema: { $defs: { union, list: { type: "array", items: { $ref: "#/$defs/union" } } }, anyOf: [{ type: "string" }, { $ref: "#/$defs/list" }] }, value: [{ type: "circle", radius: 1 }, { type: "circle", radius: "1" }], expected: [["schema/type", "/1/radius"]] },
  { name: "a condition is told by what it demands", schema: { type: "object", properties: { a: { type: "integer" }, b: {} }, if: { properties: { a: { const: 1 } } }, then: { required: ["b"] } }, value: { a: 1 }, expected: [["schema/required", "", '"b"']] },
];

describe("explains", () => {
  test.each(cases)("$name", async ({ schema, value, expected }) => {
    const found = await explained(schema, value);
    expect(found.map(({ ruleId, pointer }) => [ruleId, pointer])).toEqual(expected.map(([rule, pointer]) => [rule, pointer]));
    found.forEach(({ message }, index) => {
      expect(message).toContain(expected[index]?.[2] ?? "");
    });
  });
});

test("a misspelt member is mended, unless another beside it may be the same one", async () => {
  const mends = async (value: unknown): Promise<unknown[]> => (await explained(shape, value)).flatMap(({ fix }) => fix?.changes ?? []);
  expect(await mends({ name: "a", szie: 1 })).toEqual([{ operation: "rename", pointer: "/szie", key: "size" }]);
  expect(await mends({ nmae: "a", szie: 1 })).toEqual([{ operation: "rename", pointer: "/nmae", key: "name" }, { operation: "rename", pointer: "/szie", key: "size" }]);
  expect(await mends({ name: "a", szie: 1, Size: 2 })).toEqual([]);
  expect(await mends({ nmae: "a", naem: "b" })).toEqual([]);
});

test("a hostile document yields a bounded number of findings", async () => {
  const items = { type: "array", items: { type: "array", items: { type: "string" } } };
  const found = await explained({ ...items, items: { oneOf: [items.items, { type: "object", additionalProperties: false }] } }, Array.from({ length: 3000 }, () => Array.from({ length: 3000 }, () => 1)));
  expect(found.length).toBeGreaterThan(900);
  expect(found.length).toBeLessThan(50_000);
});

test.each([
  ["a pattern that may start anywhere", { type: "string", pattern: "a+$" }],
  ["a repetition in a repetition", { type: "string", pattern: "^(a+)+$" }],
  ["unique items that must be compared in pairs", { type: "array", uniqueItems: true, items: { type: "object" } }],
])("%s is refused when it is compiled", (_name, schema) => {
  expect(() => errorsModule({ path: "x.schema.json", id: "https://example.org/x", schema: { $id: "https://example.org/x", ...schema } }, [])).toThrow("x.schema.json");
});

/** Compiles `schema` as the generator does, and explains what is wrong with `value`. */
async function explained(schema: Schema, value: unknown): Promise<SchemaFinding[]> {
  const id = "https://example.org/test.schema.json";
  const require = createRequire(import.meta.url);
  const file = { path: "test.schema.json", id, schema: { $schema: "https://json-schema.org/draft/2020-12/schema", $id: id, ...schema } };
  const code = errorsModule(file, [file]);
  const located = code.replaceAll(/ from "([^"]+)\.js"/g, (_import, path: string) => ` from ${JSON.stringify(pathToFileURL(require.resolve(path)).href)}`);
  const { validate } = (await import(`data:text/javascript,${encodeURIComponent(located)}`)) as { validate: CompiledValidator };
  return validate(value) ? [] : findings(validate.errors ?? [], spellingIn(value === Infinity ? "9".repeat(400) : JSON.stringify(value)));
}
