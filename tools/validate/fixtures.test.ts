import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { applyFixes } from "./fix.ts";
import { checkFixtures, readManifest } from "./fixtures.ts";
import type { FixtureProblem } from "./fixtures.ts";
import { ruleList } from "./rule_list.ts";
import { validateBytes } from "./validate.ts";

const root = resolve(import.meta.dirname, "../..");
const conformance = join(root, "conformance");
const fixtures = readManifest(conformance);
const workshop = mkdtempSync(join(tmpdir(), "fixtures-"));
afterAll(() => {
  rmSync(workshop, { recursive: true, force: true });
});

test("every fixture keeps its promise", () => {
  const { files, problems } = checkFixtures(conformance);
  expect(problems).toEqual([]);
  expect(files).toBeGreaterThan(60);
});

test("the manifest and the evidence registry are valid by their schemas, and keys stand once", () => {
  const check = (schema: string, file: string): void => {
    const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(join(root, schema), "utf8")) as object);
    validate(JSON.parse(readFileSync(join(root, file), "utf8")));
    expect(validate.errors ?? []).toEqual([]);
  };
  check("schemas/conformance/manifest.v1.schema.json", "conformance/manifest.json");
  check("schemas/evidence-registry.schema.json", "schemas/evidence-registry.json");
  const { keys } = JSON.parse(readFileSync(join(root, "schemas/evidence-registry.json"), "utf8")) as { keys: { key: string }[] };
  expect(new Set(keys.map(({ key }) => key)).size).toBe(keys.length);
});

describe("without a rule, its bad fixture is clean: so the fixture proves the rule", () => {
  test.each(ruleList.map(({ id }) => [id]))("%s", (id) => {
    const own = fixtures.filter(({ rule }) => rule === id);
    expect(own.length).toBeGreaterThan(0);
    for (const { bad, maximumBytes } of own) {
      const path = join(conformance, bad);
      const { diagnostics } = validateBytes(readFileSync(path), { path, ...(maximumBytes === undefined ? {} : { maximumBytes }) });
      expect(diagnostics.map(({ ruleId }) => ruleId)).toContain(id);
      expect(diagnostics.filter(({ ruleId }) => ruleId !== id)).toEqual([]);
    }
  });
});

test("where a bad fixture offers a fix, the fix leads to a document without findings", () => {
  let fixed = 0;
  for (const { bad } of fixtures) {
    const path = join(conformance, bad);
    const bytes = readFileSync(path);
    const { diagnostics } = validateBytes(bytes, { path });
    if (diagnostics.every(({ fix }) => fix === undefined)) continue;
    const { text } = applyFixes(bytes.toString("utf8"), diagnostics);
    expect(validateBytes(Buffer.from(text), { path }).diagnostics, bad).toEqual([]);
    fixed += 1;
  }
  expect(fixed).toBeGreaterThan(10);
});

test("the seed's fixtures are there, each with one defect", () => {
  const rules = new Map(fixtures.map(({ bad, rule }) => [bad, rule]));
  expect(rules.get("bad/agent-machine-whole-home-mount.json")).toBe("mount/whole-home");
  expect(rules.get("bad/agent-machine-unscoped-downloads.json")).toBe("mount/unscoped-downloads");
  expect(rules.get("bad/office-raw-apple-app-db.json")).toBe("app-data/raw-apple-store");
});

