import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { rulePages } from "./rule_pages.ts";

const root = resolve(import.meta.dirname, "../..");
const pages = rulePages();

test("every page is what the rules and fixtures make of it", () => {
  for (const [path, text] of pages) expect(readFileSync(join(root, path), "utf8"), `${path} is stale: run make generate`).toBe(text);
});

test("there is no page without a rule", () => {
  const found = readdirSync(join(root, "docs/rules"), { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".md"));
  expect(found.map((name) => `docs/rules/${name}`).sort()).toEqual([...pages.keys()].sort());
});

test("every page shows a bad and a good example and what the validator says", () => {
  for (const [path, text] of pages) {
    if (path.endsWith("README.md")) continue;
    expect(text, path).toMatch(/## Example\n\nBad: .*\n\n```json\n[^]*```\n\nThe validator says[^]*\n> [^]*Good, from [^]*```json/);
  }
});
