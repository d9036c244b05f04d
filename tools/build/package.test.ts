/** Packs the package, installs the tarball into an empty folder and uses it as a stranger would. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-package-"));
const good = "conformance/good/agent-machine-office-dry-run.json";
const bad = "conformance/bad/agent-machine-whole-home-mount.json";

beforeAll(() => {
  const [packed] = JSON.parse(execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", folder], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as { filename: string }[];
  if (packed === undefined) throw new Error("npm pack wrote no tarball");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "stranger", private: true, type: "module" }));
  // Offline on purpose: the package brings all it needs.
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", join(folder, packed.filename)], { cwd: folder, stdio: "ignore" });
  cpSync(join(root, "conformance"), join(folder, "conformance"), { recursive: true });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...words: string[]) => spawnSync("npx", ["--no-install", ...words], { cwd: folder, encoding: "utf8" });

describe("the installed package", () => {
  test("says nothing about a first run, which keeps the code of every part that it loads", () => {
    const installed = join(folder, "node_modules/workstation-contracts");
    const isCache = (name: string): boolean => name.endsWith(".cache");
    expect(readdirSync(join(installed, "dist")).filter(isCache)).toEqual([]);
    expect(spawnSync(process.execPath, [join(installed, "bin/wsc.cjs"), "completion", "bash"], { encoding: "utf8" })).toMatchObject({ status: 0, stderr: "" });
    expect(readdirSync(join(installed, "dist")).filter(isCache).length).toBeGreaterThan(10);
  });

  test("has no dependency of its own", () => {
    expect(readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."))).toEqual(["workstation-contracts"]);
  });

  test.each(["workstation-contracts", "wsc"])("offers %s, which tells good from bad", (program) => {
    expect(run(program, "validate", good).status).toBe(0);
    const rejected = run(program, "validate", bad);
    expect(rejected.status).toBe(1);
    expect(rejected.stdout).toContain("mount/whole-home");
    expect(run(program, "validate", "absent.json").status).toBe(2);
  });

  test("holds whatever its documents link to, or links to what the checkout holds", () => {
    const installed = join(folder, "node_modules/workstation-contracts");
    const documents = readdirSync(installed, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
    const broken: string[] = [];
    for (const document of documents) {
      for (const [, link = ""] of readFileSync(join(installed, document), "utf8").replace(/^```[^]*?^```$/gm, "").matchAll(/\]\(<?([^)\s#>]+)/g)) {
        const published = /^https:\/\/github\.com\/SociOS-Linux\/workstation-contracts\/(?:blob|tree)\/main\/(.+)$/.exec(link)?.[1];
        const target = published !== undefined ? join(root, published) : join(installed, dirname(document), link);
        if ((published !== undefined || !/^[a-z]+:/.test(link)) && !existsSync(target)) broken.push(`${document}: ${link}`);
      }
    }
    expect(documents.length).toBeGreaterThan(50);
    expect(broken).toEqual([]);
  });

  test("exports validate, the schemas and the contexts, to import and to require", () => {
    writeFileSync(
      join(folder, "use.js"),
      `import { readFileSync } from "node:fs";
       import { validate } from "workstation-contracts";
       import schema from "workstation-contracts/schemas/workstation-contract/workstation-contract.v0.1.schema.json" with { type: "json" };
       import { createRequire } from "node:module";
       const require = createRequire(import.meta.url);
       require.resolve("workstation-contracts/schemas/catalog.json");
       const required = require("workstation-contracts");
       const { diagnostics } = required.validate(Buffer.from('{"kind":"workstationContract"}'), { path: "kind.json" });
       const report = validate(readFileSync(${JSON.stringify(bad)}), { path: "bad.json" });
       console.log(JSON.stringify({ valid: report.valid, rules: report.diagnostics.map(({ ruleId }) => ruleId), title: typeof schema.title, fixed: required.applyFixes('{"kind":"workstationContract"}', diagnostics).text, tool: required.tool.name }));`,
    );
    const output = execFileSync(process.execPath, ["--no-warnings", "use.js"], { cwd: folder, encoding: "utf8" });
    expect(JSON.parse(output)).toEqual({ valid: false, rules: ["mount/whole-home"], title: "string", fixed: '{"kind":"WorkstationContract"}', tool: "workstation-contracts" });
  });

  test.each([
    ["nodenext", { module: "nodenext" }],
    ["for a bundler", { module: "esnext", moduleResolution: "bundler" }],
    ["as before Node knew exports", { module: "commonjs", moduleResolution: "node10", ignoreDeprecations: "6.0" }],
  ])("carries types that a strict TypeScript project compiles with, resolved %s", (_how, resolution) => {
    writeFileSync(
      join(folder, "use.ts"),
      `import { validate, type FileReport, type WorkstationContractV01 } from "workstation-contracts";
       const report: FileReport = validate(new Uint8Array(), { path: "x.json" });
       export const line: number | undefined = report.diagnostics[0]?.start.line;
       export const contract: WorkstationContractV01 = {
         api_version: "workstation-contracts.socios.io/v0.1", kind: "WorkstationContract", metadata: { id: "abc" },
         spec: { lanes: [{ name: "a", backend: { type: "pixi" } }] },
       };
       // @ts-expect-error the schema closes the object
       contract.extra = 1;`,
    );
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: { noEmit: true, strict: true, ...resolution, target: "es2022", types: [] }, files: ["use.ts"] }));
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const result = spawnSync(process.execPath, [compiler, "-p", "."], { cwd: folder, encoding: "utf8" });
    expect(result.stdout).toBe("");
    expect(result.status).toBe(0);
  });
});
