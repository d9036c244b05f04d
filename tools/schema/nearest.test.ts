import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

const names = ["name", "backend", "prerequisites", "stage", "mounts", "promotion", "steps", "evidence", "readOnly", "requires_stage_pass"];

test.each([
  ["nmae", "name", true],
  ["Name", "name", true],
  ["backends", "backend", true],
  ["evidense", "evidence", true],
  ["evidnce", "evidence", true],
  ["prerequsites", "prerequisites", true],
  ["prerequsits", "prerequisites", true],
  ["read_only", "readOnly", true],
  ["requiresStagePass", "requires_stage_pass", true],
  ["stpes", "steps", true],
  ["nam", "name", false],
])("%s was meant to be %s", (word, name, certain) => {
  expect(nearest(word, names)).toEqual({ name, certain });
});

test.each(["", "x", "e", "labels", "container", "stagesteps", "name-of-the-lane", "a".repeat(100_000)])("%s was meant to be none of them", (word) => {
  expect(nearest(word, names)).toBeUndefined();
});

test("two names equally near are no suggestion", () => {
  expect(nearest("v0.3", ["v0.1", "v0.2"])).toBeUndefined();
});

test("a name is no suggestion for itself", () => {
  expect(nearest("name", ["name"])).toBeUndefined();
});
