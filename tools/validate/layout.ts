import type { JsonValue } from "../json/value.ts";
import type { Places } from "./places.ts";

/** How a document is written. */
export interface Layout {
  /** What one level is indented by; empty for a document on one line. */
  readonly unit: string;
  readonly lineEnd: string;
  /** What stands after a colon, and after a comma on a line. */
  readonly space: string;
  /** The white space in front of the line that holds the offset. */
  readonly indentationAt: (offset: number) => string;
}

/** The layout of a document, as its first member shows it. */
export function layoutOf({ text, locationOf }: Places): Layout {
  const indentationAt = (offset: number): string => {
    // Looking back a bounded way keeps a document of one endless line from costing its length for every fix.
    const before = text.slice(Math.max(offset - longestLine, 0), offset);
    return /^[ \t]*/.exec(before.slice(before.lastIndexOf("\n") + 1))?.[0] ?? "";
  };
  const firstLineEnd = text.indexOf("\n");
  const lineEnd = text[firstLineEnd - 1] === "\r" ? "\r\n" : "\n";
  const root = locationOf("");
  const first = root?.firstChild;
  const ownLine = root !== undefined && first !== undefined && text.slice(root.start, first).includes("\n");
  const unit = ownLine ? indentationAt(first) || "  " : "";
  const space = ownLine || (first !== undefined && hasSpacedColon(text, first)) ? " " : "";
  return { unit, lineEnd, space, indentationAt };
}

/** True when the member whose key starts at `offset` has a space behind its colon. A longer key is not worth a longer look. */
function hasSpacedColon(text: string, offset: number): boolean {
  return /^"(?:[^"\\]|\\.)*"\s*:[ \t]/s.test(text.slice(offset, offset + longestLine));
}

/** The same layout for what is written on one line. */
export function onOneLine(layout: Layout): Layout {
  return { ...layout, unit: "" };
}

const longestLine = 4096;

/** A member, or an item when it has no key, for a line that is indented by `indentation`. */
export function memberText(key: string | undefined, value: JsonValue, layout: Layout, indentation: string): string {
  const text = written(value, layout, indentation);
  return key === undefined ? text : `${JSON.stringify(key)}:${layout.space}${text}`;
}

/** `value` as JSON in the given layout. */
export function written(value: JsonValue, layout: Layout, indentation: string): string {
  if (layout.unit !== "") return JSON.stringify(value, null, layout.unit).replaceAll("\n", `${layout.lineEnd}${indentation}`);
  if (Array.isArray(value)) return `[${value.map((item: JsonValue) => written(item, layout, "")).join(`,${layout.space}`)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  return `{${Object.entries(value).map(([key, item]) => memberText(key, item, layout, "")).join(`,${layout.space}`)}}`;
}
