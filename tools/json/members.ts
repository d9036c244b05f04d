/**
 * A repeated key leaves no trace in the tree that `JSON.parse` builds, but the text then holds more members than the tree.
 * Counting both finds repeated keys without positions, names or a second parser.
 */
import type { JsonValue } from "./value.ts";

const quote = 0x22;
const colon = 0x3a;
const backslash = 0x5c;
const space = 0x20;

/** True when some object of `text`, which must be well-formed JSON, has two members of one name; `members` are those of the tree that was parsed from it. */
export function repeatsKey(text: string, members: number): boolean {
  // The quick count may be too high, never too low: when it agrees with the tree, every key stands once.
  return mostMembers(text) !== members && exactMembers(text) !== members;
}

/**
 * How many members the objects of `text` have at most: the colons behind a quote, with or without white space between. Colons inside strings can be
 * among them. Nearly all of the text is skipped by a search for one character, the fastest thing that can be done to it.
 */
function mostMembers(text: string): number {
  let count = 0;
  for (let position = text.indexOf(":"); position !== -1; position = text.indexOf(":", position + 1)) {
    let before = position - 1;
    while (text.charCodeAt(before) <= space) before -= 1;
    if (text.charCodeAt(before) === quote) count += 1;
  }
  return count;
}

/** How many members the objects of `text` have: the strings that a colon follows. */
function exactMembers(text: string): number {
  let count = 0;
  let open = text.indexOf('"');
  while (open !== -1) {
    let close = text.indexOf('"', open + 1);
    while (isEscaped(text, close)) close = text.indexOf('"', close + 1);
    let next = close + 1;
    while (text.charCodeAt(next) <= space) next += 1;
    if (text.charCodeAt(next) === colon) count += 1;
    open = text.indexOf('"', next);
  }
  return count;
}

function isEscaped(text: string, position: number): boolean {
  if (text.charCodeAt(position - 1) !== backslash) return false;
  let start = position - 1;
  while (text.charCodeAt(start - 1) === backslash) start -= 1;
  return (position - start) % 2 === 1;
}

/** The members of all objects of a tree together; undefined when arrays and objects nest deeper than `levels`. */
export function memberCount(value: JsonValue, levels: number): number | undefined {
  if (typeof value !== "object" || value === null) return 0;
  const count = levels === 0 ? tooDeep : membersBelow(value, levels - 1);
  return Number.isNaN(count) ? undefined : count;
}

/** What is added for a container that is too deep: no sum that it is part of is a number. */
const tooDeep = Number.NaN;

/** Recurses once a level and no further than `levels`, so that no nesting can exhaust the stack. */
function membersBelow(container: object, levels: number): number {
  let members = 0;
  if (Array.isArray(container)) {
    for (const item of container as readonly JsonValue[]) {
      if (typeof item === "object" && item !== null) members += levels === 0 ? tooDeep : membersBelow(item, levels - 1);
    }
    return members;
  }
  const object = container as Readonly<Record<string, JsonValue>>;
  // Objects that JSON.parse makes have only own members, `__proto__` among them; nothing is inherited that `in` would list.
  for (const key in object) {
    members += 1;
    const item = object[key];
    if (typeof item === "object" && item !== null) members += levels === 0 ? tooDeep : membersBelow(item, levels - 1);
  }
  return members;
}
