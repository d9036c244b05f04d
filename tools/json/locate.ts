import { pointerTokens } from "./pointer.ts";
import { walk } from "./walk.ts";

/** Where a value stands in its text, in UTF-16 offsets; every end is one past the last character. */
export interface Location {
  readonly start: number;
  readonly end: number;
  /** The key of a member, with its quotes; undefined for items and for the document itself. */
  readonly key: Range | undefined;
  /** Where the sibling before ends and where the one after starts (at its key). */
  readonly previousEnd: number | undefined;
  readonly nextStart: number | undefined;
  /** For arrays and objects: where the first child starts (at its key) and where the last one ends. */
  readonly firstChild: number | undefined;
  readonly lastChildEnd: number | undefined;
}

export interface Range {
  readonly start: number;
  readonly end: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** The pointers that are looked for, as a tree of their tokens. */
interface Wanted {
  readonly below: Map<string, Wanted>;
  location: Writable<Location> | undefined;
}

/** An array or object on the way to what is wanted. */
interface Open {
  readonly wanted: Wanted;
  readonly location: Writable<Location>;
  readonly kind: "object" | "array";
  index: number;
  key: string;
  keyRange: Range | undefined;
  /** The child before, when it is wanted. */
  previous: Writable<Location> | undefined;
}

/**
 * Where the values at `pointers` stand in `text`, which must be well-formed JSON and not nested deeply. Reads the text once and builds no tree.
 * Of a repeated key the last counts, as in the value that `JSON.parse` returns. Pointers that lead nowhere are left out.
 */
export function locate(text: string, pointers: Iterable<string>): ReadonlyMap<string, Location> {
  const asked = [...new Set(pointers)].map((pointer) => ({ pointer, tokens: pointerTokens(pointer) }));
  const root: Wanted = { below: new Map(), location: undefined };
  const targets = asked.map(({ pointer, tokens }) => ({ pointer, wanted: tokens.reduce(descend, root) }));
  read(text, root);
  return new Map(targets.flatMap(({ pointer, wanted }) => (wanted.location === undefined ? [] : [[pointer, wanted.location]])));
}

function descend(wanted: Wanted, token: string): Wanted {
  let below = wanted.below.get(token);
  if (below === undefined) wanted.below.set(token, (below = { below: new Map(), location: undefined }));
  return below;
}

function read(text: string, root: Wanted): void {
  const stack: Open[] = [];
  // How many arrays and objects are open that hold nothing wanted; nothing is noted of what stands in them.
  let skipped = 0;
  const startChild = (start: number, end: number): { wanted: Wanted; location: Writable<Location> } | undefined => {
    const parent = stack.at(-1);
    if (parent === undefined) return { wanted: root, location: newLocation(start, end, undefined, undefined) };
    const from = parent.keyRange?.start ?? start;
    if (parent.previous !== undefined) parent.previous.nextStart = from;
    parent.previous = undefined;
    parent.location.firstChild ??= from;
    if (parent.kind === "array") parent.index += 1;
    const wanted = parent.wanted.below.get(parent.kind === "object" ? parent.key : String(parent.index));
    if (wanted === undefined) return undefined;
    if (wanted.location !== undefined) forget(wanted);
    const location = newLocation(start, end, parent.keyRange, parent.location.lastChildEnd);
    parent.previous = location;
    return { wanted, location };
  };
  const endChild = (end: number): void => {
    const parent = stack.at(-1);
    if (parent !== undefined) parent.location.lastChildEnd = end;
  };
  walk(text, {
    begin: (kind, offset) => {
      const child = skipped > 0 ? undefined : startChild(offset, offset + 1);
      if (child === undefined) skipped += 1;
      else stack.push({ wanted: child.wanted, location: child.location, kind, index: -1, key: "", keyRange: undefined, previous: undefined });
      return true;
    },
    end: (offset) => {
      if (skipped > 0) skipped -= 1;
      else {
        const closed = stack.pop();
        if (closed === undefined) return false;
        closed.location.end = offset + 1;
        closed.wanted.location = closed.location;
      }
      if (skipped === 0) endChild(offset + 1);
      return true;
    },
    key: (name, offset, length) => {
      const parent = skipped > 0 ? undefined : stack.at(-1);
      if (parent === undefined) return true;
      parent.key = name;
      parent.keyRange = { start: offset, end: offset + length };
      return true;
    },
    literal: (offset, length) => {
      if (skipped > 0) return true;
      const child = startChild(offset, offset + length);
      if (child !== undefined) child.wanted.location = child.location;
      endChild(offset + length);
      return true;
    },
  });
}

/** Of a repeated key, nothing below the first value is part of the document. */
function forget(wanted: Wanted): void {
  wanted.location = undefined;
  for (const below of wanted.below.values()) forget(below);
}

function newLocation(start: number, end: number, key: Range | undefined, previousEnd: number | undefined): Writable<Location> {
  return { start, end, key, previousEnd, nextStart: undefined, firstChild: undefined, lastChildEnd: undefined };
}
