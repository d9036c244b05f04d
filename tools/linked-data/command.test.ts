import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { linkedData, linkedDataForms, type LinkedDataForm } from "./command.ts";

function bytesOf(value: unknown): Uint8Array {
  return new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
}

async function textOf(bytes: Uint8Array, form: LinkedDataForm): Promise<string> {
  const result = await linkedData(bytes, { form });
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.text;
}

async function problemsOf(value: unknown): Promise<[string, string][]> {
  const result = await linkedData(bytesOf(value), { form: "digest" });
  return result.ok ? [] : result.problems.map(({ ruleId, pointer }) => [ruleId, pointer]);
}

function contract(spec: unknown): Record<string, unknown> {
  return { api_version: "workstation-contracts.socios.io/v0.1", kind: "WorkstationContract", metadata: { id: "abc" }, spec };
}

const lanes = [{ name: "a", backend: { type: "pixi" } }];

/** Every document that this repository holds up as an example. */
function examples(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.json(ld)?$/.test(entry.name) && /(^|\/)(good|bad)(\/|$)/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));
}

describe("wsc linked-data", () => {
  test.each(["contexts/repository-descriptor.jsonld", ...examples("conformance")])("gives %s back unchanged, or refuses it for its structure", async (path) => {
    const bytes = readFileSync(path);
    const result = await linkedData(bytes, { form: "compacted" });
    if (result.ok) {
      const { "@context": _context, ...rest } = JSON.parse(result.text) as Record<string, unknown>;
      const { "@context": _own, ...document } = JSON.parse(bytes.toString()) as Record<string, unknown>;
      expect(rest).toEqual(document);
      expect(await textOf(bytes, "digest")).toMatch(/^sha256:[0-9a-f]{64}\n$/);
    } else {
      // Only a fixture that is bad, and structurally so, may have no linked data.
      expect(path).toContain("/bad/");
      expect(result.problems.filter(({ ruleId }) => !/^(json|schema)\//.test(ruleId))).toEqual([]);
    }
  });

  test("prints N-Quads whose SHA-256 is the digest", async () => {
    const bytes = bytesOf(contract({ lanes }));
    const hash = createHash("sha256").update(await textOf(bytes, "nquads")).digest("hex");
    expect(await textOf(bytes, "digest")).toBe(`sha256:${hash}\n`);
  });

  test.each(linkedDataForms)("prints text that ends with a newline: %s", async (form) => {
    expect(await textOf(bytesOf(contract({ lanes })), form)).toMatch(/[^\n]\n$/);
  });

  test("prints a digest that white space, key order and escapes do not change", async () => {
    const plain = contract({ lanes });
    const other = JSON.stringify(Object.fromEntries(Object.entries(plain).reverse()), null, 7).replace('"abc"', '"\\u0061bc"');
    expect(await textOf(bytesOf(other), "digest")).toBe(await textOf(bytesOf(plain), "digest"));
  });

  test("refuses what is no document of this repository, and says where", async () => {
    expect(await problemsOf("[")).toEqual([["json/syntax", expect.any(String)]]);
    expect(await problemsOf('{"a":1,"\\u0061":2}')).toEqual([["json/duplicate-key", "/a"]]);
    expect(await problemsOf([])).toEqual([["schema/type", ""]]);
    expect(await problemsOf({ kind: "Other" })).toEqual([["schema/unknown-kind", "/kind"]]);
    expect(await problemsOf(contract({ lanes: [] }))).toEqual([["schema/minItems", "/spec/lanes"]]);
  });

  test.each([
    ["syntax", '{\n  "a": }', { ruleId: "json/syntax", line: 2, column: 8 }],
    ["a member that nobody knows", JSON.stringify({ ...contract({ lanes }), "é😀": 1, surplus: 1 }, null, 2).replace('"é😀": 1,\n  ', '"é😀": 1, '), { ruleId: "schema/additionalProperties", line: 17, column: 13, pointer: "/surplus" }],
    ["a value", '{\n"kind": "Other"}', { ruleId: "schema/unknown-kind", line: 2, column: 9 }],
  ])("says where it stands: %s", async (_what, text, expected) => {
    const result = await linkedData(bytesOf(text), { form: "digest" });
    expect(result.ok ? [] : result.problems).toContainEqual(expect.objectContaining(expected));
  });

  test("refuses a context of the document's own, and says which one is applied", async () => {
    const result = await linkedData(bytesOf({ "@context": "https://schema.org/", ...contract({ lanes }) }), { form: "expanded" });
    expect(result).toMatchObject({ ok: false, problems: [{ ruleId: "schema/additionalProperties", pointer: "/@context", message: expect.stringContaining("workstation-contract.context.jsonld") as string }] });
  });

  test("tells of what else is wrong beside a context of the document's own", async () => {
    expect(await problemsOf({ "@context": "https://schema.org/", ...contract({ lanes: [] }) })).toEqual([
      ["schema/additionalProperties", "/@context"],
      ["schema/minItems", "/spec/lanes"],
    ]);
  });

  test("says where text has no UTF-8 form", async () => {
    const document = JSON.stringify(contract({ lanes })).replace('"name":"a"', '"name":"\\ud800"');
    expect(await problemsOf(document)).toEqual([["linked-data/unfaithful", "/spec/lanes/0/name"]]);
  });

  const invoke = (number: string): string =>
    `{"v":"ipc.v0","id":"message-1","ts":"2026-01-02T03:04:05Z","type":"invoke","payload":{"op":"text.caps","args":{"text":"a","of":[${number}]}}}`;

  test.each(["9007199254740993", "-9007199254740993.0", "0.1000000000000000055", "1e400", "1e-400", "4.00000000000000000001"])("refuses a number that is not read as it is written: %s", async (number) => {
    expect(await problemsOf(invoke(number))).toEqual([["linked-data/unfaithful", "/payload/args/of/0"]]);
  });

  test.each([["0", "-0", "0.0", "0e9"], ["10", "1e1", "10.0", "0.1E+2"], ["9007199254740992", "9007199254740992.00"], ["0.1", "1e-1"], ["1e21", "1000000000000000000000"], ["5e-324", "0.5e-323"]])(
    "takes %s however it is written",
    async (plain, ...others) => {
      const digest = await textOf(bytesOf(invoke(plain)), "digest");
      for (const other of others) expect(await textOf(bytesOf(invoke(other)), "digest"), other).toBe(digest);
    },
  );

  test("ends at once for a document that is too large", async () => {
    const many = Array.from({ length: 30_000 }, (_, index) => ({ name: `lane ${index}`, backend: { type: "pixi" } }));
    expect(await problemsOf(contract({ lanes: many }))).toEqual([["linked-data/unfaithful", ""]]);
  });
});
