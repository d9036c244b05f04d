import { describe, expect, test } from "vitest";
import { member, type JsonValue } from "./value.ts";

const value = JSON.parse('{"a": null, "__proto__": 2, "constructor": 3}') as JsonValue;

describe("a member is an own one", () => {
  test.each([["a", null], ["__proto__", 2], ["constructor", 3], ["toString", undefined], ["b", undefined]])("%s", (key, expected) => {
    expect(member(value, key)).toBe(expected);
  });

  test.each(["__proto__", "constructor", "hasOwnProperty", "__defineGetter__", "toString", "valueOf"])("an empty object has none of the name %s", (key) => {
    expect(member({}, key)).toBeUndefined();
  });

  test.each([[["a"]], ["text"], [7], [null], [undefined]])("%j has none", (other) => {
    expect(member(other, "length")).toBeUndefined();
  });
});
