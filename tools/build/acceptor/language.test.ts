import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SYMBOLS, both, either, holding, language, replaced, symbolOf, texts, without, type Language } from "./language.ts";
import { kindMark, textTable } from "./table.ts";

function has({ next, accepts }: Language, text: string): boolean {
  let state = 0;
  for (let index = 0; index < text.length; index += 1) state = next[state * SYMBOLS + symbolOf(text.charCodeAt(index))] ?? 0;
  return accepts[state] === 1;
}

const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "-", " "), maxLength: 8 });

describe("a language", () => {
  test.each(["a*b", "(?:a|b)+", "a{2,3}b?", "[ab-]{1,}", "(?:ab){0,2}c", "a(?:b(?:c| )*)?", "", "(?:|a)b"])("of the expression %j has what the expression matches", (source) => {
    const made = language`${source}`;
    fc.assert(fc.property(text, (each) => {
      expect(has(made, each)).toBe(new RegExp(`^(?:${source})$`).test(each));
    }));
  });

  test("is put together from others", () => {
    const words = language`(?:a|b)+`;
    const few = texts(["a", "ab", "b-"]);
    fc.assert(fc.property(text, (each) => {
      const isWord = /^[ab]+$/.test(each);
      const isOneOfFew = ["a", "ab", "b-"].includes(each);
      expect(has(without(words, few), each)).toBe(isWord && !isOneOfFew);
      expect(has(both(words, few), each)).toBe(isWord && isOneOfFew);
      expect(has(either(words, few), each)).toBe(isWord || isOneOfFew);
      expect(has(holding(language`ab`), each)).toBe(each.includes("ab"));
      expect(has(language`${words}(?: ${few})*`, each)).toBe(/^[ab]+(?: (?:a|ab|b-))*$/.test(each));
      expect(has(replaced(language`c${"\uf00f"}c`, "\uf00f", few), each)).toBe(/^c(?:a|ab|b-)c$/.test(each));
    }));
  });

  test("has no look-around", () => {
    expect(() => language`a(?=b)`).toThrow("Assertions are not supported");
  });
});

describe("a table", () => {
  const mark = "\uf000";
  const read = (made: Language, given: string): { readonly kind: number; readonly facts: number } => {
    const { table, starts } = textTable([made], new Map([[mark, { facts: 4, turn: 0 }]]));
    let state = starts[0] ?? 0;
    let facts = 0;
    for (let index = 0; index < given.length; index += 1) {
      state = table.next[(state << table.shift) + (table.characters[given.charCodeAt(index)] ?? 0)] ?? 0;
      expect((table.stated[state] ?? 0) !== 0).toBe(state >= table.firstStating);
      facts |= table.stated[state] ?? 0;
    }
    return { kind: table.kinds[state] ?? 0, facts: table.kinds[state] === 0 ? 0 : facts | (table.standing[state] ?? 0) };
  };

  test("tells the kind of a text", () => {
    const made = either(language`a+${kindMark(1)}`, language`ab${kindMark(2)}`);
    expect(["aa", "ab", "b", "", "abb"].map((each) => read(made, each).kind)).toEqual([1, 2, 0, 0, 0]);
  });

  test("states what a mark says where the text goes on behind it, or ends there", () => {
    const made = language`(?:a|b${mark})(?: a)*${kindMark(1)}`;
    expect(["a", "a a", "b", "b a", "c"].map((each) => read(made, each).facts)).toEqual([0, 0, 4, 4, 0]);
  });

  test("refuses a text of two kinds, and a mark that leaves open how a text goes on", () => {
    expect(() => textTable([either(language`a${kindMark(1)}`, language`a${kindMark(2)}`)], new Map())).toThrow("several kinds: 1, 2");
    expect(() => textTable([language`a(?:${mark}b|b)${kindMark(1)}`], new Map([[mark, { facts: 4, turn: 0 }]]))).toThrow('goes on with "b"');
  });
});
