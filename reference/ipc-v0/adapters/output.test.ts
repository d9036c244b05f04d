import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createOutput } from "./output.ts";

let folder = "";
let descriptor = -1;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "output-"));
  descriptor = openSync(join(folder, "written"), "w");
});
afterEach(() => {
  closeSync(descriptor);
  rmSync(folder, { recursive: true });
});
const written = (): string => readFileSync(join(folder, "written"), "utf8");

test("what is added leaves at the flush, and once", () => {
  const output = createOutput(descriptor);
  output.add("one\n");
  output.add("two\n");
  expect(written()).toBe("");
  output.flush();
  output.flush();
  expect(written()).toBe("one\ntwo\n");
});

test("short and long texts of any characters follow one another whole", () => {
  const output = createOutput(descriptor);
  const texts = ["a", "\u20ac".repeat(1000), "\u20ac".repeat(131_072), "b".repeat(131_072), "\u{1f600}".repeat(100_000), "c".repeat(1_000_000), "d"].map((text) => `${text}\n`);
  for (const text of texts) {
    output.add(text);
    output.flush();
  }
  expect(written() === texts.join("")).toBe(true);
});

test("many short texts do not wait for the flush", () => {
  const output = createOutput(descriptor);
  const line = `${"e".repeat(999)}\n`;
  for (let count = 0; count < 1000; count += 1) output.add(line);
  expect(written().length).toBeGreaterThan(500_000);
  output.flush();
  expect(written() === line.repeat(1000)).toBe(true);
});
