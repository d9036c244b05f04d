import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { spellingIn } from "../json/spelling.ts";
import type { JsonValue } from "../json/value.ts";
import { identify, recognise } from "./catalog.ts";
import { valid } from "../generated/valid.ts";
import { explain } from "./explain.ts";
import { unrecognised } from "./unrecognised.ts";

type Change = readonly [pointer: string, value: unknown];

const namespace = "workstation-contracts.socios.io";
const container = { type: "container", container: { image: "registry/image" } };
const lane = { name: "l", backend: { type: "pixi" } };

const minimal = (version: string): Record<string, unknown> => ({ api_version: `${namespace}/${version}`, kind: "WorkstationContract", metadata: { id: "abc" }, spec: { lanes: [structuredClone(lane)] } });

const acceptedByBoth: Record<string, Change> = {
  "nothing that is optional": ["/kind", "WorkstationContract"],
  "every member of metadata, empty": ["/metadata", { id: "A.b_c-9", name: "", description: "", labels: { "": "" } }],
  "an id of 128 characters": ["/metadata/id", "a".repeat(128)],
  "a lane name of one character": ["/spec/lanes/0/name", " "],
  "a type without its block": ["/spec/lanes/0/backend", { type: "container" }],
  "the block of another backend": ["/spec/lanes/0/backend", { type: "pixi", container: { image: "0123456789" }, pixi: {} }],
  "every member of pixi, empty": ["/spec/lanes/0/backend", { type: "pixi", pixi: { manifest_path: "", lock_path: "" } }],
  "a container with a workdir": ["/spec/lanes/0/backend", { type: "container", container: { image: "0123456789", workdir: "" } }],
  "no steps": ["/spec/lanes/0/steps", []],
  "a step with an empty name and an empty script": ["/spec/lanes/0/steps", [{ name: "", run: "" }]],
  "evidence without emit": ["/spec/lanes/0/evidence", {}],
  "evidence that repeats": ["/spec/lanes/0/evidence", { emit: ["", "a", "a"] }],
  "lanes that repeat": ["/spec/lanes", [lane, lane]],
};

const acceptedByLater: Record<string, Change> = {
  "a host platform": ["/spec/host_platform", "generic-linux"],
  "a nix backend, empty": ["/spec/lanes/0/backend", { type: "nix", nix: { flake: "", installable: "", lock_ref: "", profile: "" } }],
  "no prerequisites": ["/spec/lanes/0/prerequisites", {}],
  "all prerequisites": ["/spec/lanes/0/prerequisites", { snapshot_capable: true, rootless_container_required: false, virtualization: "preferred", boot_surface_sensitive: true }],
  "a stage": ["/spec/lanes/0/stage", { environment: "nspawn", candidate: "", smokeRef: "" }],
  "no mounts": ["/spec/lanes/0/mounts", []],
  "a mount": ["/spec/lanes/0/mounts", [{ source: "", target: "", readOnly: true, class: "substrate_sensitive" }]],
  "a promotion": ["/spec/lanes/0/promotion", { requiresStagePass: false, rollbackStrategy: "multi_layer" }],
  "a promotion that asks a person": ["/spec/lanes/0/promotion", { requiresStagePass: true, requiresHumanApproval: false, rollbackStrategy: "generation" }],
};

const refusedByBoth: Record<string, readonly [...change: Change, rule: string, at: string]> = {
  "an unknown member of the document": ["/$schema", "x", "additionalProperties", "/$schema"],
  "no metadata": ["/metadata", undefined, "required", ""],
  "no spec": ["/spec", undefined, "required", ""],
  "no id": ["/metadata/id", undefined, "required", "/metadata"],
  "an id of two characters": ["/metadata/id", "ab", "minLength", "/metadata/id"],
  "an id of 129 characters": ["/metadata/id", "a".repeat(129), "maxLength", "/metadata/id"],
  "an id with a line feed at its end": ["/metadata/id", "abc\n", "pattern", "/metadata/id"],
  "an id with a space": ["/metadata/id", "a b", "pattern", "/metadata/id"],
  "an id beyond ASCII": ["/metadata/id", "abcé", "pattern", "/metadata/id"],
  "labels that are null": ["/metadata/labels", null, "type", "/metadata/labels"],
  "a label that is no text": ["/metadata/labels", { a: true }, "type", "/metadata/labels/a"],
  "labels in a list": ["/metadata/labels", [], "type", "/metadata/labels"],
  "no lanes": ["/spec/lanes", [], "minItems", "/spec/lanes"],
  "lanes in an object": ["/spec/lanes", {}, "type", "/spec/lanes"],
  "a lane that is null": ["/spec/lanes/0", null, "type", "/spec/lanes/0"],
  "a lane without a name": ["/spec/lanes/0/name", undefined, "required", "/spec/lanes/0"],
  "a lane with an empty name": ["/spec/lanes/0/name", "", "minLength", "/spec/lanes/0/name"],
  "a lane without a backend": ["/spec/lanes/0/backend", undefined, "required", "/spec/lanes/0"],
  "a backend without a type": ["/spec/lanes/0/backend/type", undefined, "required", "/spec/lanes/0/backend"],
  "an unknown backend": ["/spec/lanes/0/backend/type", "docker", "enum", "/spec/lanes/0/backend/type"],
  "a container without an image": ["/spec/lanes/0/backend", { ...container, container: {} }, "required", "/spec/lanes/0/backend/container"],
  "an image of nine characters": ["/spec/lanes/0/backend", { ...container, container: { image: "012345678" } }, "minLength", "/spec/lanes/0/backend/container/image"],
  "a step without a name": ["/spec/lanes/0/steps", [{}], "required", "/spec/lanes/0/steps/0"],
  "a script that is a list": ["/spec/lanes/0/steps", [{ name: "s", run: ["a"] }], "type", "/spec/lanes/0/steps/0/run"],
  "evidence in a list": ["/spec/lanes/0/evidence", ["a"], "type", "/spec/lanes/0/evidence"],
  "an evidence key that is no text": ["/spec/lanes/0/evidence", { emit: ["a", 5] }, "type", "/spec/lanes/0/evidence/emit/1"],
};

