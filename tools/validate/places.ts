import { escapedOffsets } from "../json/escapes.ts";
import { locate, type Location, type Range } from "../json/locate.ts";
import type { DocumentChange, Finding, TextSpan } from "../rules/rule.ts";

/** Where the values that some findings speak of stand in a text. */
export interface Places {
  readonly text: string;
  /** The place of a value; undefined where the document has none. */
  readonly locationOf: (pointer: string) => Location | undefined;
  /** The place of a part of a string value, in the text with its escapes; undefined where there is no string. */
  readonly spanOf: (pointer: string, span: TextSpan) => Range | undefined;
  /** The place of a finding: its span, its key or its value, or else the nearest value around it. */
  readonly rangeOf: (finding: Finding) => Range;
}

/** Finds all places that `findings` and their fixes speak of, reading the text once. */
export function placesIn(text: string, findings: readonly Finding[]): Places {
  const changes = findings.flatMap(({ fix }) => fix?.changes ?? []);
  const locations = findings.length === 0 ? new Map<string, Location>() : locate(text, withAncestors([...findings, ...changes].map(({ pointer }) => pointer)));
  const offsets = spanOffsets(text, locations, [...findings, ...changes]);
  const spanOf = (pointer: string, span: TextSpan): Range | undefined => {
    const start = offsets.get(pointer)?.get(span.start);
    const end = offsets.get(pointer)?.get(span.end);
    return start === undefined || end === undefined ? undefined : { start, end: Math.max(start, end) };
  };
  const rangeOf = ({ pointer, atKey, span }: Finding): Range => {
    const exact = span === undefined ? undefined : spanOf(pointer, span);
    if (exact !== undefined) return exact;
    const location = locations.get(pointer);
    if (location !== undefined) return (atKey === true ? location.key : undefined) ?? { start: location.start, end: location.end };
    return pointer === "" ? { start: 0, end: text.length } : rangeOf({ pointer: parentOf(pointer), message: "" });
  };
  return { text, locationOf: (pointer) => locations.get(pointer), spanOf, rangeOf };
}

/** The pointer of the value that holds the one at `pointer`. */
export function parentOf(pointer: string): string {
  return pointer.slice(0, Math.max(pointer.lastIndexOf("/"), 0));
}

function withAncestors(pointers: readonly string[]): Set<string> {
  const all = new Set([""]);
  for (let pointer of pointers) {
    while (!all.has(pointer)) {
      all.add(pointer);
      pointer = parentOf(pointer);
    }
  }
  return all;
}

/** For each string value, the text offsets of the indexes that spans start or end at; each string is read once. */
function spanOffsets(text: string, locations: ReadonlyMap<string, Location>, owners: readonly (Finding | DocumentChange)[]): Map<string, ReadonlyMap<number, number>> {
  const indexes = new Map<string, Set<number>>();
  for (const owner of owners) {
    const span = "span" in owner ? owner.span : undefined;
    if (span === undefined) continue;
    const wanted = indexes.get(owner.pointer) ?? new Set();
    indexes.set(owner.pointer, wanted.add(span.start).add(span.end));
  }
  const offsets = new Map<string, ReadonlyMap<number, number>>();
  for (const [pointer, wanted] of indexes) {
    const location = locations.get(pointer);
    if (location === undefined || text[location.start] !== '"') continue;
    const sorted = [...wanted].sort((a, b) => a - b);
    const found = escapedOffsets(text, location.start, sorted);
    offsets.set(pointer, new Map(sorted.map((index, place) => [index, found[place] ?? location.end])));
  }
  return offsets;
}
