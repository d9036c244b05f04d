import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DocumentChange } from "../rules/rule.ts";
import { editsFor } from "./edits.ts";
import { applyFixes } from "./fix.ts";
import { layoutOf } from "./layout.ts";
import { placesIn } from "./places.ts";
import { validateBytes } from "./validate.ts";

/** `text` after `changes`; undefined when they cannot be made. */
function changed(text: string, ...changes: readonly DocumentChange[]): string | undefined {
  const places = placesIn(text, [{ pointer: "", message: "", fix: { description: "", changes } }]);
  const edits = editsFor(changes, places, layoutOf(places));
  return edits === undefined ? undefined : applyFixes(text, [{ fix: { description: "", edits } }]).text;
}

describe("keeps the formatting", () => {
  test.each<readonly [name: string, text: string, changes: readonly DocumentChange[], expected: string]>([
    ["a value is replaced", '{ "a" : "x" }', [{ operation: "set", pointer: "/a", value: "y" }], '{ "a" : "y" }'],
    ["the document is replaced", " 1 ", [{ operation: "set", pointer: "", value: [2] }], " [2] "],
    ["a member is added on a line of its own", '{\n    "a": 1\n}\n', [{ operation: "set", pointer: "/b", value: { c: [1] } }], '{\n    "a": 1,\n    "b": {\n        "c": [\n            1\n        ]\n    }\n}\n'],
    ["a member is added with tabs and carriage returns", '{\r\n\t"a": 1\r\n}', [{ operation: "set", pointer: "/b", value: {} }], '{\r\n\t"a": 1,\r\n\t"b": {}\r\n}'],
    ["changes are made whatever their order", '{"a": 1, "b": ["x"], "c": 3}', [{ operation: "append", pointer: "/b", value: "y" }, { operation: "set", pointer: "/c", value: 4 }, { operation: "set", pointer: "/a", value: 2 }], '{"a": 2, "b": ["x", "y"], "c": 4}'],
    ["a member is added on the line", '{"a": 1}', [{ operation: "set", pointer: "/b", value: { c: [1, 2] } }], '{"a": 1, "b": {"c": [1, 2]}}'],
    ["a member is added without spaces", '{"a":1}', [{ operation: "set", pointer: "/b", value: { c: [1, 2] } }], '{"a":1,"b":{"c":[1,2]}}'],
    ["a member is added to an empty object", '{\n  "a": {}\n}', [{ operation: "set", pointer: "/a/b", value: 1 }], '{\n  "a": {\n    "b": 1\n  }\n}'],
    ["a member is added with the objects around it", '{\n  "a": 1\n}', [{ operation: "set", pointer: "/b/c/d", value: [] }], '{\n  "a": 1,\n  "b": {\n    "c": {\n      "d": []\n    }\n  }\n}'],
    ["an item is added on the line", '{\n  "a": ["x", "y"]\n}', [{ operation: "append", pointer: "/a", value: "z" }], '{\n  "a": ["x", "y", "z"]\n}'],
    ["an item is added on a line of its own", '{\n  "a": [\n    "x"\n  ]\n}', [{ operation: "append", pointer: "/a", value: "z" }], '{\n  "a": [\n    "x",\n    "z"\n  ]\n}'],
    ["an item is added to an empty array", '{\n  "a": [ ]\n}', [{ operation: "append", pointer: "/a", value: "z" }], '{\n  "a": ["z"]\n}'],
    ["two items are added", "[1]", [{ operation: "append", pointer: "", value: 2 }, { operation: "append", pointer: "", value: 3 }], "[1,2,3]"],
    ["the first member is removed", '{"a": 1, "b": 2}', [{ operation: "remove", pointer: "/a" }], '{"b": 2}'],
    ["the last member is removed", '{\n  "a": 1,\n  "b": 2\n}', [{ operation: "remove", pointer: "/b" }], '{\n  "a": 1\n}'],
    ["a member in the middle is removed", "[1, 2, 3]", [{ operation: "remove", pointer: "/1" }], "[1, 3]"],
    ["the only member is removed", '{ "a": 1 }', [{ operation: "remove", pointer: "/a" }], "{}"],
    ["a key is renamed", '{"a\\u0062" : 1}', [{ operation: "rename", pointer: "/ab", key: 'x"y' }], '{"x\\"y" : 1}'],
    ["a part of a text is replaced", '["a\\n\\u0041 b c"]', [{ operation: "replace-text", pointer: "/0", span: { start: 4, end: 5 }, text: '"\n' }], '["a\\n\\u0041 \\"\\n c"]'],
    ["several changes", '{"a": 1, "b": [1]}', [{ operation: "append", pointer: "/b", value: 2 }, { operation: "rename", pointer: "/a", key: "c" }], '{"c": 1, "b": [1, 2]}'],
  ])("%s", (_name, text, changes, expected) => {
    expect(changed(text, ...changes)).toBe(expected);
  });
});