const refusedByLater: Record<string, readonly [...change: Change, rule: string, at: string]> = {
  "an unknown host platform": ["/spec/host_platform", "plan9", "enum", "/spec/host_platform"],
  "nix without a flake": ["/spec/lanes/0/backend", { type: "nix", nix: { installable: "" } }, "required", "/spec/lanes/0/backend/nix"],
  "nix without an installable": ["/spec/lanes/0/backend", { type: "nix", nix: { flake: "" } }, "required", "/spec/lanes/0/backend/nix"],
  "a prerequisite that is a text": ["/spec/lanes/0/prerequisites", { snapshot_capable: "true" }, "type", "/spec/lanes/0/prerequisites/snapshot_capable"],
  "a stage without its smoke test": ["/spec/lanes/0/stage", { environment: "vm", candidate: "c" }, "required", "/spec/lanes/0/stage"],
  "a mount without a class": ["/spec/lanes/0/mounts", [{ source: "", target: "", readOnly: true }], "required", "/spec/lanes/0/mounts/0"],
  "a mount that may be read by name": ["/spec/lanes/0/mounts", [{ source: "", target: "", read_only: true, class: "mutable_state" }], "additionalProperties", "/spec/lanes/0/mounts/0/read_only"],
  "a promotion without a way back": ["/spec/lanes/0/promotion", { requiresStagePass: false }, "required", "/spec/lanes/0/promotion"],
};

for (const version of ["v0.1", "v0.2"]) {
  describe(version, () => {
    test.each(Object.entries({ ...acceptedByBoth, ...(version === "v0.2" && acceptedByLater) }))("accepts %s", (_name, change) => {
      expect(errorsOf(changed(version, change))).toEqual([]);
    });
    test.each(Object.entries({ ...refusedByBoth, ...(version === "v0.2" && refusedByLater) }))("refuses %s", (_name, [pointer, value, rule, at]) => {
      expect(errorsOf(changed(version, [pointer, value]))).toEqual([[`schema/${rule}`, at]]);
    });
  });
}

test.each(Object.entries(acceptedByLater))("v0.1 knows nothing of %s", (_name, change) => {
  expect(errorsOf(changed("v0.1", change))).not.toEqual([]);
});

