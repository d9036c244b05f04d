export interface Line {
  /** From 1. Lines end with a line feed, as in line-oriented tools; a carriage return before it belongs to the line. */
  readonly line: number;
  /** The offset at which the line starts. */
  readonly start: number;
}

/** The lines on which `offsets` of `text` stand. Reads the text once, up to the last offset, and keeps only what was asked for. */
export function linesOf(text: string, offsets: Iterable<number>): ReadonlyMap<number, Line> {
  const found = new Map<number, Line>();
  let line = 1;
  let start = 0;
  let end = text.indexOf("\n");
  for (const offset of [...new Set(offsets)].sort((a, b) => a - b)) {
    while (end !== -1 && end < offset) {
      line += 1;
      start = end + 1;
      end = text.indexOf("\n", start);
    }
    found.set(offset, { line, start });
  }
  return found;
}
