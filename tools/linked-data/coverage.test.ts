import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { schemaFiles, selfContained } from "../build/schema_files.ts";
import { contexts, familyMappings } from "../generated/contexts.ts";
import { isObject, type JsonObject, type JsonValue } from "../json/value.ts";
import { contextTerms, coverageGaps, type CoveredSchema } from "./coverage.ts";

interface CatalogEntry {
  readonly name: string;
  readonly context?: string;
  readonly versions: readonly { readonly schema: string }[];
}

function read(path: string): JsonObject {
  const value = JSON.parse(readFileSync(path, "utf8")) as JsonValue;
  if (!isObject(value)) throw new Error(`${path} holds no object`);
  return value;
}

const catalog = read("schemas/catalog.json") as unknown as { readonly families: readonly CatalogEntry[] };
const families = catalog.families.filter((family) => family.context !== undefined);

const files = schemaFiles(".");

/** The schemas of a family, with those that they refer to inside. */
function schemasOf(family: CatalogEntry): CoveredSchema[] {
  return family.versions.map(({ schema }) => {
    const file = files.find(({ path }) => path === schema);
    if (file === undefined) throw new Error(`schemas/catalog.json names ${schema}, which does not exist`);
    return { name: `schemas/${schema}`, schema: selfContained(file, files) as JsonObject };
  });
}

describe.each(families)("the family $name", (family) => {
  test("has a context, and every property of its schemas is mapped or declared unmapped", async () => {
    expect(existsSync(family.context ?? "")).toBe(true);
    const mapping = familyMappings.get(family.name);
    if (mapping === undefined) throw new Error("the generated contexts are stale: run `make generate`");
    expect(await coverageGaps(schemasOf(family), { ...mapping, known: contexts })).toEqual([]);
  });

  test("needs every term of its context: without it the gate fails", async () => {
    const mapping = familyMappings.get(family.name);
    const document = contexts.get(mapping?.context ?? "");
    if (mapping === undefined || document === undefined) throw new Error("the generated contexts are stale: run `make generate`");
    const idle: string[] = [];
    for (const { path, without } of contextTerms(document)) {
      const sabotaged = { ...mapping, known: new Map([[mapping.context, without]]) };
      const text = JSON.stringify(path.at(-1));
      const gaps = await coverageGaps(schemasOf(family), sabotaged, (probe) => JSON.stringify(probe.document).includes(text));
      if (!gaps.some(({ place }) => place.startsWith("schemas/"))) idle.push(path.join(" > "));
    }
    expect(idle).toEqual([]);
  });
});

describe("the gate", () => {
  const iri = "urn:example:context";

  async function gapsOf(properties: JsonObject, terms: JsonObject, unmapped: string[] = []): Promise<[string, string][]> {
    const schema = { type: "object", additionalProperties: false, properties: { kind: { const: "Example" }, ...properties } };
    const mapping = { context: iri, known: new Map<string, JsonObject>([[iri, { "@context": { "@version": 1.1, kind: "@type", Example: "urn:example:Example", ...terms } }]]), unmapped };
    return (await coverageGaps([{ name: "s.json", schema }], mapping)).map(({ place, path }) => [place, path]);
  }

  const note = { note: { type: "string" } };

  test("names the place in the schema of a property without a term", async () => {
    expect(await gapsOf(note, { other: "urn:example:other" })).toEqual([["s.json#/properties/note", "/note"]]);
    expect(await gapsOf(note, { note: "urn:example:note" })).toEqual([]);
  });

  test("finds properties behind references and in every branch", async () => {
    const properties = { inner: { oneOf: [{ type: "object", additionalProperties: false, properties: { a: { type: "string" } } }, { type: "object", additionalProperties: false, allOf: [{ properties: { b: { type: "string" } } }] }] } };
    const inner = { "@id": "urn:example:inner", "@context": { a: "urn:example:a" } };
    expect(await gapsOf(properties, { inner })).toEqual([["s.json#/properties/inner/oneOf/1/allOf/0/properties/b", "/inner/b"]]);
  });

  test("accepts what is declared unmapped, and no declaration that is stale", async () => {
    expect(await gapsOf(note, {}, ["/note"])).toEqual([]);
    expect(await gapsOf(note, { note: "urn:example:note" }, ["/note"])).toEqual([["contexts/unmapped.json", "/note"]]);
    expect(await gapsOf(note, { note: "urn:example:note" }, ["/gone"])).toEqual([["contexts/unmapped.json", "/gone"]]);
  });

  test.each<[string, JsonValue, JsonValue]>([
    ["an array without @list", { type: "array", items: { type: "string" } }, "urn:example:note"],
    ["a set that may be empty", { type: "array", uniqueItems: true, items: { type: "string" } }, { "@id": "urn:example:note", "@container": "@set" }],
    ["a set whose order counts", { type: "array", minItems: 1, items: { type: "string" } }, { "@id": "urn:example:note", "@container": "@set" }],
    ["null", { type: ["string", "null"] }, "urn:example:note"],
    ["numbers that RDF rounds", { type: "number" }, "urn:example:note"],
    ["an object that takes any key", { type: "object" }, "urn:example:note"],
    ["an enumeration whose member has no term", { enum: ["a", "b"] }, { "@id": "urn:example:note", "@type": "@vocab", "@context": { a: "urn:example:a" } }],
    ["an enumeration whose member is the property itself", { enum: ["note"] }, { "@id": "urn:example:note", "@type": "@vocab" }],
    ["texts that are not IRIs, where IRIs are meant", { type: "string" }, { "@id": "urn:example:note", "@type": "@id" }],
    ["an explicit null term", { type: "string" }, null],
  ])("catches %s", async (_name, schema, term) => {
    expect(await gapsOf({ note: schema }, { note: term })).not.toEqual([]);
  });

  test.each<[string, JsonValue, JsonValue]>([
    ["a list", { type: "array", items: { type: "string" } }, { "@id": "urn:example:note", "@container": "@list" }],
    ["a set of different items", { type: "array", minItems: 1, uniqueItems: true, items: { type: "string" } }, { "@id": "urn:example:note", "@container": "@set" }],
    ["anything as a JSON literal", {}, { "@id": "urn:example:note", "@type": "@json" }],
    ["an empty object", { type: "object", additionalProperties: false }, "urn:example:note"],
    ["integers and flags", { type: ["integer", "boolean"] }, "urn:example:note"],
  ])("accepts %s", async (_name, schema, term) => {
    expect(await gapsOf({ note: schema }, { note: term })).toEqual([]);
  });

  test("catches two properties that mean the same", async () => {
    expect(await gapsOf({ a: { type: "string" }, b: { type: "string" } }, { a: "urn:example:same", b: "urn:example:same" })).not.toEqual([]);
  });

  test("ends for a schema that refers to itself", async () => {
    const properties = { inner: { $ref: "#" } };
    expect(await gapsOf(properties, { inner: "urn:example:inner" })).toEqual([]);
  });
});
