import fc from "fast-check";
import { expect, test } from "vitest";
import { escapedOffsets } from "./escapes.ts";
import { linesOf } from "./lines.ts";
import { locate } from "./locate.ts";
import { childPointer } from "./pointer.ts";
import { isArray, isObject, type JsonValue } from "./value.ts";

test("a member has a key and a value, and knows its neighbours", () => {
  const text = '{ "a": 1, "b": [10, {"c": null}], "d": "x" }';
  const places = locate(text, ["", "/a", "/b", "/b/1/c", "/d", "/e", "/b/2"]);
  const slice = (range: { start: number; end: number } | undefined): string | undefined => (range === undefined ? undefined : text.slice(range.start, range.end));
  expect([...places].map(([pointer, place]) => [pointer, slice(place.key), slice(place)])).toEqual([
    ["", undefined, text],
    ["/a", '"a"', "1"],
    ["/b", '"b"', '[10, {"c": null}]'],
    ["/b/1/c", '"c"', "null"],
    ["/d", '"d"', '"x"'],
  ]);
  const b = places.get("/b");
  expect(text.slice(b?.previousEnd, b?.key?.start)).toBe(", ");
  expect(text.slice(b?.end, b?.nextStart)).toBe(", ");
  expect(text.slice(b?.firstChild, b?.lastChildEnd)).toBe('10, {"c": null}');
  expect(places.get("/d")?.nextStart).toBeUndefined();
});

test("of a repeated key the last value counts", () => {
  const text = '{"a":{"x":1},"a":{"x":2}}';
  const place = locate(text, ["/a/x"]).get("/a/x");
  expect(text.slice(place?.start, place?.end)).toBe("2");
  expect([...locate('{"a":{"x":1},"a":{"y":2}}', ["/a/x", "/a/y"]).keys()]).toEqual(["/a/y"]);
});

test("every value of any document is found, whatever its keys", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 2, "\t"), (generated, space) => {
      const text = JSON.stringify(generated, null, space);
      const value = JSON.parse(text) as JsonValue;
      const all = pointersIn(value, "");
      const places = locate(text, all.map(([pointer]) => pointer));
      for (const [pointer, expected] of all) {
        const place = places.get(pointer);
        expect(place).toBeDefined();
        expect(JSON.parse(text.slice(place?.start, place?.end))).toEqual(expected);
      }
    }),
  );
});

test("a character of a string is found behind its escapes", () => {
  const text = '  "a\\n\\u00e9\\ud83d\\ude00b\\\\c"';
  expect(escapedOffsets(text, 2, [0, 1, 2, 3, 4, 5, 6, 7, 99])).toEqual([3, 4, 6, 12, 18, 24, 25, 27, 28]);
});

test("every index of a string leads to the text that spells it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (value) => {
      const text = JSON.stringify(value);
      const indexes = Array.from({ length: value.length + 1 }, (_, index) => index);
      const offsets = escapedOffsets(text, 0, indexes);
      expect(indexes.slice(0, -1).map((index) => JSON.parse(`"${text.slice(offsets[index], offsets[index + 1])}"`) as string).join("")).toBe(value);
    }),
  );
});

test("lines end with a line feed and nothing else", () => {
  const text = "a\r\nb\rc\u2028d\n\ne";
  const lines = linesOf(text, [11, 0, 2, 3, 5, 7, 9, 10]);
  expect([...lines].map(([offset, { line, start }]) => [offset, line, start])).toEqual([
    [0, 1, 0],
    [2, 1, 0],
    [3, 2, 3],
    [5, 2, 3],
    [7, 2, 3],
    [9, 3, 9],
    [10, 4, 10],
    [11, 4, 10],
  ]);
});

function pointersIn(value: JsonValue, pointer: string): [string, JsonValue][] {
  const below: [string | number, JsonValue][] = isArray(value) ? [...value.entries()] : isObject(value) ? Object.entries(value) : [];
  return [[pointer, value], ...below.flatMap(([token, item]) => pointersIn(item, childPointer(pointer, token)))];
}
