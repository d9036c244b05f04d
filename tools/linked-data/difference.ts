import { childPointer } from "../json/pointer.ts";
import { isArray, isObject, type JsonValue } from "../json/value.ts";

/** The pointer to the first place where two JSON values differ, or undefined when they are equal. The order of keys does not count. */
export function firstDifference(left: JsonValue | undefined, right: JsonValue | undefined, pointer = ""): string | undefined {
  if (isArray(left) && isArray(right)) {
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
      const found = firstDifference(left[index], right[index], childPointer(pointer, index));
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isObject(left) && isObject(right)) {
    for (const key of Object.keys(left)) {
      const here = childPointer(pointer, key);
      const found = Object.hasOwn(right, key) ? firstDifference(left[key], right[key], here) : here;
      if (found !== undefined) return found;
    }
    const added = Object.keys(right).find((key) => !Object.hasOwn(left, key));
    return added === undefined ? undefined : childPointer(pointer, added);
  }
  return left === right ? undefined : pointer;
}
