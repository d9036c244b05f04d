import { expect, test } from "vitest";
import { jsonSchemas } from "./json_schemas.ts";

test("data is judged by the schema that an adapter declares", () => {
  const schema = { type: "object", required: ["text"], properties: { text: { type: "string", pattern: "^h" } } };
  expect(jsonSchemas.isSchema(schema)).toBe(true);
  expect(jsonSchemas.accepts(schema, { text: "hello" })).toBe(true);
  expect(jsonSchemas.accepts(schema, { text: "oh" })).toBe(false);
});

test.each([[{ type: "strin" }], [{ $ref: "https://example.org/other.json" }], ["text"], [null]])("%j is no schema", (schema) => {
  expect(jsonSchemas.isSchema(schema)).toBe(false);
  expect(jsonSchemas.accepts(schema, "text")).toBe(false);
});

test.each([
  ["a pattern that takes exponential time", { type: "string", pattern: "^(a+)+$" }, `${"a".repeat(64)}!`],
  ["items that are compared pair by pair", { type: "array", uniqueItems: true, items: {} }, Array.from({ length: 60_000 }, (_, index) => ({ index }))],
])("%s is not waited for", (_name, schema, value) => {
  expect(jsonSchemas.isSchema(schema)).toBe(true);
  expect(jsonSchemas.accepts(schema, value)).toBe(false);
});
