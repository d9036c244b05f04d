import type { Fragment, Value } from "./model.ts";
import { concatenate, distinct, EMPTY, type Values } from "./value.ts";

/** One argument that a word becomes. */
export interface Field {
  readonly values: Values;
  readonly splits: boolean;
}

/** What one part of a word contributes: fields, the first of which continues the word so far unless a separator stands before it. */
export interface Piece {
  readonly fields: readonly Field[];
  readonly breakBefore: boolean;
  readonly breakAfter: boolean;
}

export const DEFAULT_SEPARATORS = " \t\n";

/** Splits what an unquoted expansion gives, as the shell does with `$IFS`, and marks the patterns in it. Values that split alike share a piece. */
export function splitUnquoted(values: Values, separators: string): Piece[] {
  const only = values[0];
  if (values.length === 1 && only !== undefined) return [splitValue(only, separators)];
  const byShape = new Map<string, { piece: Piece; columns: Column[] }>();
  for (const value of values) {
    const piece = splitValue(value, separators);
    const shape = `${piece.breakBefore}${piece.fields.length}${piece.breakAfter}`;
    const alike = byShape.get(shape);
    if (alike === undefined) byShape.set(shape, { piece, columns: piece.fields.map((field) => ({ values: [...field.values], splits: field.splits })) });
    else addColumns(alike.columns, piece.fields);
  }
  return [...byShape.values()].map(({ piece, columns }) => ({ ...piece, fields: columns.map(toField) }));
}

interface Column {
  readonly values: Value[];
  splits: boolean;
}

function addColumns(columns: readonly Column[], fields: readonly Field[]): void {
  for (const [index, column] of columns.entries()) {
    const field = fields[index];
    if (field === undefined) continue;
    column.values.push(...field.values);
    column.splits ||= field.splits;
  }
}

function toField(column: Column): Field {
  return { values: distinct(column.values), splits: column.splits };
}

/** Alternatives with equally many fields as one, whose fields hold the values of all. */
export function mergeAlternatives(alternatives: readonly (readonly Field[])[]): readonly (readonly Field[])[] {
  if (alternatives.length < 2) return alternatives;
  const byLength = new Map<number, Column[]>();
  for (const fields of alternatives) {
    const columns = byLength.get(fields.length);
    if (columns === undefined) byLength.set(fields.length, fields.map((field) => ({ values: [...field.values], splits: field.splits })));
    else addColumns(columns, fields);
  }
  return [...byLength.values()].map((columns) => columns.map(toField));
}

function splitValue(value: Value, separators: string): Piece {
  const fields: Field[] = [];
  let current: Value | undefined;
  let splits = false;
  let breakBefore = false;
  const finish = (): void => {
    if (current !== undefined) fields.push({ values: [current], splits });
    current = undefined;
    splits = false;
  };
  let breakAfter = false;
  for (const fragment of value) {
    breakAfter = false;
    if (fragment.kind !== "text") {
      current = concatenate(current ?? EMPTY, [fragment]);
      if (fragment.kind === "unknown" || fragment.kind === "glob") splits = true;
      continue;
    }
    const { text } = fragment;
    let start = 0;
    let index = 0;
    while (index < text.length) {
      if (!separators.includes(text.charAt(index))) {
        index++;
        continue;
      }
      if (index > start) {
        const marked = markPatterns(text.slice(start, index));
        current = concatenate(current ?? EMPTY, marked);
        splits ||= hasPattern(marked);
      }
      // One separator, with the blanks around it, ends a field; a separator that is not blank also makes an empty one.
      let delimiters = 0;
      while (index < text.length && separators.includes(text.charAt(index))) {
        if (!isBlank(text.charAt(index))) {
          if (delimiters === 1) break;
          delimiters = 1;
        }
        index++;
      }
      start = index;
      if (delimiters === 1) current ??= EMPTY;
      if (current === undefined && fields.length === 0) breakBefore = true;
      finish();
      breakAfter = index >= text.length;
    }
    if (start < text.length) {
      const marked = markPatterns(text.slice(start));
      current = concatenate(current ?? EMPTY, marked);
      splits ||= hasPattern(marked);
    }
  }
  finish();
  return { fields, breakBefore, breakAfter };
}

function isBlank(character: string): boolean {
  return character === " " || character === "\t" || character === "\n";
}

function hasPattern(value: Value): boolean {
  return value.some((fragment) => fragment.kind === "glob");
}

/** Text from an unquoted expansion, with the runs marked that path name expansion may replace. */
export function markPatterns(text: string): Value {
  if (!/[*?[]/.test(text)) return text === "" ? EMPTY : [{ kind: "text", text }];
  const fragments: Fragment[] = [];
  let plain = "";
  let index = 0;
  const lastBracket = text.lastIndexOf("]");
  while (index < text.length) {
    const length = patternLength(text, index, lastBracket);
    if (length === 0) {
      plain += text.charAt(index);
      index++;
      continue;
    }
    if (plain !== "") fragments.push({ kind: "text", text: plain });
    plain = "";
    fragments.push({ kind: "glob", text: text.slice(index, index + length) });
    index += length;
  }
  if (plain !== "") fragments.push({ kind: "text", text: plain });
  return fragments.length > 64 ? [{ kind: "glob", text }] : fragments;
}

function patternLength(text: string, index: number, lastBracket: number): number {
  const character = text.charAt(index);
  if (character === "[" && index < lastBracket - 1) {
    const close = text.indexOf("]", index + 2);
    return text.slice(index, close).includes("/") ? 0 : close - index + 1;
  }
  let length = 0;
  while (text.charAt(index + length) === "*" || text.charAt(index + length) === "?") length++;
  return length;
}

/** The ways a word may expand so far: each is a list of finished fields and the one that is being built. */
export interface Shape {
  readonly done: readonly Field[];
  readonly current: Field | undefined;
  /** Whether a separator stands before them. */
  readonly isApart?: true;
}
