import { Socket } from "node:net";
import fc from "fast-check";
import jsonld from "jsonld";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { contexts, familyMappings } from "../generated/contexts.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { canonicalNQuads, digestOfNQuads, linkDocument, maximumLabellingWork, type Mapping } from "./convert.ts";
import { firstDifference } from "./difference.ts";
import { labellingWork } from "./labelling_work.ts";
import { offlineLoader } from "./loader.ts";
import { rebuildTree } from "./rebuild.ts";

const mapping = mappingOf("workstation-contract");

function mappingOf(family: string): Mapping {
  const found = familyMappings.get(family);
  if (found === undefined) throw new Error(`no context for ${family}`);
  return { ...found, known: contexts };
}

function contract(lanes: JsonValue, labels?: JsonValue): JsonObject {
  const metadata = labels === undefined ? { id: "abc" } : { id: "abc", labels };
  return { api_version: "workstation-contracts.socios.io/v0.2", kind: "WorkstationContract", metadata, spec: { lanes } };
}

async function digest(document: JsonValue): Promise<string> {
  return digestOfNQuads(await canonicalNQuads(await linkDocument(document, mapping)));
}

const lane = { name: "build", backend: { type: "pixi" } };

// Text that is well-formed Unicode; half surrogate pairs are refused (see below).
const text = fc.oneof(fc.string({ unit: "binary", maxLength: 8 }), fc.constantFrom("", "@type", "@id", "_:b", "a:b", "urn:a:b", "$HOME/dev", "true", "__proto__"));
const optional = { requiredKeys: [] };
const backend = fc.record(
  {
    type: fc.constantFrom("pixi", "container", "nix"),
    pixi: fc.record({ manifest_path: text, lock_path: text }, optional),
    container: fc.record({ image: text, workdir: text }, { requiredKeys: ["image"] }),
    nix: fc.record({ flake: text, installable: text, lock_ref: text, profile: text }, { requiredKeys: ["flake", "installable"] }),
  },
  { requiredKeys: ["type"] },
);
const anyLane = fc.record(
  {
    name: text,
    backend,
    steps: fc.array(fc.record({ name: text, run: text }, { requiredKeys: ["name"] }), { maxLength: 3 }),
    evidence: fc.record({ emit: fc.array(fc.constantFrom("env.fingerprint", "stage", ""), { maxLength: 4 }) }, optional),
    prerequisites: fc.record(
      {
        snapshot_capable: fc.boolean(),
        rootless_container_required: fc.boolean(),
        virtualization: fc.constantFrom("required", "preferred", "off"),
        boot_surface_sensitive: fc.boolean(),
      },
      optional,
    ),
    stage: fc.record({ environment: fc.constantFrom("vm", "nspawn", "container", "remote"), candidate: text, smokeRef: text }),
    mounts: fc.array(
      fc.record({
        source: text,
        target: text,
        readOnly: fc.boolean(),
        class: fc.constantFrom("immutable_input", "mutable_state", "audit_evidence", "substrate_sensitive"),
      }),
      { maxLength: 2 },
    ),
    promotion: fc.record(
      {
        requiresStagePass: fc.boolean(),
        requiresHumanApproval: fc.boolean(),
        rollbackStrategy: fc.constantFrom("generation", "image_digest", "snapshot", "multi_layer"),
      },
      { requiredKeys: ["requiresStagePass", "rollbackStrategy"] },
    ),
  },
  { requiredKeys: ["name", "backend"] },
);
const labels = fc.array(fc.tuple(text, text), { maxLength: 3 }).map((entries) => Object.fromEntries(entries));
const anyContract = fc.record({
  api_version: fc.constantFrom("workstation-contracts.socios.io/v0.1", "workstation-contracts.socios.io/v0.2"),
  kind: fc.constant("WorkstationContract"),
  metadata: fc.record({ id: fc.constantFrom("abc", "a.b"), name: text, description: text, labels }, { requiredKeys: ["id"] }),
  spec: fc.record(
    { host_platform: fc.constantFrom("apple-silicon-asahi", "generic-linux", "linux-amd64-container"), lanes: fc.array(anyLane, { minLength: 1, maxLength: 3 }) },
    { requiredKeys: ["lanes"] },
  ),
});

