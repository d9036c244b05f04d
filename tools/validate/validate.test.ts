import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../json/value.ts";
import type { FileReport } from "../report/diagnostic.ts";
import { interpreter } from "../shell/interpreter.ts";
import { isSuspicion, judge, judgeOn, lackOf, type Suspicion } from "./judge.ts";
import { diagnose, mostDiagnostics } from "./diagnose.ts";
import { allMeans } from "./means.ts";
import { quickMeans } from "./quick_means.ts";
import { validateBytes, type ValidateOptions } from "./validate.ts";

const digest = "0123456789abcdef".repeat(4);
const contract = (): Contract => ({
  api_version: "workstation-contracts.socios.io/v0.1",
  kind: "WorkstationContract",
  metadata: { id: "abc", labels: { "team.example/owner": "us" } },
  spec: {
    lanes: [
      { name: "one", backend: { type: "container", container: { image: `registry.example.org/image:1@sha256:${digest}` } }, steps: [{ name: "build", run: "make build" }], evidence: { emit: ["env.fingerprint"] } },
      { name: "two", backend: { type: "pixi", pixi: { manifest_path: "pixi.toml" } }, steps: [], evidence: { emit: ["deps.inventory"] } },
    ],
  },
});

interface Contract {
  [key: string]: unknown;
  metadata: Record<string, unknown>;
  spec: { lanes: Record<string, unknown>[] };
}

const options: ValidateOptions = { path: "contract.json" };
const validate = (value: unknown, space: number | undefined = 2): FileReport => validateBytes(Buffer.from(typeof value === "string" ? value : JSON.stringify(value, null, space)), options);

test("a contract without fault is valid, and nothing needs explaining", () => {
  expect(validate(contract())).toEqual({ path: "contract.json", kind: "WorkstationContract", apiVersion: "workstation-contracts.socios.io/v0.1", valid: true, diagnostics: [] });
  expect(isSuspicion(judge(Buffer.from(JSON.stringify(contract())), options, quickMeans))).toBe(false);
});

test.each<readonly [what: string, values: readonly unknown[], message: string]>([
  ["a text", ["{}", options], "Uint8Array"],
  ["a value", [{}, options], "Uint8Array"],
  ["numbers of two bytes", [new Uint16Array(2), options], "Uint8Array"],
  ["no options", [new Uint8Array()], "{ path }"],
  ["options without a path", [new Uint8Array(), {}], "{ path }"],
])("a program that gives %s is told what to give", (_what, values, message) => {
  expect(() => Reflect.apply(validateBytes, undefined, values) as unknown).toThrow(message);
});

test.each([
  ["1.10", 'found 1.10. The label\'s value. Write it in double quotes: "1.10".'],
  ["12345678901234567890", 'found 12345678901234567890. The label\'s value. Write it in double quotes: "12345678901234567890".'],
  ["1e999", 'found 1e999. The label\'s value. Write it in double quotes: "1e999".'],
  ["1".repeat(400), "found a number too large to be read. The label's value. Write it in double quotes."],
])("a number in the place of a text is told as it is written: %s", (number, says) => {
  const text = JSON.stringify({ ...contract(), metadata: { id: "abc", labels: { version: "NUMBER" } } });
  expect(validate(text.replace('"NUMBER"', number)).diagnostics).toMatchObject([{ ruleId: "schema/type", pointer: "/metadata/labels/version", message: `Expected a text, ${says}` }]);
});

test("what the quick means cannot judge says what it takes, and is judged with that", () => {
  const involved = contract();
  involved.spec.lanes[0] = { ...involved.spec.lanes[0], steps: [{ name: "build", run: "if true; then make; fi" }] };
  const suspicion = suspicionOf(involved);
  expect(lackOf(suspicion, quickMeans)).toBe("interpreter");
  expect(judgeOn(suspicion, { ...quickMeans, interpreter })).toEqual(validate(involved));

  const unusual = suspicionOf({ "@type": "RepoDescriptor" });
  expect(lackOf(unusual, quickMeans)).toBe("validators");
  expect(() => diagnose(unusual)).toThrow("not judged");
  const judged = judgeOn(unusual, allMeans);
  expect(isSuspicion(judged) && lackOf(judged, allMeans)).toBeUndefined();
});