describe("the check catches", () => {
  let count = 0;
  let folder = "";
  beforeAll(() => {
    cpSync(conformance, join(workshop, "whole"), { recursive: true });
  });

  const sabotaged = (change: (folder: string) => void): readonly FixtureProblem[] => {
    count += 1;
    folder = join(workshop, `case-${count}`);
    cpSync(join(workshop, "whole"), folder, { recursive: true });
    change(folder);
    return checkFixtures(folder).problems;
  };
  const replace = (file: string, from: string, to: string) => (inside: string): void => {
    const text = readFileSync(join(inside, file), "utf8");
    expect(text).toContain(from);
    writeFileSync(join(inside, file), text.replace(from, to));
  };
  const manifest = (change: (entries: Record<string, unknown>[]) => Record<string, unknown>[]) => (inside: string): void => {
    const value = JSON.parse(readFileSync(join(inside, "manifest.json"), "utf8")) as { fixtures: Record<string, unknown>[] };
    writeFileSync(join(inside, "manifest.json"), JSON.stringify({ ...value, fixtures: change(value.fixtures) }));
  };

  test("a second defect, also a warning", () => {
    expect(sabotaged(replace("bad/mount-whole-home.json", '"agent-machine.mount.evidence"', '"agent-machine.mount.evidense"'))).toContainEqual(
      { file: "bad/mount-whole-home.json", message: expect.stringContaining("trips evidence/agent-machine-mount") as string });
    expect(sabotaged(replace("bad/mount-whole-home.json", '"env.fingerprint"', '"unheard.of"'))).toContainEqual(
      { file: "bad/mount-whole-home.json", message: expect.stringContaining("trips evidence/unknown-key") as string });
  });

  test("a second finding of the same rule elsewhere", () => {
    const problems = sabotaged(replace("bad/evidence-unknown-key.json", '"env.fingerprint"', '"unheard.of"'));
    expect(problems).toContainEqual({ file: "bad/evidence-unknown-key.json", message: expect.stringContaining('not at "/spec/lanes/0/evidence/emit/1"') as string });
  });

  test("a twin that fails, also with a warning only", () => {
    expect(sabotaged(replace("good/mount-whole-home.json", "~/dev", "~/.ssh"))).toContainEqual({ file: "good/mount-whole-home.json", message: expect.stringContaining("mount/sensitive-path") as string });
    expect(sabotaged(replace("good/label-not-boolean.json", '"true"', '"True"'))).toContainEqual({ file: "good/label-not-boolean.json", message: expect.stringContaining("label/not-boolean") as string });
  });

  test("a bad file without its defect", () => {
    const problems = sabotaged((inside) => {
      cpSync(join(inside, "good/mount-whole-home.json"), join(inside, "bad/mount-whole-home.json"));
    });
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining("does not trip mount/whole-home"), expect.stringContaining("is the same as")]);
  });

  test("a wrong pointer, a wrong rule, a wrong severity", () => {
    const first = (change: Record<string, unknown>) => manifest((entries) => entries.map((entry) => (entry.bad === "bad/mount-whole-home.json" ? { ...entry, ...change } : entry)));
    expect(sabotaged(first({ pointer: "/spec/lanes/0" }))).not.toEqual([]);
    expect(sabotaged(first({ rule: "mount/sensitive-path" })).map(({ message }) => message).join()).toContain("does not trip mount/sensitive-path");
    expect(sabotaged(first({ severity: "warning" })).map(({ message }) => message)).toEqual(['It trips mount/whole-home as error. Take "severity": "warning" out of the manifest.']);
    const undeclared = manifest((entries) => entries.map(({ severity: _severity, ...entry }) => entry));
    expect(sabotaged(undeclared)).toContainEqual({ file: "bad/step-duplicate-name.json", message: 'It trips step/duplicate-name as warning. Declare "severity": "warning" in the manifest.' });
  });

  test("a difference elsewhere", () => {
    expect(sabotaged(replace("bad/mount-whole-home.json", '"Agent mounts"', '"Other mounts"'))).toEqual([
      { file: "bad/mount-whole-home.json", message: expect.stringContaining('at "/metadata/name" too') as string }]);
  });

  test("a rule without a pair", () => {
    const problems = sabotaged(manifest((entries) => entries.filter(({ rule }) => rule !== "step/duplicate-name")));
    expect(problems).toEqual([
      { file: "bad/step-duplicate-name.json", message: expect.stringContaining("not in the manifest") as string },
      { file: "manifest.json", message: expect.stringContaining("step/duplicate-name has no fixture pair") as string },
    ]);
  });

  test("a good file that is nobody's twin", () => {
    expect(sabotaged((inside) => {
      writeFileSync(join(inside, "good/lone.json"), "{}");
    })).toContainEqual({ file: "good/lone.json", message: expect.stringContaining("schema/unknown-kind") as string });
  });

  test("a missing file and a manifest that is none", () => {
    expect(sabotaged((inside) => {
      rmSync(join(inside, "good/json-syntax.json"));
    })).toEqual([{ file: "good/json-syntax.json", message: expect.stringContaining("cannot be read") as string }]);
    const incomplete = '{"fixtures": [1, {"rule": "a/b", "bad": "../x", "good": "y", "pointer": "", "defect": "z."}]}';
    expect(sabotaged((inside) => {
      writeFileSync(join(inside, "manifest.json"), incomplete);
    }).filter(({ message }) => message.includes("does not have a rule"))).toHaveLength(2);
    for (const text of ["", "[]", "{\"fixtures\": 1}"]) {
      writeFileSync(join(folder, "manifest.json"), text);
      expect(checkFixtures(folder)).toMatchObject({ hasManifest: false, files: 0, problems: [{ file: "manifest.json" }] });
    }
    expect(checkFixtures(join(workshop, "nowhere"))).toEqual({ hasManifest: false, files: 0, problems: [{ file: "manifest.json", message: expect.stringContaining("cannot be read") as string }] });
  });

  test("a rule whose check is emptied, whichever it is", () => {
    for (const { id } of ruleList) {
      const { problems } = checkFixtures(conformance, (bytes, options) => {
        const report = validateBytes(bytes, options);
        return { ...report, diagnostics: report.diagnostics.filter(({ ruleId }) => ruleId !== id) };
      });
      expect(problems.map(({ message }) => message).join(), id).toContain(`does not trip ${id}.`);
    }
  });
});
