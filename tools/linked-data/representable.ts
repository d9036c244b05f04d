import { childPointer } from "../json/pointer.ts";
import { isArray, isObject, type JsonValue } from "../json/value.ts";

/**
 * The pointer to the first text (a key or a value) that holds half of a surrogate pair, or undefined. Such text has no UTF-8 form
 * (RFC 3629, section 3), so two documents that differ only there would have the same bytes, and the same digest.
 */
export function loneSurrogate(value: JsonValue, pointer = ""): string | undefined {
  if (typeof value === "string") return halfPair.test(value) ? pointer : undefined;
  if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = loneSurrogate(item, childPointer(pointer, index));
      if (found !== undefined) return found;
    }
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const found = halfPair.test(key) ? pointer : loneSurrogate(item, childPointer(pointer, key));
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

/** How many values (objects, arrays and what they hold) a JSON value is made of; counting stops above `most`. */
export function countValues(value: JsonValue, most: number): number {
  const waiting: JsonValue[] = [value];
  for (const next of waiting) {
    if (waiting.length > most) break;
    if (isArray(next)) waiting.push(...next.slice(0, most));
    else if (isObject(next)) waiting.push(...Object.values(next).slice(0, most));
  }
  return waiting.length;
}

const halfPair = /\p{Surrogate}/u;

/**
 * Keys that jsonld copies by assignment and so loses. A `hide` copies a value with each such key under a name that occurs nowhere in it,
 * a `restore` puts the key back.
 */
export interface KeyDisguise {
  readonly hide: (value: JsonValue) => JsonValue;
  readonly restore: (value: JsonValue) => JsonValue;
}

const prototypeKey = "__proto__";

/** A disguise for the keys of `document`; undefined when it needs none. */
export function keyDisguise(document: JsonValue): KeyDisguise | undefined {
  if (!hasKey(document, prototypeKey)) return undefined;
  const disguise = unusedKey(document, `${prototypeKey} `);
  return {
    hide: (value) => renameKey(value, prototypeKey, disguise),
    restore: (value) => renameKey(value, disguise, prototypeKey),
  };
}

/** `wish` with as many spaces behind it as it takes to be no key of `document`. */
export function unusedKey(document: JsonValue, wish: string): string {
  const keys = new Set<string>();
  noteKeys(document, keys);
  let key = wish;
  while (keys.has(key)) key += " ";
  return key;
}

function noteKeys(value: JsonValue, keys: Set<string>): void {
  if (isArray(value)) for (const item of value) noteKeys(item, keys);
  if (!isObject(value)) return;
  for (const [key, item] of Object.entries(value)) {
    keys.add(key);
    noteKeys(item, keys);
  }
}

function hasKey(value: JsonValue, wanted: string): boolean {
  if (isArray(value)) return value.some((item) => hasKey(item, wanted));
  return isObject(value) && Object.entries(value).some(([key, item]) => key === wanted || hasKey(item, wanted));
}

function renameKey(value: JsonValue, from: string, to: string): JsonValue {
  if (isArray(value)) return value.map((item) => renameKey(item, from, to));
  if (!isObject(value)) return value;
  // Object.fromEntries defines properties, so that `__proto__` becomes an ordinary one.
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key === from ? to : key, renameKey(item, from, to)]));
}
