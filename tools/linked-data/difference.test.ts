import { expect, test } from "vitest";
import { firstDifference } from "./difference.ts";

test.each([
  [{ a: 1, b: 2 }, { b: 2, a: 1 }],
  [[1, [2], {}], [1, [2], {}]],
])("%j is the same as %j", (left, right) => {
  expect(firstDifference(left, right)).toBeUndefined();
});

test.each([
  [{ a: 1 }, { a: 2 }, "/a"],
  [{ a: 1 }, {}, "/a"],
  [{}, { a: 1 }, "/a"],
  [{ a: { "b/c": [1] } }, { a: { "b/c": [1, 2] } }, "/a/b~1c/1"],
  [{ a: [1, 2] }, { a: [1] }, "/a/1"],
  [[1, 2], [2, 1], "/0"],
  [{ a: [] }, { a: {} }, "/a"],
  [{ a: null }, { a: false }, "/a"],
  [{ toString: 1 }, {}, "/toString"],
])("%j differs from %j at %s", (left, right, pointer) => {
  expect(firstDifference(left, right)).toBe(pointer);
});