test.each<readonly [name: string, changes: readonly DocumentChange[]]>([
  ["an item added to an object", [{ operation: "append", pointer: "/a", value: 1 }]],
  ["a member added to an array", [{ operation: "set", pointer: "/b/x", value: 1 }]],
  ["a removal of what is not there", [{ operation: "remove", pointer: "/x" }]],
  ["a renamed item", [{ operation: "rename", pointer: "/b/0", key: "x" }]],
  ["a part of what is no text", [{ operation: "replace-text", pointer: "/b/0", span: { start: 0, end: 1 }, text: "" }]],
  ["changes inside what another change replaces", [{ operation: "set", pointer: "/b", value: 1 }, { operation: "append", pointer: "/b", value: 1 }]],
])("%s is no fix", (_name, changes) => {
  expect(changed('{"a": {}, "b": [1]}', ...changes)).toBeUndefined();
});

test("of fixes that touch the same text the first is made and the others wait", () => {
  const fix = (start: number, end: number, text: string): { fix: { description: string; edits: { start: number; end: number; text: string }[] } } => ({ fix: { description: "", edits: [{ start, end, text }] } });
  expect(applyFixes("abcdef", [fix(1, 3, "X"), fix(2, 4, "Y"), fix(5, 6, "Z"), fix(3, 3, "W")])).toEqual({ text: "aXdeZ", applied: 2, conflicts: 2 });
  expect(applyFixes("abcdef", [fix(1, 2, ""), fix(2, 4, "X"), fix(4, 4, "Y"), fix(4, 5, "Z")])).toEqual({ text: "aXZf", applied: 3, conflicts: 1 });
  expect(applyFixes("abc", [{}, fix(0, 0, "x")])).toEqual({ text: "xabc", applied: 1, conflicts: 0 });
});

