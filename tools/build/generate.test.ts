import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { schemaFiles } from "./schema_files.ts";

const root = resolve(import.meta.dirname, "../..");

describe("the repository", () => {
  test("has the generated files that its schemas, catalog and rules call for; `make generate` rebuilds them", () => {
    const program = `
      import { existsSync, readFileSync } from "node:fs";
      import { generatedFiles, staleFiles } from ${JSON.stringify(pathToFileURL(join(root, "tools/build/generate.ts")).href)};
      const root = ${JSON.stringify(root)};
      const files = await generatedFiles(root);
      const stale = [...files].filter(([path, text]) => !existsSync(root + "/" + path) || readFileSync(root + "/" + path, "utf8") !== text).map(([path]) => path);
      console.log(JSON.stringify([...stale, ...staleFiles(root, files)]));`;
    expect(JSON.parse(run(root, program))).toEqual([]);
  });

  test("has a catalog that fits its schema", () => {
    const catalog: unknown = JSON.parse(readFileSync(join(root, "schemas/catalog.json"), "utf8"));
    const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true });
    const schema = schemaFiles(root).find(({ path }) => path === "catalog.schema.json")?.schema ?? {};
    ajv.validate(schema, catalog);
    expect(ajv.errors ?? []).toEqual([]);
  });

  test("has schemas that say what every property is for", () => {
    const silent = schemaFiles(root)
      .filter(({ path }) => /^(?:catalog|workstation-contract\/|report\/)/.test(path))
      .flatMap(({ path, schema }) => undescribed(schema, path));
    expect(silent).toEqual([]);
  });
});