describe("a contract as linked data", () => {
  test("comes back unchanged from its canonical N-Quads alone, so contracts that differ have different digests", async () => {
    await fc.assert(
      fc.asyncProperty(anyContract, async (document) => {
        const nquads = await canonicalNQuads(await linkDocument(document, mapping));
        expect(firstDifference({ ...document, "@context": mapping.context }, await documentOf(nquads))).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  test("changes its digest with every change of a value", async () => {
    await fc.assert(
      fc.asyncProperty(anyContract, fc.nat(), fc.nat(), async (document, place, kind) => {
        const changed = changeSomewhere(document, place, kind);
        if (firstDifference(document, changed) === undefined) return;
        // A change may also be one that no contract can hold; then it is refused rather than given a digest.
        const other = await digest(changed).catch((error: unknown) => (error instanceof Error ? error.name : "?"));
        expect(other).not.toBe(await digest(document));
      }),
      { numRuns: 100 },
    );
  });

  test("has one digest whatever the order of its keys", async () => {
    await fc.assert(
      fc.asyncProperty(anyContract, async (document) => {
        expect(await digest(reversed(document))).toBe(await digest(document));
      }),
      { numRuns: 20 },
    );
  });

  test.each<[string, JsonValue, JsonValue]>([
    ["no steps and steps that are not reported", [{ ...lane, steps: [] }], [lane]],
    ["no mounts and mounts that are not reported", [{ ...lane, mounts: [] }], [lane]],
    ["an empty block and none", [{ ...lane, backend: { type: "pixi", pixi: {} } }], [lane]],
    ["empty evidence and none", [{ ...lane, evidence: {} }], [lane]],
    ["nothing emitted and nothing said about it", [{ ...lane, evidence: { emit: [] } }], [{ ...lane, evidence: {} }]],
    ["an evidence key once and twice", [{ ...lane, evidence: { emit: ["a", "a"] } }], [{ ...lane, evidence: { emit: ["a"] } }]],
    ["evidence keys in another order", [{ ...lane, evidence: { emit: ["a", "b"] } }], [{ ...lane, evidence: { emit: ["b", "a"] } }]],
    ["lanes in another order", [lane, { ...lane, name: "test" }], [{ ...lane, name: "test" }, lane]],
    ["a lane once and twice", [lane, lane], [lane]],
    ["composed and decomposed letters", [{ ...lane, name: "\u00e9" }], [{ ...lane, name: "e\u0301" }]],
    ["an empty text and none", [{ ...lane, steps: [{ name: "a", run: "" }] }], [{ ...lane, steps: [{ name: "a" }] }]],
    ["false and nothing said", [{ ...lane, prerequisites: { snapshot_capable: false } }], [{ ...lane, prerequisites: {} }]],
  ])("tells %s apart", async (_name, left, right) => {
    expect(await digest(contract(left))).not.toBe(await digest(contract(right)));
  });

  test("keeps labels of any name", async () => {
    const odd = JSON.parse('{"__proto__":"a","__proto__ ":"b","@id":"c","@context":"d","constructor":"e","a.b":"f","":"g"}') as JsonValue;
    const without = JSON.parse('{"__proto__ ":"b","@id":"c","@context":"d","constructor":"e","a.b":"f","":"g"}') as JsonValue;
    const linked = await linkDocument(contract([lane], odd), mapping);
    expect(firstDifference({ "@context": mapping.context, ...contract([lane], odd) }, linked.compacted)).toBeUndefined();
    expect(await digest(contract([lane], odd))).not.toBe(await digest(contract([lane], without)));
  });

  test.each<[string, JsonObject, JsonValue]>([
    ["a set that RDF empties of repetitions", { "@id": "urn:x:a", "@container": "@set" }, ["x", "x"]],
    ["a number that RDF rounds", { "@id": "urn:x:a" }, 0.30000000000000004],
  ])("is refused where only its quads say something else: %s", async (_, term, value) => {
    const own = { context: "urn:x:context", known: new Map([["urn:x:context", { "@context": { "@version": 1.1, a: term } }]]), unmapped: [] };
    await expect(linkDocument({ a: value }, own)).rejects.toMatchObject({ name: "LinkedDataError", pointer: expect.stringMatching(/^\/a/) as string });
  });

  test("is refused where its text has no UTF-8 form", async () => {
    await expect(linkDocument(contract([{ ...lane, name: "\ud800" }]), mapping)).rejects.toMatchObject({ name: "LinkedDataError", pointer: "/spec/lanes/0/name" });
    await expect(linkDocument(contract([lane], { "\udc00": "x" }), mapping)).rejects.toMatchObject({ pointer: "/metadata/labels" });
  });

  test.each<[string, JsonValue]>([
    ["a property without a meaning", [{ ...lane, nmae: "x" }]],
    ["a property in the wrong place", [{ ...lane, run: "true" }]],
    ["an unknown member of an enumeration", [{ name: "a", backend: { type: "docker" } }]],
    ["an enumeration's member that is a property", [{ name: "a", backend: { type: "name" } }]],
    ["null", [{ ...lane, steps: null }]],
  ])("is refused rather than shortened: %s", async (_name, lanes) => {
    await expect(linkDocument(contract(lanes), mapping)).rejects.toMatchObject({ name: "LinkedDataError" });
  });
});

describe("labelling", () => {
  test("is done for a hundred parts that are exactly alike", async () => {
    const linked = await linkDocument(contract([{ ...lane, evidence: { emit: Array<string>(120).fill("env.fingerprint") } }]), mapping);
    expect(labellingWork(linked.quads)).toBeLessThan(maximumLabellingWork / 8);
    expect(await canonicalNQuads(linked)).toContain("env.fingerprint");
  });

  test("is done for many lanes that differ in their names only", async () => {
    const lanes = Array.from({ length: 120 }, (_, index) => ({ name: `lane ${index}`, backend: { type: "pixi", pixi: {} }, steps: [{ name: "a", run: "true" }, { name: "b" }], evidence: { emit: ["x", "y"] } }));
    const linked = await linkDocument(contract(lanes), mapping);
    expect(labellingWork(linked.quads)).toBeLessThan(maximumLabellingWork / 8);
    expect(await canonicalNQuads(linked)).toContain("lane 119");
  });

  test("is done for lists of hundreds of items", async () => {
    const lanes = Array.from({ length: 400 }, (_, index) => ({ ...lane, name: `lane ${index}` }));
    expect(await canonicalNQuads(await linkDocument(contract(lanes), mapping))).toContain("lane 399");
  });

  test("is done for lists of thousands of items of which few are alike", async () => {
    const keys = Array.from({ length: 4000 }, (_, index) => `key ${index}`);
    expect(await canonicalNQuads(await linkDocument(contract([{ ...lane, evidence: { emit: [...keys, ...keys] } }]), mapping))).toContain("key 3999");
  });

  test.each([
    ["evidence keys", [{ ...lane, evidence: { emit: Array<string>(20_000).fill("") } }]],
    ["steps", [{ ...lane, steps: Array<JsonValue>(5000).fill({ name: "a" }) }]],
    ["lanes", Array<JsonValue>(2000).fill({ ...lane, steps: [{ name: "a" }] })],
  ])("refuses thousands of %s in a row at once", async (_name, lanes) => {
    const linked = await linkDocument(contract(lanes), mapping);
    await expect(canonicalNQuads(linked)).rejects.toMatchObject({ name: "LinkedDataError" });
  });
});

describe("contexts", () => {
  let connections = 0;
  beforeEach(() => {
    connections = 0;
    vi.spyOn(Socket.prototype, "connect").mockImplementation(() => {
      connections++;
      throw new Error("the network was touched");
    });
    vi.spyOn(globalThis, "fetch").mockImplementation(() => {
      connections++;
      return Promise.reject(new Error("the network was touched"));
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });

  test.each(["https://schema.org/", "https://w3id.org/security/v2", "http://127.0.0.1:1/", "file:///etc/passwd", "relative"])(
    "that are not this repository's are refused, and never fetched: %s",
    async (url) => {
      const message = await linkDocument({ "@context": url, ...contract([lane]) }, mapping).then(
        () => "accepted",
        (error: unknown) => (error instanceof Error ? error.message : "?"),
      );
      expect(message).toContain("no other is ever fetched");
      await expect(offlineLoader()(url)).rejects.toMatchObject({ name: "UnknownContextError" });
      expect(connections).toBe(0);
    },
  );

  test("of this repository may be named by a document, and change nothing", async () => {
    const plain = await linkDocument(contract([lane]), mapping);
    const named = await linkDocument({ "@context": mapping.context, ...contract([lane]) }, mapping);
    expect(named.expanded).toEqual(plain.expanded);
  });

  test("that a document brings along cannot change what its words mean", async () => {
    const own = { "@context": { name: "https://example.org/other" } };
    await expect(linkDocument({ ...own, ...contract([lane]) }, mapping)).rejects.toMatchObject({ name: "LinkedDataError" });
  });
});

/** The inverse of the mapping: a document from canonical N-Quads and nothing else. */
async function documentOf(nquads: string): Promise<JsonValue> {
  const flat: unknown = await jsonld.fromRDF(nquads, { format: "application/n-quads", useNativeTypes: true });
  const tree = rebuildTree(flat as JsonValue[], undefined);
  const context = contexts.get(mapping.context);
  const compacted: unknown = await jsonld.compact(tree as never, context as never, { skipExpansion: true });
  return { ...(compacted as JsonObject), "@context": mapping.context };
}

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((item: JsonValue) => reversed(item));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, item]: [string, JsonValue]) => [key, reversed(item)]),
  );
}

type Changeable = null | boolean | number | string | Changeable[] | { [key: string]: Changeable };

/** The document with one change at the `place`th of its values: removed, doubled, emptied, turned round, or another text. */
function changeSomewhere(document: JsonValue, place: number, kind: number): JsonValue {
  const copy = JSON.parse(JSON.stringify(document)) as Changeable;
  const changes: (() => void)[] = [];
  noteChanges(copy, kind % 3, changes);
  changes[place % changes.length]?.();
  return copy;
}

function noteChanges(value: Changeable, kind: number, changes: (() => void)[]): void {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      changes.push(() => {
        if (kind === 0) value.splice(index, 1);
        else if (kind === 1) value.splice(index, 0, item);
        else value.reverse();
      });
      noteChanges(item, kind, changes);
    }
  } else if (typeof value === "object" && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      changes.push(() => {
        if (kind === 0) Reflect.deleteProperty(value, key);
        else if (typeof item === "string") value[key] = `${item} `;
        else if (typeof item === "boolean") value[key] = !item;
        else value[key] = Array.isArray(item) ? [] : {};
      });
      noteChanges(item, kind, changes);
    }
  }
}
