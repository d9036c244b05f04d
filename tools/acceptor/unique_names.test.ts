import fc from "fast-check";
import { expect, test } from "vitest";
import { uniqueNames } from "./unique_names.ts";

function places(names: readonly string[]): { readonly bytes: Uint8Array; readonly at: readonly (readonly [number, number])[] } {
  const at: [number, number][] = [];
  let end = 0;
  for (const name of names) {
    const length = Buffer.byteLength(name);
    at.push([end, end + length]);
    end += length;
  }
  return { bytes: Buffer.from(names.join("")), at };
}

test("a name is new exactly when it did not stand in the scope before", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ maxLength: 3, unit: "binary" }).filter((name) => name.isWellFormed()), { maxLength: 60 }), { maxLength: 4 }), (scopes) => {
      const names = uniqueNames();
      for (const scope of scopes) {
        names.clear();
        const { bytes, at } = places(scope);
        const seen = new Set<string>();
        for (const [index, name] of scope.entries()) {
          const [start = 0, end = 0] = at[index] ?? [];
          if (seen.has(name)) {
            expect(names.add(bytes, start, end)).toBe(false);
            break;
          }
          expect(names.add(bytes, start, end)).toBe(true);
          seen.add(name);
        }
      }
    }),
  );
});

test("a hundred thousand names are told apart", () => {
  const { bytes, at } = places(Array.from({ length: 100_000 }, (_, index) => `lane-${String(index)}`));
  const names = uniqueNames();
  expect(at.every(([start, end]) => names.add(bytes, start, end))).toBe(true);
  expect(names.add(bytes, ...(at[50_000] ?? [0, 0]))).toBe(false);
});

test("names that are made to fall together are given up, not compared each with each", () => {
  const hashOf = (text: string): number => [...Buffer.from(text)].reduce((hash, byte) => Math.imul(hash ^ byte, 0x01000193), 0x811c9dc5);
  const slotOf = (hash: number): number => (hash ^ (hash >>> 15)) & 0xffff;
  const chosen: string[] = [];
  for (let index = 0; chosen.length < 200; index += 1) if (slotOf(hashOf(`n${String(index)}`)) === 7) chosen.push(`n${String(index)}`);
  const { bytes, at } = places(chosen);
  const names = uniqueNames();
  expect(at.every(([start, end]) => names.add(bytes, start, end))).toBe(false);
});
