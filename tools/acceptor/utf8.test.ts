import fc from "fast-check";
import { expect, test } from "vitest";
import { behindCharacter, escapeAt } from "./utf8.ts";

const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function isCharacter(bytes: Uint8Array): boolean {
  try {
    return Array.from(strict.decode(bytes)).length === 1;
  } catch {
    return false;
  }
}

test("what a strict decoder takes for one character outside ASCII is one, and nothing else", () => {
  const edges = [0x00, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef, 0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff];
  const lists = (length: number): number[][] => (length === 0 ? [[]] : lists(length - 1).flatMap((list) => edges.map((edge) => [...list, edge])));
  for (const length of [1, 2, 3]) {
    for (const list of lists(length)) {
      const bytes = Uint8Array.from(list);
      expect([list, behindCharacter(bytes, 0) === length]).toEqual([list, (list[0] ?? 0) >= 0x80 && isCharacter(bytes)]);
    }
  }
  for (const list of lists(2).flatMap(([one = 0, two = 0]) => [[0xf0, one, two, 0x80], [0xf4, one, two, 0xbf], [0xf1, one, 0x80, two]])) {
    const bytes = Uint8Array.from(list);
    expect([list, behindCharacter(bytes, 0) === 4]).toEqual([list, isCharacter(bytes)]);
  }
});

test("an escape is what JSON.parse makes of it", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ maxLength: 6 }), fc.stringMatching(/^u[0-9a-fA-F]{4}$/), fc.constantFrom('"', "/", "\\", "b", "f", "n", "r", "t", "v", "0", "u12", "U0041")), (text) => {
      const code = escapeAt(Buffer.from(`${text}    `), 0);
      const written = text.startsWith("u") ? text.slice(0, 5) : text.slice(0, 1);
      let expected = -1;
      try {
        expected = String(JSON.parse(`"\\${written}"`)).charCodeAt(0);
      } catch {
        // No escape.
      }
      // Surrogates are left to others, who look at what follows.
      expect(code).toBe(Number.isNaN(expected) || (expected >= 0xd800 && expected <= 0xdfff) ? -1 : expected);
    }),
  );
});