test("what is set stands there afterwards, formatted like the rest, and nothing else has changed", () => {
  const key = fc.string({ maxLength: 4 });
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true }), key, fc.jsonValue({ maxDepth: 2 }), fc.constantFrom(undefined, 2, "\t"), (generated, name, value, space) => {
      const object = JSON.parse(JSON.stringify(generated)) as Record<string, unknown>;
      const pointer = `/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const text = changed(JSON.stringify(object, null, space), { operation: "set", pointer, value: JSON.parse(JSON.stringify(value)) as null });
      const expected = { ...object };
      Object.defineProperty(expected, name, { value: JSON.parse(JSON.stringify(value)) as unknown, enumerable: true, configurable: true, writable: true });
      expect(JSON.parse(text ?? "")).toEqual(expected);
      // An empty object shows no formatting, and JavaScript puts keys that look like numbers first.
      if (Object.keys(object).length > 0 && !/^\d+$/.test(name)) expect(text).toBe(JSON.stringify(expected, null, space));
    }),
  );
});

describe("a certain fix mends its finding and leaves the rest as it is", () => {
  const head = '  "api_version": "workstation-contracts.socios.io/v0.1",\n  "metadata": { "id": "abc" },\n';
  test.each([
    ["a misspelt kind", `{\n  "kind": "Workstation-contract",\n${head}  "spec": { "lanes": [ { "name": "l", "backend": { "type": "pixi", "pixi": {} } } ] }\n}\n`, '"Workstation-contract"', '"WorkstationContract"'],
    ["a misspelt member", `{\n  "kind": "WorkstationContract",\n${head}  "spec": { "lanes": [ { "nmae" : "l", "backend": { "type": "pixi", "pixi": {} } } ] }\n}\n`, '"nmae"', '"name"'],
    ["a misspelt optional member", `{\n  "kind": "WorkstationContract",\n${head}  "spec": { "lanes": [ { "name": "l", "stesp": [], "backend": { "type": "pixi", "pixi": {} } } ] }\n}\n`, '"stesp"', '"steps"'],
    ["a capital in a backend", `{\n  "kind": "WorkstationContract",\n${head}  "spec": { "lanes": [ { "name": "l", "backend": { "type": "PIXI", "pixi": {} } } ] }\n}\n`, '"PIXI"', '"pixi"'],
    ["a byte-order mark", `\ufeff{\n  "kind": "WorkstationContract",\n${head}  "spec": { "lanes": [ { "name": "l", "backend": { "type": "pixi", "pixi": {} } } ] }\n}\n`, "\ufeff", ""],
  ])("%s", (_name, text, before, after) => {
    const fixed = applyFixes(text, validateBytes(Buffer.from(text), { path: "x" }).diagnostics);
    expect(fixed).toEqual({ text: text.replace(before, after), applied: 1, conflicts: 0 });
    expect(validateBytes(Buffer.from(fixed.text), { path: "x" }).diagnostics).toEqual([]);
  });
});

describe("no two fixes give one object the same member", () => {
  const contract = (lane: object): string =>
    JSON.stringify({ kind: "WorkstationContract", api_version: "workstation-contracts.socios.io/v0.1", metadata: { id: "abc", labels: { "sourceos.terminal_command": "true" } }, spec: { lanes: [{ name: "l", backend: { type: "pixi", pixi: {} }, evidence: { emit: ["terminal.command.evidence"] }, ...lane }] } }, null, 2);
  test.each([
    ["a misspelt block beside the missing one", { backend: { type: "pixi", Pixi: { lock_path: "pixi.lock" } } }, { backend: { type: "pixi", pixi: { lock_path: "pixi.lock" } } }],
    ["a misspelt list beside the missing key", { evidence: { emitt: ["stage"] } }, { evidence: { emit: ["stage", "terminal.command.evidence"] } }],
    ["misspelt evidence beside the missing key", { evidence: undefined, Evidence: { emit: ["stage"] } }, { evidence: { emit: ["stage", "terminal.command.evidence"] } }],
  ])("%s", (_name, lane, mended) => {
    let text = contract(lane);
    for (let round = 0; round < 2; round += 1) text = applyFixes(text, validateBytes(Buffer.from(text), { path: "x" }).diagnostics).text;
    expect(JSON.parse(text)).toEqual(JSON.parse(contract(mended)));
    expect(validateBytes(Buffer.from(text), { path: "x" }).diagnostics).toEqual([]);
  });
});

test("a key that is repeated thousands of times is once there after few rounds", () => {
  let text = JSON.stringify({ kind: "WorkstationContract", api_version: "workstation-contracts.socios.io/v0.1", metadata: { id: "abc" }, spec: { lanes: [{ name: "l", backend: { type: "pixi", pixi: {} }, evidence: { emit: Array.from({ length: 4000 }, () => "stage") } }] } });
  for (let round = 0; round < 5; round += 1) text = applyFixes(text, validateBytes(Buffer.from(text), { path: "x" }).diagnostics).text;
  expect(text).toContain('"emit":["stage"]');
});
