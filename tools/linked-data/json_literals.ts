import { isArray, isObject, type JsonObject, type JsonValue } from "../json/value.ts";

/**
 * Expanded JSON-LD in which the value of every JSON literal is the only member, named `marker`, of an object. jsonld compacts such an object
 * as one value, whereas it takes a bare array for several values and loses it when it is empty or holds one item.
 */
export function wrapLiterals(expanded: JsonValue, marker: string): JsonValue {
  if (isArray(expanded)) return expanded.map((item) => wrapLiterals(item, marker));
  if (!isObject(expanded)) return expanded;
  if (expanded["@type"] === "@json") return { ...expanded, "@value": { [marker]: expanded["@value"] ?? null } };
  return Object.fromEntries(Object.entries(expanded).map(([key, item]) => [key, wrapLiterals(item, marker)]));
}

/** The compacted form of what `wrapLiterals` gave, with the JSON values put back. */
export function unwrapLiterals(compacted: JsonObject, marker: string): JsonObject {
  return Object.fromEntries(Object.entries(compacted).map(([key, item]) => [key, unwrap(item, marker)]));
}

function unwrap(value: JsonValue, marker: string): JsonValue {
  if (isArray(value)) return value.map((item) => unwrap(item, marker));
  if (!isObject(value)) return value;
  const wrapped = value[marker];
  return wrapped !== undefined && Object.hasOwn(value, marker) ? wrapped : unwrapLiterals(value, marker);
}