describe("a new family is an entry of the catalog and its schemas, and nothing else", () => {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "workstation-contracts-family-")));
  afterAll(() => {
    rmSync(copy, { recursive: true, force: true });
  });

  beforeAll(() => {
    for (const path of ["tools", "schemas", "contexts", "package.json", "tsconfig.json"]) cpSync(join(root, path), join(copy, path), { recursive: true, filter: (source) => !source.includes("node_modules") });
    symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
    const catalogPath = join(copy, "schemas/catalog.json");
    const catalog = JSON.parse(readFileSync(catalogPath, "utf8")) as { families: unknown[] };
    catalog.families.push(
      { name: "toy-message", title: "Toy message", recognise: { property: "toy", startsWith: "toy." }, versionProperty: "toy", versions: [{ version: "toy.v0", schema: "toy/message.schema.json" }], parts: [{ name: "wheel", schema: "toy/wheel.schema.json" }], page: "docs/toy.md" },
      { name: "toy-thing", title: "Toy thing", recognise: { property: "@kind", includes: "Toy" }, versions: [{ version: "1", schema: "toy/thing.schema.json" }], page: "docs/toy.md" },
    );
    writeFileSync(catalogPath, JSON.stringify(catalog));
    const object = (name: string, properties: object, required: string[]): string =>
      JSON.stringify({ $schema: "https://json-schema.org/draft/2020-12/schema", $id: `https://example.org/toy/${name}.schema.json`, title: name, type: "object", additionalProperties: false, required, properties });
    cpSync(join(copy, "schemas/report"), join(copy, "schemas/toy"), { recursive: true, filter: (source) => !source.endsWith(".json") });
    writeFileSync(join(copy, "schemas/toy/wheel.schema.json"), object("wheel", { size: { type: "integer" }, made: { type: "string", format: "date-time" }, next: { $ref: "#" } }, ["size"]));
    writeFileSync(
      join(copy, "schemas/toy/message.schema.json"),
      object("message", { toy: { const: "toy.v0" }, wheels: { type: "array", items: { $ref: "wheel.schema.json" } }, load: { oneOf: [{ $ref: "thing.schema.json#/$defs/box" }, { type: "null" }] } }, ["toy", "wheels"]),
    );
    writeFileSync(
      join(copy, "schemas/toy/thing.schema.json"),
      JSON.stringify({
        $schema: "https://json-schema.org/draft/2020-12/schema",
        $id: "https://example.org/toy/thing.schema.json",
        title: "Thing",
        type: "object",
        additionalProperties: false,
        required: ["@kind"],
        properties: { "@kind": { type: "array", items: { type: "string" } }, box: { $ref: "#/$defs/box" } },
        $defs: { box: { title: "Box", type: "object", additionalProperties: false, required: ["side"], properties: { side: { type: "number" } } } },
      }),
    );
    execFileSync(process.execPath, ["--import", "tsx", "tools/build/generate.ts"], { cwd: copy, stdio: "pipe" });
  });

  test("its documents are recognised and judged", () => {
    const cases: readonly (readonly [value: unknown, kind: string | null, findings: readonly string[]])[] = [
      [{ toy: "toy.v0", wheels: [{ size: 1, made: "2026-01-02T03:04:05Z", next: { size: 2 } }], load: { side: 1.5 } }, "toy.v0", []],
      [{ toy: "toy.v0", wheels: [{ size: 1, made: "yesterday", next: { size: "2" } }], load: { sied: 1 } }, "toy.v0", ["schema/additionalProperties /load/sied", "schema/format /wheels/0/made", "schema/type /wheels/0/next/size"]],
      [{ toy: "toy.v9", wheels: [] }, "toy.v9", ["schema/unknown-version /toy"]],
      [{ "@kind": ["Other", "Toy"], box: { side: 1 } }, "Toy", []],
      [{ "@kind": ["Toy"], box: {} }, "Toy", ["schema/required /box"]],
      [{ "@kind": ["Other"] }, null, ["schema/unknown-kind /@kind"]],
    ];
    const program = `
      import { validateBytes } from ${JSON.stringify(pathToFileURL(join(copy, "tools/validate/validate.ts")).href)};
      const reports = ${JSON.stringify(cases.map(([value]) => JSON.stringify(value)))}.map((text) => validateBytes(Buffer.from(text), { path: "x" }));
      console.log(JSON.stringify(reports.map(({ kind, diagnostics }) => [kind, diagnostics.map(({ ruleId, pointer }) => ruleId + " " + pointer).sort()])));`;
    expect(JSON.parse(run(copy, program))).toEqual(cases.map(([, kind, findings]) => [kind, findings]));
  });

  test("its types name its parts, also across files", () => {
    const types = readFileSync(join(copy, "tools/generated/toy-message/message.types.ts"), "utf8");
    expect(types).toContain("export interface Message");
    expect(types).toMatch(/wheels: Wheel\[\]/);
    expect(types).toMatch(/load\?: Box \| null/);
    expect(existsSync(join(copy, "tools/generated/toy-message/wheel.valid.js"))).toBe(true);
  });

  test("when it goes, its generated files go", () => {
    cpSync(join(root, "schemas/catalog.json"), join(copy, "schemas/catalog.json"));
    execFileSync(process.execPath, ["--import", "tsx", "tools/build/generate.ts"], { cwd: copy, stdio: "pipe" });
    expect(existsSync(join(copy, "tools/generated/toy-message/wheel.valid.js"))).toBe(false);
  });
});

test("formats are those of ajv-formats, asserted", () => {
  const ajv = new Ajv2020();
  addFormats.default(ajv);
  expect(ajv.validate({ type: "string", format: "uri" }, "not a uri")).toBe(false);
});

/** Runs an ESM program in `folder` and returns what it prints. */
function run(folder: string, program: string): string {
  return execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "--eval", program], { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

/** The properties of `schema` that have no description, neither of their own nor by reference. */
function undescribed(schema: unknown, path: string): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  return Object.entries(schema).flatMap(([keyword, value]: [string, unknown]) => {
    if (keyword !== "properties") return undescribed(value, `${path}/${keyword}`);
    return Object.entries(value as Record<string, Record<string, unknown>>).flatMap(([name, property]) => {
      const own = typeof property.description === "string" || typeof property.$ref === "string" ? [] : [`${path}/properties/${name}`];
      return [...own, ...undescribed(property, `${path}/properties/${name}`)];
    });
  });
}
