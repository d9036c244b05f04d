import type { Location } from "../json/locate.ts";
import { pointerTokens } from "../json/pointer.ts";
import type { JsonValue } from "../json/value.ts";
import type { TextEdit } from "../report/diagnostic.ts";
import type { DocumentChange } from "../rules/rule.ts";
import { memberText, onOneLine, written, type Layout } from "./layout.ts";
import { parentOf, type Places } from "./places.ts";

/** What is to be added to an array or object: a member when it has a key. */
interface Child {
  readonly key: string | undefined;
  readonly value: JsonValue;
}

/**
 * The text edits that make `changes`, in the document's `layout`: its indentation, line ends and spacing. Everything else stays as it is.
 * Undefined when there is nothing to change, a change has no place in the document, or two of them touch the same text.
 */
export function editsFor(changes: readonly DocumentChange[], places: Places, layout: Layout): TextEdit[] | undefined {
  const edits: TextEdit[] = [];
  const additions = new Map<string, { container: Location; children: Child[] }>();
  const add = (pointer: string, child: Child, opening: "{" | "["): boolean => {
    const container = places.locationOf(pointer);
    if (container === undefined || places.text[container.start] !== opening) return false;
    const there = additions.get(pointer) ?? { container, children: [] };
    there.children.push(child);
    additions.set(pointer, there);
    return true;
  };
  for (const change of changes) {
    if (change.operation === "append") {
      if (!add(change.pointer, { key: undefined, value: change.value }, "[")) return undefined;
    } else if (change.operation === "set" && places.locationOf(change.pointer) === undefined) {
      const { parent, child } = missingMember(change.pointer, change.value, places);
      if (!add(parent, child, "{")) return undefined;
    } else {
      const edit = editInPlace(change, places, layout);
      if (edit === undefined) return undefined;
      edits.push(edit);
    }
  }
  for (const { container, children } of additions.values()) edits.push(addition(container, children, places.text, layout));
  edits.sort((a, b) => a.start - b.start);
  return edits.length === 0 || edits.some((edit, index) => edit.start < (edits[index - 1]?.end ?? 0)) ? undefined : edits;
}

function editInPlace(change: Exclude<DocumentChange, { operation: "append" }>, places: Places, layout: Layout): TextEdit | undefined {
  const location = places.locationOf(change.pointer);
  if (location === undefined) return undefined;
  switch (change.operation) {
    case "set":
      return { start: location.start, end: location.end, text: written(change.value, layout, layout.indentationAt(location.key?.start ?? location.start)) };
    case "rename":
      return location.key === undefined ? undefined : { ...location.key, text: JSON.stringify(change.key) };
    case "replace-text": {
      const range = places.spanOf(change.pointer, change.span);
      return range === undefined ? undefined : { ...range, text: JSON.stringify(change.text).slice(1, -1) };
    }
    case "remove":
      return change.pointer === "" ? undefined : removal(location, places.locationOf(parentOf(change.pointer)));
  }
}

/** A member that is not there, and neither, perhaps, are the objects around it: the nearest that is, and what to add to it. */
function missingMember(pointer: string, value: JsonValue, places: Places): { parent: string; child: Child } {
  const [key = ""] = pointerTokens(pointer).slice(-1);
  const parent = parentOf(pointer);
  if (parent === "" || places.locationOf(parent) !== undefined) return { parent, child: { key, value } };
  return missingMember(parent, Object.fromEntries([[key, value]]), places);
}

/** Takes a child out together with the comma that set it apart. */
function removal(location: Location, container: Location | undefined): TextEdit {
  const start = location.key?.start ?? location.start;
  if (location.nextStart !== undefined) return { start, end: location.nextStart, text: "" };
  if (location.previousEnd !== undefined) return { start: location.previousEnd, end: location.end, text: "" };
  return container === undefined ? { start, end: location.end, text: "" } : { start: container.start + 1, end: container.end - 1, text: "" };
}

/** Adds children behind the last one, on lines of their own where the others have them. */
function addition(container: Location, children: readonly Child[], text: string, layout: Layout): TextEdit {
  const { firstChild, lastChildEnd } = container;
  if (firstChild === undefined || lastChildEnd === undefined) return filling(container, children, layout);
  const ownLines = text.slice(container.start, firstChild).includes("\n");
  const indentation = layout.indentationAt(firstChild);
  const separator = ownLines ? `,${layout.lineEnd}${indentation}` : `,${layout.space}`;
  return { start: lastChildEnd, end: lastChildEnd, text: children.map((child) => `${separator}${memberText(child.key, child.value, ownLines ? layout : onOneLine(layout), indentation)}`).join("") };
}

/** Adds the first children: texts to an array on its line, anything else on lines of its own where the document has lines. */
function filling(container: Location, children: readonly Child[], layout: Layout): TextEdit {
  const range = { start: container.start + 1, end: container.end - 1 };
  const ownLines = layout.unit !== "" && children.some(({ key, value }) => key !== undefined || typeof value === "object");
  if (!ownLines) return { ...range, text: children.map(({ key, value }) => memberText(key, value, onOneLine(layout), "")).join(`,${layout.space}`) };
  const outer = layout.indentationAt(container.start);
  const inner = outer + layout.unit;
  const lines = children.map(({ key, value }) => `${layout.lineEnd}${inner}${memberText(key, value, layout, inner)}`);
  return { ...range, text: `${lines.join(",")}${layout.lineEnd}${outer}` };
}
