import { readFileSync } from "node:fs";
import jsonld from "jsonld";
import { describe, expect, test } from "vitest";
import { contexts } from "../generated/contexts.ts";
import { isArray, isObject, member, type JsonObject, type JsonValue } from "../json/value.ts";

const vocabularyIri = "https://github.com/SociOS-Linux/workstation-contracts/blob/main/contexts/vocabulary.jsonld";
const vocabulary = JSON.parse(readFileSync("contexts/vocabulary.jsonld", "utf8")) as JsonObject;
const terms = ((vocabulary["@graph"] ?? []) as readonly JsonObject[]).map((term) => ({ ...term, id: typeof term.id === "string" ? term.id : "" }));
const byIri = new Map(terms.map((term) => [term.id, term]));

function read(path: string): JsonValue {
  return JSON.parse(readFileSync(path, "utf8")) as JsonValue;
}

/** Every IRI that a context maps a term to. */
function irisOf(value: JsonValue, found = new Set<string>()): Set<string> {
  if (typeof value === "string" && !value.startsWith("@")) found.add(value);
  if (isArray(value)) for (const item of value) irisOf(item, found);
  if (isObject(value)) for (const item of Object.values(value)) irisOf(item, found);
  return found;
}

describe("the vocabulary", () => {
  test("is JSON-LD that loses nothing", async () => {
    const expanded: unknown = await jsonld.expand(vocabulary, { safe: true, documentLoader: () => Promise.reject(new Error("no network")) } as object);
    expect(expanded).toHaveLength(terms.length);
  });

  test("says of every term what it is called, what it means and where it comes from, once", () => {
    expect(new Set(terms.map(({ id }) => id)).size).toBe(terms.length);
    for (const term of terms.slice(1)) {
      expect(term, term.id).toMatchObject({ label: expect.stringMatching(/./) as string, comment: expect.stringMatching(/\.$/) as string, definedBy: expect.stringMatching(/:/) as string });
      // A term of ours is defined here; a term of others says so.
      expect(term.id.startsWith(`${vocabularyIri}#`), term.id).toBe(member(term, "definedBy") === vocabularyIri);
    }
  });

  test("refers only to terms that it describes", () => {
    for (const term of terms) {
      for (const key of ["domain", "inScheme"]) {
        const target = member(term, key);
        if (typeof target === "string") expect(byIri.has(target), `${term.id} ${key} ${target}`).toBe(true);
      }
    }
  });

  test.each([...contexts.keys()])("describes every term of %s, and no context has a catch-all", (iri) => {
    const context = contexts.get(iri) ?? {};
    expect(JSON.stringify(context)).not.toContain('"@vocab":');
    expect(JSON.stringify(context)).not.toContain('"@base":');
    expect([...irisOf(context)].filter((term) => !byIri.has(term))).toEqual([]);
  });
});

describe("the repository descriptor", () => {
  const descriptor = read("contexts/repository-descriptor.jsonld");

  test("supports exactly the kinds of lane that the newest contract format has", () => {
    const schema = read("schemas/workstation-contract/workstation-contract.v0.2.schema.json");
    const enumeration = (definition: string, property: string): JsonValue | undefined =>
      member(member(member(member(member(schema, "$defs"), definition), "properties"), property), "enum");
    expect(member(descriptor, "supportedLaneTypes")).toMatchObject({
      backends: enumeration("backend", "type"),
      hostPlatforms: enumeration("spec", "host_platform"),
      stageEnvironments: enumeration("stage", "environment"),
    });
  });

  test("is about this repository", () => {
    expect(descriptor).toMatchObject({ "@id": "urn:sourceos:repo:SociOS-Linux:workstation-contracts", "@type": ["RepoDescriptor", "Repository"] });
  });
});
