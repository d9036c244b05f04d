/** A JSON value as RFC 8259 knows it. */
export type JsonValue = null | boolean | number | string | JsonArray | JsonObject;
export type JsonArray = readonly JsonValue[];
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isArray(value: JsonValue | undefined): value is JsonArray {
  return Array.isArray(value);
}

/** The own member `key` of `value`; undefined when `value` is no object or has no such member. `__proto__` is an ordinary key. */
export function member(value: JsonValue | undefined, key: string): JsonValue | undefined {
  if (!isObject(value)) return undefined;
  const found = value[key];
  // What an object inherits is functions and `__proto__`; asking for those only spares the question nearly always.
  return (typeof found === "function" || key === "__proto__") && !Object.hasOwn(value, key) ? undefined : found;
}
