import fc from "fast-check";
import { expect, test } from "vitest";
import { createPending } from "./pending.ts";

test("what waits is found in any order, as in a map", () => {
  /** One more waits; or one of those that wait, counted from the oldest, is asked for or taken; or one that does not wait. */
  const step = fc.oneof(fc.constant({ kind: "add", at: 0 }), fc.record({ kind: fc.constantFrom("take", "has", "stranger"), at: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, fc.nat({ max: 5 })) }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const pending = createPending<{ readonly number: number }>();
      const model = new Map<string, { readonly number: number }>();
      let number = 0;
      for (const { kind, at } of steps) {
        const id = kind === "stranger" ? `stranger-${at}` : ([...model.keys()][at] ?? "nothing");
        if (kind === "add") {
          number += 1;
          pending.add(`message-${number}`, { number });
          model.set(`message-${number}`, { number });
        } else if (kind === "has") expect(pending.has(id)).toBe(model.has(id));
        else {
          expect(pending.take(id)).toEqual(model.get(id));
          model.delete(id);
        }
        expect(pending.count()).toBe(model.size);
      }
      expect(new Set([...pending.values()].map((value) => value.number))).toEqual(new Set([...model.values()].map((value) => value.number)));
    }),
  );
});

test("thousands can wait and leave in turn", () => {
  const pending = createPending<true>();
  for (let index = 0; index < 3000; index += 1) pending.add(`a${index}`, true);
  for (let index = 0; index < 10_000; index += 1) {
    pending.add(`a${3000 + index}`, true);
    expect(pending.take(`a${index}`)).toBe(true);
    expect(pending.take(`b${index}`)).toBeUndefined();
  }
  expect(pending.count()).toBe(3000);
  expect(pending.has("a9999")).toBe(false);
  expect(pending.has("a12999")).toBe(true);
});
