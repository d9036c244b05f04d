import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { documentRules } from "../rules/document/rules.ts";
import { rules } from "../rules/workstation-contract/rules.ts";
import { ruleList } from "../validate/rule_list.ts";

const specification = readFileSync("docs/specs/workstation-contract.md", "utf8");

describe("the WorkstationContract specification", () => {
  test("numbers its requirements from 1 without a gap", () => {
    const numbers = [...specification.matchAll(/^- \*\*WC-(\d+)\*\*/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  });

  test("gives every sentence with a requirement word a number", () => {
    const unnumbered = specification
      .split(/\n(?=- |#|\n)/)
      .filter((block) => /\b(?:MUST|SHOULD|MAY)\b/.test(block) && !/^- \*\*WC-\d+\*\*/.test(block.trim()) && !block.includes("RFC 2119"));
    expect(unnumbered).toEqual([]);
  });

  test("names every rule, and no other", () => {
    const cited = new Set([...specification.matchAll(/\[((?:[a-z-]+\/[a-z-]+(?:,\s)?)+)\](?!\()/g)].flatMap(([, list = ""]) => list.split(/,\s/)));
    const existing = [...rules, ...documentRules].map(({ id }) => id);
    // The schema's own keywords stand behind WC-6 as a whole.
    const expected = existing.filter((id) => !id.startsWith("schema/") || id.startsWith("schema/unknown-"));
    expect([...cited].sort()).toEqual(expected.sort());
  });
});

test("every rule of every family has its page", () => {
  const pages = readdirSync("docs/rules", { recursive: true, encoding: "utf8" }).filter((page) => page.endsWith(".md") && page !== "README.md");
  expect(pages.map((page) => page.replace(/\.md$/, "")).sort()).toEqual(ruleList.map(({ id }) => id).sort());
});
