import fc from "fast-check";
import { expect, test } from "vitest";
import { shown } from "./shown.ts";

test.each([
  [null, "null"],
  [1.5, "1.5"],
  [-0, "-0"],
  [JSON.parse("1e400") as number, "a number too large to be read"],
  [JSON.parse("-1e400") as number, "a number too large to be read"],
  ["a\"b", '"a\\"b"'],
  ["\u001b[31m\u202e\u00a0\u0085", '"\\u001b[31m\\u202e\\u00a0\\u0085"'],
  ["é 漢 😀", '"é 漢 😀"'],
  [[], "an empty array"],
  [[1], "an array of 1 item"],
  [{ a: 1, b: 2 }, "an object with 2 members"],
])("%j is shown as %s", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("a text is shown whole up to a length, and without its middle beyond", () => {
  expect(shown("x".repeat(60))).toBe(`"${"x".repeat(60)}"`);
  expect(shown(`${"a".repeat(30)}-${"b".repeat(30)}`)).toBe(`"${"a".repeat(30)}...${"b".repeat(30)}"`);
});

test("nothing shown is long, invisible or able to move a cursor", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (value) => {
      const text = shown(value);
      expect(text.length).toBeLessThan(400);
      expect(text).not.toMatch(/(?! )[\p{Zs}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
    }),
  );
});
