import { locate } from "./locate.ts";

/** How the values at `pointers` are written in a document; those that lead nowhere are left out. */
export type Spelling = (pointers: Iterable<string>) => ReadonlyMap<string, string>;

/** How values are written in `text`, which must be what `locate` takes. A parsed number has lost it: 1.10 and 1.1 are one number, and two texts. */
export function spellingIn(text: string): Spelling {
  return (pointers) => new Map([...locate(text, pointers)].map(([pointer, { start, end }]) => [pointer, text.slice(start, end)]));
}
