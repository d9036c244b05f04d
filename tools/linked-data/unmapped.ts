import { pointerTokens } from "../json/pointer.ts";
import { isArray, isObject, type JsonValue } from "../json/value.ts";

/**
 * The document without the properties at `paths`. A path is written like a JSON Pointer of the document, with `*` in the place
 * of an array's index. The properties are those that contexts/unmapped.json declares, with a reason, to have no meaning as linked data.
 */
export function withoutUnmapped(document: JsonValue, paths: readonly string[]): JsonValue {
  return paths.reduce((value, path) => withoutPath(value, pointerTokens(path)), document);
}

function withoutPath(value: JsonValue, tokens: readonly string[]): JsonValue {
  const [token, ...rest] = tokens;
  if (token === undefined) return value;
  if (isArray(value)) return token === "*" ? value.map((item) => withoutPath(item, rest)) : value;
  if (!isObject(value) || !Object.hasOwn(value, token)) return value;
  const entries = Object.entries(value);
  if (rest.length === 0) return Object.fromEntries(entries.filter(([key]) => key !== token));
  return Object.fromEntries(entries.map(([key, item]) => [key, key === token ? withoutPath(item, rest) : item]));
}
