import type { JsonArray, JsonObject, JsonValue } from "../json/value.ts";
import { isArray, isObject } from "../json/value.ts";

/**
 * What one text of JSON has in common with those that are like it: the same members in the same order with the same values, but for some strings. Who
 * knows the form of the last text reads or writes the next with a few comparisons, which takes a third of the time of parsing or stringifying it.
 */
export interface Form {
  /** The text around the strings that differ, their quotes included: one more than there are such strings. */
  readonly around: readonly string[];
  readonly mould: Mould;
}

/** An object or a list whose strings differ. */
export interface Mould {
  readonly model: JsonObject | JsonArray;
  /** In the order of the text. Lists have the keys "0", "1" and so on. */
  readonly members: readonly Member[];
}

/** A string that differs, with its place among all of them; an object or a list; or a value that is always the same. */
export type Member =
  | { readonly kind: "string"; readonly key: string; readonly index: number }
  | { readonly kind: "mould"; readonly key: string; readonly mould: Mould }
  | { readonly kind: "value"; readonly key: string; readonly value: JsonValue };

/** Which strings may differ: "all" below here, or those of the members. */
export type Free = "all" | ReadonlyMap<string, Free>;

/** What is a string in `args` or `data` may be any string, and nothing of the protocol depends on it. */
export const freeOfPayload: Free = new Map<string, Free>([["args", "all"], ["data", "all"]]);

/** The form of a text that says `tree`; undefined where a string of it is not written as it is, or not in the order of the tree. */
export function formOf(text: string, tree: JsonObject, free: Free): Form | undefined {
  const tokens: Token[] = [];
  const mould = mouldOf(tree, free, tokens, { strings: 0 });
  // What stands outside of strings and what in them, in turn.
  const pieces = text.split(/"((?:[^"\\]|\\.)*)"/);
  if (pieces.length !== 2 * tokens.length + 1) return undefined;
  const around: string[] = [];
  let part = "";
  for (const [index, token] of tokens.entries()) {
    if (pieces[2 * index + 1] !== token.text) return undefined;
    part += `${pieces[2 * index] ?? ""}"`;
    if (token.differs) {
      around.push(part);
      part = '"';
    } else part += `${token.text}"`;
  }
  around.push(`${part}${pieces.at(-1) ?? ""}`);
  return { around, mould };
}

/** One string of a text, names among them. */
interface Token {
  readonly text: string;
  readonly differs: boolean;
}

function mouldOf(model: JsonObject | JsonArray, free: Free | undefined, tokens: Token[], count: { strings: number }): Mould {
  const members = Object.entries<JsonValue>(model as JsonObject).map(([key, value]): Member => {
    if (!isArray(model)) tokens.push({ text: key, differs: false });
    const within = free === "all" ? free : free?.get(key);
    if (isArray(value) || isObject(value)) return { kind: "mould", key, mould: mouldOf(value, within, tokens, count) };
    if (typeof value !== "string") return { kind: "value", key, value };
    const differs = within === "all";
    tokens.push({ text: value, differs });
    return differs ? { kind: "string", key, index: count.strings++ } : { kind: "value", key, value };
  });
  return { model, members };
}
