import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import type { CaseFile } from "./case.ts";
import { inspectedRequirement } from "./inspect_runner.ts";
import { isAbout } from "./outcome.ts";
import { loadSuite } from "./suite.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "conformance/ipc-v0/cases");
const suite = loadSuite(root);
const byId = new Map(suite.cases.map((one) => [one.id, one]));

describe("the cases", () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false, allErrors: true });
  const validate = ajv.compile(JSON.parse(readFileSync(join(root, "schemas/conformance/case.schema.json"), "utf8")) as object);

  test.each(readdirSync(folder))("%s fits the schema, and is named after its group", (name) => {
    const file = JSON.parse(readFileSync(join(folder, name), "utf8")) as CaseFile;
    expect(validate(file), ajv.errorsText(validate.errors)).toBe(true);
    expect(`${file.group}.json`).toBe(name);
    for (const { id, side } of file.cases) expect(id.startsWith(`${file.group}/${side}/`), id).toBe(true);
  });

  test("have unique ids and titles", () => {
    expect(byId.size).toBe(suite.cases.length);
    expect(new Set(suite.cases.map(({ title, side }) => `${side} ${title}`)).size).toBe(suite.cases.length);
  });

  test("decide every requirement, and none that does not exist or binds the other side", () => {
    expect([...new Set(suite.cases.flatMap(({ decides }) => decides))].sort()).toEqual(suite.requirements.map(({ id }) => id).sort());
    for (const { id, side, decides } of suite.cases) expect(decides.filter((requirement) => !isAbout(requirement, side)), id).toEqual([]);
  });

  test("decide in their steps only what they say they decide", () => {
    for (const { id, decides, steps, outcome, inspect = [] } of suite.cases) {
      const stated = [...steps.flatMap((step) => ("decides" in step ? (step.decides ?? []) : [])), ...(outcome?.decides ?? []), ...inspect.map(inspectedRequirement)];
      expect(stated.filter((requirement) => !decides.includes(requirement)), id).toEqual([]);
    }
  });

  test("with a defect have a control without one, which needs no more than they do", () => {
    for (const { id, control, side, needs } of suite.cases.filter((one) => one.defect !== undefined)) {
      const twin = byId.get(control ?? "");
      expect(twin, id).toBeDefined();
      expect(twin?.defect, id).toBeUndefined();
      expect(twin?.side, id).toBe(side);
      if (needs === undefined) expect(twin?.needs, id).toBeUndefined();
    }
  });
});
