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

interface Open {
  readonly wanted: Wanted | undefined;
  readonly location: Writable<Location>;
  readonly kind: "object" | "array";
  index: number;
  key: { readonly name: string; readonly range: Range } | undefined;
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
  const startValue = (start: number, end: number): { wanted: Wanted | undefined; location: Writable<Location> } => {
    const parent = stack.at(-1);
    const key = parent?.key?.range;
    const location: Writable<Location> = { start, end, key, previousEnd: undefined, nextStart: undefined, firstChild: undefined, lastChildEnd: undefined };
    if (parent === undefined) return { wanted: root, location };
    const from = key?.start ?? start;
    if (parent.previous !== undefined) {
      parent.previous.nextStart = from;
      location.previousEnd = parent.previous.end;
    }
    parent.location.firstChild ??= from;
    parent.previous = location;
    const token = parent.kind === "object" ? (parent.key?.name ?? "") : String((parent.index += 1));
    return { wanted: parent.wanted?.below.get(token), location };
  };
  const endValue = (wanted: Wanted | undefined, location: Writable<Location>): void => {
    if (wanted !== undefined) wanted.location = location;
    const parent = stack.at(-1);
    if (parent !== undefined) parent.location.lastChildEnd = location.end;
  };
  walk(text, {
    begin: (kind, offset) => {
      stack.push({ ...startValue(offset, offset + 1), kind, index: -1, key: undefined, previous: undefined });
      return true;
    },
    end: (offset) => {
      const closed = stack.pop();
      if (closed === undefined) return false;
      closed.location.end = offset + 1;
      endValue(closed.wanted, closed.location);
      return true;
    },
    key: (name, offset, length) => {
      const top = stack.at(-1);
      if (top !== undefined) top.key = { name, range: { start: offset, end: offset + length } };
      return true;
    },
    literal: (offset, length) => {
      const { wanted, location } = startValue(offset, offset + length);
      endValue(wanted, location);
      return true;
    },
  });
}