function suspicionOf(value: unknown): Suspicion {
  const judged = judge(Buffer.from(JSON.stringify(value)), options, quickMeans);
  if (!isSuspicion(judged)) throw new Error("expected a suspicion");
  return judged;
}

test("a finding has a rule, a place, a reason and a page", () => {
  const text = '{\r\n  "kind": "WorkstationContract",\n\t"api_version": "workstation-contracts.socios.io/v0.1",\n  "metadata": {"id": "é"},\n  "spec": {"lanes": [{"name": "l", "backend": {"type": "pixi", "pixi": {}}}]}\n}';
  const start = text.indexOf('"é"');
  expect(validate(text)).toMatchObject({
    valid: false,
    diagnostics: [
      { ruleId: "schema/minLength", severity: "error", pointer: "/metadata/id", start: { line: 4, column: 22, offset: start }, end: { line: 4, column: 25, offset: start + 3 }, help: "https://github.com/SociOS-Linux/workstation-contracts/blob/main/docs/rules/schema/minLength.md" },
      { ruleId: "schema/pattern" },
    ],
  });
});

test("findings stand in the order of their places", () => {
  const broken = contract();
  broken.metadata.id = 5;
  broken.spec.lanes[1] = { name: "", backend: {} };
  broken.extra = 1;
  const { diagnostics } = validate(broken);
  expect(diagnostics.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`)).toEqual(["schema/type /metadata/id", "schema/minLength /spec/lanes/1/name", "schema/required /spec/lanes/1/backend", "schema/additionalProperties /extra"]);
  expect(diagnostics.map(({ start }) => start.offset)).toEqual(diagnostics.map(({ start }) => start.offset).sort((a, b) => a - b));
});

test("the rules judge a document also when its schema does not hold", () => {
  const broken = contract();
  broken.extra = 1;
  broken.spec.lanes[0] = { ...broken.spec.lanes[0], backend: { type: "container", container: { image: "registry.example.org/image:latest" } } };
  expect(rules(validate(broken))).toEqual(["image/digest-pinned", "schema/additionalProperties"]);
});

test("the rules judge a document also when it repeats a key, by the last value", () => {
  const text = JSON.stringify(contract()).replace('"kind":', '"kind":"Pod","kind":');
  const report = validate(text);
  expect(report.kind).toBe("WorkstationContract");
  expect(report.diagnostics.map(({ ruleId, start }) => [ruleId, start.offset])).toEqual([["json/duplicate-key", text.lastIndexOf('"kind"')]]);
});

test("a finding inside a script points at its words, whatever escapes stand before them", () => {
  const whole = contract();
  whole.spec.lanes[0] = { ...whole.spec.lanes[0], steps: [{ name: "s", run: '# "é"\tπ\n\u2028:\nsourceosctl agent-machine mounts plan --dev-root $HOME' }], evidence: { emit: ["agent-machine.mount.evidence"] } };
  const text = JSON.stringify(whole, null, 2).replace("é", "\\u00E9").replaceAll("# ", "#\\u0020");
  const found = validate(text).diagnostics.find(({ ruleId }) => ruleId === "mount/whole-home");
  expect(text.slice(found?.start.offset, found?.end.offset)).toBe("$HOME");
});

describe("a document that cannot be judged", () => {
  test.each([
    ["", "json/syntax", ""],
    ["[1]", "schema/type", ""],
    ["null", "schema/type", ""],
    ["{}", "schema/unknown-kind", ""],
    ['{"kind":"Pod"}', "schema/unknown-kind", "/kind"],
    ['{"kind":"WorkstationContract","api_version":"x"}', "schema/unknown-version", "/api_version"],
    ["\ufeff{}", "json/encoding", ""],
    ["[".repeat(1e5), "json/too-deep", "/0".repeat(64)],
  ])("%s", (text, rule, pointer) => {
    const { valid, diagnostics } = validate(text);
    expect(valid).toBe(false);
    expect(diagnostics.map((found) => [found.ruleId, found.pointer])).toEqual([[rule, pointer]]);
  });
});

test("a document over the limit is told so", () => {
  const report = validateBytes(Buffer.from("[1,2,3]"), { ...options, maximumBytes: 6 });
  expect(report).toMatchObject({ kind: null, apiVersion: null, valid: false, diagnostics: [{ ruleId: "json/too-large", start: { line: 1, column: 1, offset: 0 } }] });
});

test("a document of a stream has the places of the stream", () => {
  const line = JSON.stringify({ ...contract(), kind: "Workstationcontract" });
  const report = validateBytes(Buffer.from(line), { ...options, line: 7, offset: 1000 });
  const column = line.indexOf('"Workstationcontract"');
  expect(report.line).toBe(7);
  expect(report.diagnostics).toMatchObject([{ start: { line: 7, column: column + 1, offset: 1000 + column }, fix: { edits: [{ start: 1000 + column }] } }]);
  expect(validateBytes(Buffer.from(JSON.stringify(contract())), { ...options, line: 8, offset: 9 })).toMatchObject({ line: 8, valid: true });
});

test("a hostile document gets as many findings as anyone reads, and says that there are more", () => {
  const hostile = contract();
  hostile.spec.lanes[0] = { ...hostile.spec.lanes[0], evidence: { emit: Array.from({ length: 200_000 }, () => 1) }, nmae: "x" };
  const { diagnostics, valid } = validate(hostile);
  expect(valid).toBe(false);
  expect(diagnostics).toHaveLength(mostDiagnostics);
  expect(diagnostics.at(-1)?.message).toContain("more findings");
  expect(diagnostics.slice(0, -1).some(({ message }) => message.includes("more findings"))).toBe(false);
});

test("a flood of warnings does not hide an error", () => {
  const flooded = contract();
  flooded.spec.lanes[1] = { ...flooded.spec.lanes[1], evidence: { emit: Array.from({ length: 5000 }, (_, index) => `unknown.key.${index}`) }, name: "" };
  const { diagnostics, valid } = validate(flooded);
  expect(valid).toBe(false);
  expect(diagnostics).toHaveLength(mostDiagnostics);
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ ruleId }) => ruleId)).toEqual(["schema/minLength"]);
});

test("a flood of warnings hides no error of a rule that judges later", () => {
  const flooded = contract();
  const emit = [...Array.from({ length: 5000 }, (_, index) => `unknown.key.${index}`), "office.artifact.evidence"];
  flooded.spec.lanes[1] = { ...flooded.spec.lanes[1], steps: [{ name: "send", run: "sourceosctl office plan --execute" }], evidence: { emit } };
  const { diagnostics, valid } = validate(flooded);
  expect(valid).toBe(false);
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ ruleId }) => ruleId)).toEqual(["office/execute-without-policy"]);
});

test("as many findings as are listed are all there are", () => {
  const full = contract();
  full.spec.lanes[1] = { ...full.spec.lanes[1], evidence: { emit: Array.from({ length: mostDiagnostics }, (_, index) => `unknown.key.${index}`) } };
  const { diagnostics } = validate(full);
  expect(diagnostics).toHaveLength(mostDiagnostics);
  expect(diagnostics.filter(({ message }) => message.includes("more findings"))).toEqual([]);
});

test.each([
  ["a text of quotes", (length: number): string => `["${'\\"'.repeat(length / 2)}"]`],
  ["a key of letters", (length: number): string => `{"kind":"WorkstationContract","api_version":"workstation-contracts.socios.io/v0.1","${"x".repeat(length)}":1}`],
  ["a kind of letters", (length: number): string => `{"kind":"${"x".repeat(length)}"}`],
  ["a text that is never closed", (length: number): string => `{"kind":"${": ".repeat(length / 2)}`],
  ["white space", (length: number): string => `{"kind":"Workstationcontract"${" ".repeat(length)}}`],
])("%s, ten million characters long, exhausts nothing", (_name, text) => {
  expect(validate(text(10_000_000)).valid).toBe(false);
});

test("a flood of repeated keys is no more than that", () => {
  const { diagnostics } = validate(`{${'"a":1,'.repeat(100_000)}"a":1}`);
  expect(diagnostics).toHaveLength(mostDiagnostics);
});

const fuzzedContract = fc
  .tuple(fc.array(fc.tuple(fc.nat(), fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constant(undefined), fc.constant("sourceosctl office inspect ~/Library")), fc.boolean()), { maxLength: 4 }))
  .map(([changes]) => {
    const document = contract();
    for (const [choice, value, rename] of changes) mutate(document, choice, value, rename);
    return document;
  });

test("no document makes it throw, and every place is inside the text", () => {
  const text = fc.oneof(
    fuzzedContract.map((document) => JSON.stringify(document, null, 1)),
    fc.json(),
    fc.string({ unit: "binary" }),
    fc.tuple(fuzzedContract.map((document) => JSON.stringify(document)), fc.nat(), fc.string({ maxLength: 3 })).map(([whole, at, put]) => whole.slice(0, at % whole.length) + put + whole.slice((at % whole.length) + 1)),
  );
  fc.assert(
    fc.property(text, (generated) => {
      const bytes = Buffer.from(generated);
      const decoded = bytes.toString();
      const report = validateBytes(bytes, options);
      expect(report.valid).toBe(report.diagnostics.every(({ severity }) => severity !== "error"));
      for (const { start, end, message, pointer } of report.diagnostics) {
        expect(start.offset >= 0 && start.offset <= end.offset && end.offset <= decoded.length).toBe(true);
        for (const position of [start, end]) {
          expect(decoded.split("\n").slice(0, position.line - 1).join("\n").length + (position.line > 1 ? 1 : 0) + position.column - 1).toBe(position.offset);
        }
        expect(message).not.toBe("");
        expect(pointer === "" || pointer.startsWith("/")).toBe(true);
      }
    }),
    { numRuns: 500 },
  );
});

test("arbitrary bytes never make it throw", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      expect(validateBytes(bytes, options).valid).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("the order of keys and the white space between them change no verdict", () => {
  fc.assert(
    fc.property(fuzzedContract, fc.constantFrom(undefined, 1, 4), (document, space) => {
      const verdicts = (value: unknown, indent: number | undefined): string[] =>
        validate(value, indent)
          .diagnostics.map(({ ruleId, pointer, severity }) => `${ruleId} ${pointer} ${severity}`)
          .sort();
      const plain = JSON.parse(JSON.stringify(document)) as JsonValue;
      expect(verdicts(reversed(plain), space)).toEqual(verdicts(plain, 2));
    }),
    { numRuns: 200 },
  );
});

function rules({ diagnostics }: FileReport): string[] {
  return diagnostics.map(({ ruleId }) => ruleId).sort();
}

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, item]) => [key, reversed(item)]));
}

/** Replaces, removes or renames one member or item somewhere in `root`. */
function mutate(root: object, choice: number, value: unknown, rename: boolean): void {
  const places: [Record<string, unknown>, string][] = [];
  const collect = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      collect((node as Record<string, unknown>)[key]);
    }
  };
  collect(root);
  const [parent, key] = places[choice % Math.max(places.length, 1)] ?? [{}, ""];
  if (rename && !Array.isArray(parent)) parent[`${key}x`] = parent[key];
  if (value === undefined && !Array.isArray(parent)) Reflect.deleteProperty(parent, key);
  else parent[key] = value ?? null;
}
