import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { isArray, isObject, member } from "../../json/value.ts";
import type { JsonValue } from "../../json/value.ts";
import { documentRules } from "./rules.ts";

const schemas = resolve(import.meta.dirname, "../../../schemas");

/** What recognising the document has made sure of already, so that the keyword cannot fail. */
const sureAlready = new Set(["contains"]);
/** Keywords whose failures are reported by what they apply. */
const applicators = new Set(["properties", "patternProperties", "items", "prefixItems", "allOf", "oneOf", "if", "then", "else", "$ref", "dependentSchemas"]);
const annotations = new Set(["$schema", "$id", "$defs", "$comment", "$anchor", "title", "description", "examples", "default", "deprecated", "readOnly", "writeOnly"]);

test("every keyword that the catalogued schemas use has its rule, and no rule is idle", () => {
  const used = new Set<string>();
  const catalog = read("catalog.json");
  for (const family of list(member(catalog, "families"))) {
    for (const version of list(member(family, "versions"))) {
      const path = member(version, "schema");
      if (typeof path === "string") collect(read(path), used);
    }
  }
  const expected = [...used].filter((keyword) => !sureAlready.has(keyword)).map((keyword) => `schema/${keyword}`);
  const listed = documentRules.map(({ id }) => id).filter((id) => id.startsWith("schema/") && !id.startsWith("schema/unknown-"));
  expect(listed.sort()).toEqual(expected.sort());
});

test("identifiers stand once", () => {
  expect(new Set(documentRules.map(({ id }) => id)).size).toBe(documentRules.length);
});

function collect(schema: JsonValue | undefined, used: Set<string>): void {
  if (isArray(schema)) {
    for (const each of schema) collect(each, used);
    return;
  }
  if (!isObject(schema)) return;
  for (const [keyword, value] of Object.entries(schema)) {
    if (!applicators.has(keyword) && !annotations.has(keyword)) used.add(keyword);
    if (["properties", "patternProperties", "$defs", "dependentSchemas"].includes(keyword) && isObject(value)) for (const each of Object.values(value)) collect(each, used);
    else if (applicators.has(keyword) || ["additionalProperties", "not", "contains", "anyOf", "oneOf", "propertyNames", "unevaluatedProperties"].includes(keyword)) collect(value, used);
  }
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return isArray(value) ? value : [];
}

function read(path: string): JsonValue {
  return JSON.parse(readFileSync(join(schemas, path), "utf8")) as JsonValue;
}
