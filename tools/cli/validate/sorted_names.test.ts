import fc from "fast-check";
import { expect, test } from "vitest";
import { sortedNames } from "./sorted_names.ts";

function sorted(names: Iterable<string>): string[] {
  const kept = sortedNames();
  for (const name of names) kept.add(name);
  return [...kept.all()];
}

test.each([0, 1, 2, 1023, 1024, 1025, 2048, 5000])("%i names come back in order, each as often as it was given", (count) => {
  const names = Array.from({ length: count }, (_, index) => `contract-${String((index * 7919) % Math.max(1, count - 3))}.json`);
  expect(sorted(names)).toEqual([...names].sort());
});

test("the order is that of code units, whatever the names", () => {
  const name = fc.string({ minLength: 1, maxLength: 5, unit: fc.constantFrom("a", "B", "é", "\u{1f600}", "\ufffd", ".", "-") });
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 20 }), (some) => {
      const names = Array.from({ length: 2500 }, (_, index) => `${some[index % some.length] ?? ""}${String(index % 97)}`);
      expect(sorted(names)).toEqual([...names].sort());
    }),
    { numRuns: 20 },
  );
});