test("the published addresses of the schemas stay", () => {
  const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../../schemas/${path}`, import.meta.url), "utf8"));
  const { families } = read("catalog.json") as { families: readonly { name: string; versions: readonly { version: string; schema: string }[] }[] };
  const versions = families.find(({ name }) => name === "workstation-contract")?.versions ?? [];
  expect(versions.map(({ version, schema }) => [version, (read(schema) as { $id: string }).$id])).toEqual([
    [`${namespace}/v0.1`, "https://github.com/SociOS-Linux/workstation-contracts/blob/main/schemas/workstation-contract.v0.1.schema.json"],
    [`${namespace}/v0.2`, "https://github.com/SociOS-Linux/workstation-contracts/blob/main/schemas/workstation-contract.v0.2.schema.json"],
  ]);
});

describe("a document is", () => {
  const document = minimal("v0.2");
  test.each<[string, JsonValue | Record<string, unknown>, string, string]>([
    ["no object", [], "schema/type", ""],
    ["null", null, "schema/type", ""],
    ["of an unknown kind", { ...document, kind: "WorkstationContrakt" }, "schema/unknown-kind", "/kind"],
    ["of an unknown kind and version", { kind: "Pod", api_version: "v1" }, "schema/unknown-kind", "/kind"],
    ["of a misspelt kind", { ...document, kind: "workstation-contract" }, "schema/unknown-kind", "/kind"],
    ["of an unknown version", { ...document, api_version: `${namespace}/v0.3` }, "schema/unknown-version", "/api_version"],
    ["of a version that is no text", { ...document, api_version: 0.2 }, "schema/unknown-version", "/api_version"],
    ["of no kind and no version", { metadata: {} }, "schema/unknown-kind", ""],
    ["empty", {}, "schema/unknown-kind", ""],
  ])("%s", (_name, value, rule, at) => {
    expect(recognise(value as JsonValue)).toBeUndefined();
    expect(unrecognised(value as JsonValue)).toMatchObject({ ruleId: rule, pointer: at });
  });
});

test("a document that names only its version or only its kind is judged by that family's schema", () => {
  const { kind: _kind, ...versionOnly } = minimal("v0.1");
  const { api_version: _version, ...kindOnly } = minimal("v0.1");
  expect(errorsOf(versionOnly)).toEqual([["schema/required", ""]]);
  expect(errorsOf(kindOnly)).toEqual([["schema/required", ""]]);
  expect(errorsOf({ ...versionOnly, kind: 5 })).toEqual([["schema/const", "/kind"]]);
});

test("a near miss of kind and version is suggested", () => {
  expect(unrecognised({ ...minimal("v0.1"), kind: "workstationContract" })).toMatchObject({ message: expect.stringContaining('Did you mean "WorkstationContract"?') as string, fix: { changes: [{ operation: "set", pointer: "/kind", value: "WorkstationContract" }] } });
  expect(unrecognised({ kind: "WorkstationContract", api_version: "workstation-contract.socios.io/v0.1" }).message).toContain(`Did you mean "${namespace}/v0.1"?`);
  expect(unrecognised({ knid: "WorkstationContract" })).toMatchObject({ pointer: "/knid", atKey: true });
});

test("what only another version knows is told so, and is no slip of the pen", () => {
  const says = (value: unknown): string[] => explain(value as JsonValue, recognise(value as JsonValue) ?? expect.fail("not recognised"), spellingIn(JSON.stringify(value))).map(({ message, fix }) => (fix === undefined ? message : ""));
  const remove = `The version "${namespace}/v0.2" knows it: write that version, or remove it.`;
  expect(says(changed("v0.1", ["/spec/lanes/0/mounts", []]))).toEqual([expect.stringContaining(remove)]);
  expect(says(changed("v0.1", ["/spec/lanes/0/backend", { type: "nix", nix: { flake: ".", installable: ".#a" } }]))).toEqual([expect.stringContaining(remove), expect.stringContaining(`The version "${namespace}/v0.2" knows it: write that version, or one of these values.`)]);
  expect(says(changed("v0.1", ["/spec/lanes/0/cache", []]))).toEqual([expect.stringMatching(/no effect\. Remove it\.$/)]);
  expect(says(changed("v0.2", ["/spec/host_platform", "plan9"]))).toEqual([expect.stringMatching(/Write one of them\.$/)]);
  expect(says(changed("v0.2", ["/spec/lanes/0/cache", []]))).toEqual([expect.stringMatching(/no effect\. Remove it\.$/)]);
});

test("reports name the kind and the version as the document does", () => {
  expect(identify({ kind: "Pod", api_version: "v1" })).toEqual({ kind: "Pod", apiVersion: "v1", recognised: undefined });
  expect(identify({ kind: 5 })).toEqual({ kind: null, apiVersion: null, recognised: undefined });
  expect(identify({ api_version: "x" })).toEqual({ kind: null, apiVersion: "x", recognised: undefined });
  expect(identify([])).toEqual({ kind: null, apiVersion: null, recognised: undefined });
});

function changed(version: string, [pointer, value]: Change): Record<string, unknown> {
  const document = minimal(version);
  const tokens = pointer.slice(1).split("/");
  const last = tokens.pop() ?? "";
  const parent = tokens.reduce((at, token) => at[token] as Record<string, unknown>, document);
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return document;
}

function errorsOf(value: unknown): [string, string][] {
  const recognised = recognise(value as JsonValue);
  if (recognised === undefined) throw new Error("not recognised");
  const found = explain(value as JsonValue, recognised, spellingIn(JSON.stringify(value))).map(({ ruleId, pointer }): [string, string] => [ruleId, pointer]);
  expect(found.length === 0).toBe(valid[recognised.family.name]?.[recognised.version.version]?.(value));
  return found;
}
