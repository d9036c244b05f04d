import type { Fragment, Value } from "./model.ts";

/** The values that one word, field or variable may have. */
export type Values = readonly Value[];

/** More values than this are not listed one by one: an unknown value stands for the rest. */
const MAXIMUM_VALUES = 64;
/** A value that grows beyond this many code units, by expansion, is no longer followed. */
const MAXIMUM_LENGTH = 65_536;
const MAXIMUM_FRAGMENTS = 128;

export const EMPTY: Value = [];
export const ONLY_EMPTY: Values = [EMPTY];

const TOO_MANY: Value = [{ kind: "unknown", reason: "it has too many values to follow" }];
const TOO_LONG: Value = [{ kind: "unknown", reason: "its value is too long to follow" }];

export function textValue(text: string): Value {
  return text === "" ? EMPTY : [{ kind: "text", text }];
}

export function unknownValue(reason: string): Value {
  return [{ kind: "unknown", reason }];
}

export function unknownValues(reason: string): Values {
  return [unknownValue(reason)];
}

/** A number that is not known, such as the status of a command. */
export function unknownNumber(reason: string): Value {
  return [{ kind: "unknown", reason, isNumber: true }];
}

/** The text of a value that is known from end to end; undefined for any other. */
export function knownText(value: Value): string | undefined {
  if (value.length === 0) return "";
  const only = value[0];
  return value.length === 1 && only?.kind === "text" ? only.text : undefined;
}

/** The texts of all values, or undefined when one of them is not wholly known. */
export function knownTexts(values: Values): string[] | undefined {
  const texts: string[] = [];
  for (const value of values) {
    const text = knownText(value);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts;
}

/** The reason of the first unknown fragment. */
export function unknownReason(value: Value): string | undefined {
  for (const fragment of value) if (fragment.kind === "unknown") return fragment.reason;
  return undefined;
}

/** `left` followed by `right`; texts that meet are merged, and so are unknowns. */
export function concatenate(left: Value, right: Value): Value {
  if (left.length === 0) return right;
  if (right.length === 0) return left;
  const last = left[left.length - 1];
  const first = right[0];
  if (last?.kind === "text" && first?.kind === "text") {
    if (last.text.length + first.text.length > MAXIMUM_LENGTH) return TOO_LONG;
    if (left.length === 1 && right.length === 1) return [{ kind: "text", text: last.text + first.text }];
    return bounded([...left.slice(0, -1), { kind: "text", text: last.text + first.text }, ...right.slice(1)]);
  }
  if (last?.kind === "unknown" && first?.kind === "unknown") return bounded(last.isNumber === true ? [...left.slice(0, -1), ...right] : [...left, ...right.slice(1)]);
  return bounded([...left, ...right]);
}

function bounded(value: Value): Value {
  if (value.length <= MAXIMUM_FRAGMENTS) {
    if (value.length < 4) return value;
    let length = 0;
    for (const fragment of value) if (fragment.kind === "text") length += fragment.text.length;
    if (length <= MAXIMUM_LENGTH) return value;
  }
  return TOO_LONG;
}

/** Every value of `left` followed by every value of `right`. */
export function product(left: Values, right: Values): Values {
  const firstLeft = left[0];
  const firstRight = right[0];
  if (firstLeft === undefined || firstRight === undefined) return [];
  if (left.length === 1 && right.length === 1) return [concatenate(firstLeft, firstRight)];
  const found = new Map<string, Value>();
  for (const before of left) {
    for (const after of right) {
      if (found.size >= MAXIMUM_VALUES) return [...found.values(), TOO_MANY];
      const value = concatenate(before, after);
      found.set(valueKey(value), value);
    }
  }
  return [...found.values()];
}

/** The values of both, each once, in order of first appearance. */
export function union(left: Values, right: Values): Values {
  if (left === right || right.length === 0) return left;
  if (left.length === 0) return right;
  return distinct([...left, ...right]);
}

/** Each value once, and an unknown one for those beyond the limit. */
export function distinct(values: Values): Values {
  if (values.length < 2) return values;
  const found = new Map<string, Value>();
  for (const value of values) {
    const key = valueKey(value);
    if (found.has(key)) continue;
    if (found.size >= MAXIMUM_VALUES) return [...found.values(), TOO_MANY];
    found.set(key, value);
  }
  return [...found.values()];
}

/** Equal for values that are the same. */
export function valueKey(value: Value): string {
  const only = value[0];
  if (value.length === 1 && only?.kind === "text") return only.text;
  let key = "";
  for (const fragment of value) key += fragmentKey(fragment);
  return key;
}

function fragmentKey(fragment: Fragment): string {
  switch (fragment.kind) {
    case "text":
      return `\0t${fragment.text}`;
    case "glob":
      return `\0g${fragment.text}`;
    case "home":
      return `\0h${fragment.user ?? ""}`;
    case "workspace":
      return "\0w";
    case "unknown":
      return `\0u${fragment.reason}`;
  }
}

/** Applies a change to each value; the results are distinct. */
export function mapValues(values: Values, change: (value: Value) => Value): Values {
  const first = values[0];
  if (values.length === 1 && first !== undefined) return [change(first)];
  return distinct(values.map(change));
}

/** Whether both hold the same values, in any order. */
export function sameValues(left: Values, right: Values): boolean {
  if (left === right) return true;
  if (left.length !== right.length) return false;
  const keys = new Set(left.map(valueKey));
  return right.every((value) => keys.has(valueKey(value)));
}
