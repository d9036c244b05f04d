import type { JsonValue } from "../json/value.ts";
import { maximumDepth } from "./messages.ts";

/** What the tree of a line shows. Without a problem, `members` counts the members of all objects together. */
export type Inspection =
  | { readonly problem: undefined; readonly members: number }
  /** Then the members were not counted to the end. */
  | { readonly problem: "too-deep" | "number-range" | "unpaired-surrogate"; readonly members: number; readonly detail: string };

/**
 * Looks for what keeps a JSON value from being I-JSON (RFC 7493) within the depth limit. Unpaired surrogates can only come from escapes, so strings are
 * looked at only where the text is `escaped`. A text that has more members than its tree repeats a name.
 */
export function inspect(root: JsonValue, escaped: boolean): Inspection {
  const members = countMembers(root, escaped, 1);
  if (members >= 0) return { problem: undefined, members };
  if (members === tooDeep) return { problem: "too-deep", members: NaN, detail: `The line nests deeper than ${maximumDepth} levels.` };
  if (members === outOfRange) return { problem: "number-range", members: NaN, detail: "A number of the line is beyond the range of a double." };
  return { problem: "unpaired-surrogate", members: NaN, detail: "A string of the line has an unpaired surrogate." };
}

const tooDeep = -1;
const outOfRange = -2;
const unpaired = -3;

/** The members of a value, or one of the negative numbers above. The recursion ends at the depth limit. */
function countMembers(value: JsonValue, escaped: boolean, depth: number): number {
  if (typeof value === "string") return escaped && hasUnpairedSurrogate(value) ? unpaired : 0;
  if (typeof value === "number") return Number.isFinite(value) ? 0 : outOfRange;
  if (typeof value !== "object" || value === null) return 0;
  if (depth > maximumDepth) return tooDeep;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value as JsonValue[]) {
      const below = countMembers(item, escaped, depth + 1);
      if (below < 0) return below;
      members += below;
    }
    return members;
  }
  const object = value as Record<string, JsonValue>;
  // What JSON.parse makes has own members only, `__proto__` among them.
  for (const key in object) {
    if (escaped && hasUnpairedSurrogate(key)) return unpaired;
    const below = countMembers(object[key] ?? null, escaped, depth + 1);
    if (below < 0) return below;
    members += 1 + below;
  }
  return members;
}

/** With the `u` flag, paired surrogates are one character that is none. */
function hasUnpairedSurrogate(text: string): boolean {
  return /\p{Surrogate}/u.test(text);
}
