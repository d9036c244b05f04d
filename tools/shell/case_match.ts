import { MAXIMUM_SEARCH, matches, toPattern } from "./pattern.ts";
import type { Values } from "./value.ts";
import type { Value } from "./model.ts";

/** The texts of a `case` word that no item has taken so far; undefined where they are not known. */
export type Remaining = readonly string[] | undefined;

/** Whether an item with these patterns may be the one that is taken. Letters of the other case count too, for the shell may be told to ignore it. */
export function mayTake(remaining: Remaining, patterns: readonly Values[]): boolean {
  return remaining === undefined || remaining.some((text) => patterns.some((values) => values.some((value) => mayMatch(value, text))));
}

/** What is left for the items behind one with these patterns. */
export function withoutTaken(remaining: Remaining, patterns: readonly Values[]): Remaining {
  return remaining?.filter((text) => !patterns.some((values) => values.every((value) => isMatch(value, text))));
}

function mayMatch(value: Value, text: string): boolean {
  if (text.length > MAXIMUM_SEARCH) return true;
  const pattern = toPattern(value);
  if (pattern === undefined || matches(pattern, text)) return true;
  const folded = toPattern(value.map((fragment) => (fragment.kind === "text" ? { kind: "text", text: fragment.text.toLowerCase() } : fragment)));
  return folded === undefined || matches(folded, text.toLowerCase());
}

function isMatch(value: Value, text: string): boolean {
  const pattern = text.length > MAXIMUM_SEARCH ? undefined : toPattern(value);
  return pattern !== undefined && matches(pattern, text);
}
