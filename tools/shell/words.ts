import type { Value, Word } from "./model.ts";
import { EMPTY, knownText, ONLY_EMPTY, product, textValue, union, unknownReason, unknownValues, type Values } from "./value.ts";

/** The text of a word that has one value, wholly known, and stays one word. */
export function wordText(word: Word | undefined): string | undefined {
  const value = word?.values[0];
  return word === undefined || value === undefined || word.values.length !== 1 || word.splits ? undefined : knownText(value);
}

/** Stands in a plain text for what is no text. */
export const UNKNOWN = "\0";

/** A value as one text, where what looks like a pattern is no file name: as in the name of an element (`A[0]`). */
export function plainText(value: Value): string {
  return value.map((fragment) => (fragment.kind === "text" || fragment.kind === "glob" ? fragment.text : UNKNOWN)).join("");
}

/** The name of a variable or an element, or an option, in a word; undefined where it is not known. */
export function namedIn(word: Word | undefined): string | undefined {
  const text = word?.values.length === 1 ? plainText(word.values[0] ?? EMPTY) : UNKNOWN;
  return text.includes(UNKNOWN) ? undefined : text;
}

/** A word of the command line with other values. */
export function withValues(word: Word, values: Values): Word {
  return { values, splits: word.splits, start: word.start, end: word.end };
}

/** The last name of a program's path, where that is known: programs are told apart by it. */
export function baseName(value: Value): string | undefined {
  const last = value[value.length - 1];
  if (last?.kind !== "text") return undefined;
  const slash = last.text.lastIndexOf("/");
  if (slash < 0 && value.length > 1) return undefined;
  const name = last.text.slice(slash + 1);
  return name === "" ? undefined : name;
}

export function placeOfWords(words: readonly Word[]): { start: number; end: number } {
  const first = words[0];
  const last = words[words.length - 1];
  return { start: first?.start ?? 0, end: last?.end ?? 0 };
}

/** The words as one text, with a blank between each two. A word that splits may be no word, or several; behind a few of these, nothing is known. */
export function spacedWords(words: readonly Word[]): Values {
  let text: Values = ONLY_EMPTY;
  let splitting = 0;
  for (const [index, { values, splits }] of words.entries()) {
    if (splits) splitting += 1;
    if (splitting > MOST_SPLITTING) return product(text, NUMBER_UNKNOWN);
    const several = splits && values.some((value) => unknownReason(value) === undefined) ? union(values, NUMBER_UNKNOWN) : values;
    if (index === 0) text = several;
    else text = union(product(product(text, BLANK), several), splits ? text : []);
  }
  return text;
}

/** Each of them doubles the texts that there may be. */
const MOST_SPLITTING = 6;
const NUMBER_UNKNOWN = unknownValues("how many words there are is not known");
const BLANK: Values = [textValue(" ")];
