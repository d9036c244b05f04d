import type { Fragment, Value } from "./model.ts";
import { concatenate, EMPTY, textValue } from "./value.ts";

/** A value as a text in which one character, a mark, stands for each piece that is no text. The same folder has the same mark everywhere. */
export interface Marked {
  readonly text: string;
  /** The pattern that is looked for in it, with the marks of the folders in it. */
  readonly pattern: Value;
  readonly isMark: (character: string) => boolean;
  /** Whether the mark stands for a home or for the checkout: a path that begins with a slash and does not end in one. */
  readonly isFolder: (character: string) => boolean;
  readonly unmarked: (text: string) => Value;
}

const FIRST_MARK = 0xf700;
const MAXIMUM_MARKS = 256;
const MARKS = /([\uf700-\uf7ff])/;

/** Undefined where one of the texts, or what takes the place of the pattern, has a mark's character itself. */
export function mark(value: Value, pattern: Value, replacement: Value = EMPTY): Marked | undefined {
  const marked: Fragment[] = [];
  const markOf = (fragment: Fragment): string => {
    const known = isFolder(fragment) ? marked.findIndex((other) => isSameFolder(other, fragment)) : -1;
    return String.fromCharCode(FIRST_MARK + (known === -1 ? marked.push(fragment) - 1 : known));
  };
  if ([...value, ...pattern, ...replacement].some((fragment) => fragment.kind === "text" && MARKS.test(fragment.text))) return undefined;
  const text = value.map((fragment) => (fragment.kind === "text" ? fragment.text : markOf(fragment))).join("");
  const looked = pattern.map((fragment): Fragment => (isFolder(fragment) ? { kind: "text", text: markOf(fragment) } : fragment));
  if (marked.length > MAXIMUM_MARKS) return undefined;
  const fragmentOf = (character: string): Fragment | undefined => marked[character.charCodeAt(0) - FIRST_MARK];
  return {
    text,
    pattern: looked,
    isMark: (character) => fragmentOf(character) !== undefined,
    isFolder: (character) => {
      const fragment = fragmentOf(character);
      return fragment !== undefined && isFolder(fragment);
    },
    unmarked: (piece) =>
      piece.split(MARKS).reduce<Value>((joined, part) => {
        const fragment = fragmentOf(part);
        return concatenate(joined, fragment === undefined ? textValue(part) : [fragment]);
      }, EMPTY),
  };
}

function isFolder(fragment: Fragment): boolean {
  return fragment.kind === "home" || fragment.kind === "workspace";
}

function isSameFolder(left: Fragment, right: Fragment): boolean {
  if (left.kind === "home" && right.kind === "home") return left.user === right.user;
  return left.kind === "workspace" && right.kind === "workspace";
}
