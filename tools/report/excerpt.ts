import type { Diagnostic, Position } from "./diagnostic.ts";
import type { Excerpt } from "./renderer.ts";

const keptBefore = 80;
const keptAfter = 160;

/** The text of one document, and where it starts: a document of an NDJSON stream starts further down its file. */
export interface DocumentText {
  readonly text: string;
  readonly line: number;
  readonly offset: number;
}

/** One excerpt a diagnostic. A diagnostic that lies outside the text gets none. */
export function excerpts(document: DocumentText, diagnostics: readonly Diagnostic[]): (Excerpt | undefined)[] {
  let starts: number[] | undefined;
  const locate = (offset: number): Position => {
    starts ??= lineStarts(document.text);
    return positionAt(starts, document, offset);
  };
  return diagnostics.map((diagnostic) => excerpt(document, diagnostic, locate));
}

function excerpt(document: DocumentText, diagnostic: Diagnostic, locate: (offset: number) => Position): Excerpt | undefined {
  const { text } = document;
  const start = diagnostic.start.offset - document.offset;
  const lineStart = start - (diagnostic.start.column - 1);
  if (lineStart < 0 || start > text.length) return undefined;
  const from = withoutHalfPair(text, Math.max(lineStart, start - keptBefore));
  const lineEnd = endOfLine(text, start, start + keptAfter + 1);
  const to = withoutHalfPair(text, Math.min(lineEnd, start + keptAfter));
  const end = Math.max(start, Math.min(diagnostic.end.offset - document.offset, to));
  return {
    text: text.slice(from, to),
    start: start - from,
    end: end - from,
    cutBefore: from > lineStart,
    cutAfter: to < lineEnd,
    edits: (diagnostic.fix?.edits ?? []).map((edit) => ({ start: locate(edit.start), end: locate(edit.end) })),
  };
}

/** The end of the line that holds `start`, looked for no further than `limit`. */
function endOfLine(text: string, start: number, limit: number): number {
  const last = Math.min(limit, text.length);
  for (let index = start; index < last; index++) {
    if (text[index] === "\n") return index > start && text.charCodeAt(index - 1) === 0x0d ? index - 1 : index;
  }
  return last;
}

function withoutHalfPair(text: string, index: number): number {
  const isLowSurrogate = (text.charCodeAt(index) & 0xfc00) === 0xdc00;
  const followsHighSurrogate = index > 0 && (text.charCodeAt(index - 1) & 0xfc00) === 0xd800;
  return isLowSurrogate && followsHighSurrogate ? index - 1 : index;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let end = text.indexOf("\n"); end !== -1; end = text.indexOf("\n", end + 1)) starts.push(end + 1);
  return starts;
}

function positionAt(starts: readonly number[], document: DocumentText, offset: number): Position {
  const index = offset - document.offset;
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= index) low = middle;
    else high = middle - 1;
  }
  return { line: document.line + low, column: index - (starts[low] ?? 0) + 1, offset };
}
