import type { CompoundCommand, CompoundList, Redirected } from "unbash";
import { distinct, sameValues, union, unknownValue, type Values } from "./value.ts";
import type { SourceFrame } from "./frame.ts";
import type { Command } from "./model.ts";

/** One thing that a variable may hold. */
export type Content =
  | { readonly kind: "text"; readonly values: Values }
  /** An array whose elements are known one by one. */
  | { readonly kind: "list"; readonly keys: readonly string[]; readonly elements: readonly Values[] }
  /** An array of unknown length, each element one of the values. */
  | { readonly kind: "many"; readonly values: Values }
  | { readonly kind: "unset" }
  /** What the step got from outside: nothing in the script has assigned it. */
  | { readonly kind: "environment" };

export interface Variable {
  readonly kind: "variable";
  readonly contents: readonly Content[];
  readonly exported: boolean;
  /** How many shells deep it was assigned: an inner shell sees it only when it is exported. */
  readonly level: number;
  /** What every assignment does to the value (`declare -l`, `-u`, `-i`). */
  readonly conversion?: "lower" | "upper" | "integer" | undefined;
  /** Whether its keys are texts (`declare -A`), not numbers. */
  readonly associative?: boolean | undefined;
  /** Whether a further assignment fails. */
  readonly readonly?: boolean | undefined;
  /** The variable that a `declare -n` name stands for. */
  readonly reference?: string | undefined;
}

export interface FunctionDefinition {
  readonly name: string;
  readonly body: CompoundCommand | Redirected | CompoundList;
  readonly frame: SourceFrame;
  /** The command that was listed last before it. */
  readonly since: Command | undefined;
}

export type Cell =
  | Variable
  | { readonly kind: "functions"; readonly definitions: readonly FunctionDefinition[]; readonly partial: boolean; readonly level: number; readonly exported: boolean }
  | { readonly kind: "values"; readonly values: Values | undefined }
  | { readonly kind: "stack"; readonly folders: readonly Values[] }
  | { readonly kind: "arguments"; readonly contents: readonly Content[] }
  | { readonly kind: "flag"; readonly set: boolean };

/**
 * Everything that running a script changes, in cells with a name, and the trail of changes. A branch is run, its changes are collected,
 * and the trail is undone before the next branch: so the cost of a branch is what it changes, not what there is.
 */
export interface State {
  readonly cells: Map<string, Cell>;
  readonly trail: Change[];
}

interface Change {
  readonly name: string;
  readonly before: Cell | undefined;
}

/** What a branch changed, and whether the shell left it (`exit`, `return`, `break`) before its end. */
export interface Outcome {
  readonly changes: ReadonlyMap<string, Cell>;
  readonly ended: boolean;
}

export const ENDED = "ended";
const MAXIMUM_CONTENTS = 8;
const MAXIMUM_ELEMENTS = 256;
const CHANGES_IN_LOOP = "it changes in a loop";

const UNKNOWN_ARGUMENTS: readonly Content[] = [{ kind: "many", values: [unknownValue("the arguments of the script are not known")] }];

export function createState(): State {
  return { cells: new Map<string, Cell>(INITIAL_CELLS), trail: [] };
}

export const DIRECTORY = "directory";
export const ARGUMENTS = "arguments";
const INITIAL_CELLS: readonly (readonly [string, Cell])[] = [
  [DIRECTORY, { kind: "values", values: [[{ kind: "workspace" }]] }],
  [ARGUMENTS, { kind: "arguments", contents: UNKNOWN_ARGUMENTS }],
];

export function assignCell(state: State, name: string, cell: Cell): void {
  state.trail.push({ name, before: state.cells.get(name) });
  state.cells.set(name, cell);
}

export function hasEnded(state: State): boolean {
  const cell = state.cells.get(ENDED);
  return cell?.kind === "flag" && cell.set;
}

export function end(state: State): void {
  assignCell(state, ENDED, { kind: "flag", set: true });
}

/** Everything that changed since the trail had this length. */
export function changesSince(state: State, mark: number): Outcome {
  const changes = new Map<string, Cell>();
  for (let index = mark; index < state.trail.length; index++) {
    const name = state.trail[index]?.name;
    if (name === undefined || changes.has(name)) continue;
    const cell = state.cells.get(name);
    if (cell !== undefined) changes.set(name, cell);
  }
  return { changes, ended: hasEnded(state) };
}

export function undo(state: State, mark: number): void {
  for (let index = state.trail.length - 1; index >= mark; index--) {
    const change = state.trail[index];
    if (change === undefined) continue;
    if (change.before === undefined) state.cells.delete(change.name);
    else state.cells.set(change.name, change.before);
  }
  state.trail.length = mark;
}

/** Takes up the changes of alternative branches, which all began in the present state: afterwards each cell may hold what any of them left. */
export function merge(state: State, outcomes: readonly Outcome[]): void {
  let alive = outcomes.filter((outcome) => !outcome.ended);
  if (alive.length === 0) alive = [...outcomes];
  const only = alive[0];
  if (only === undefined) return;
  if (alive.length === 1) {
    for (const [name, cell] of only.changes) assignCell(state, name, cell);
    return;
  }
  const joined = new Map<string, { cell: Cell; count: number }>();
  for (const { changes } of alive) {
    for (const [name, cell] of changes) {
      const known = joined.get(name);
      if (known === undefined) joined.set(name, { cell, count: 1 });
      else joined.set(name, { cell: joinCells(known.cell, cell, name), count: known.count + 1 });
    }
  }
  for (const [name, { cell, count }] of joined) {
    assignCell(state, name, count === alive.length ? cell : joinCells(state.cells.get(name) ?? initialCell(cell, name), cell, name));
  }
}

/** Runs each branch from the present state and merges what they leave. */
export function branches(state: State, runs: readonly (() => void)[]): void {
  const outcomes: Outcome[] = [];
  for (const run of runs) {
    const mark = state.trail.length;
    run();
    outcomes.push(changesSince(state, mark));
    undo(state, mark);
  }
  merge(state, outcomes);
}

/** What a cell of this kind holds before anything is assigned to it. */
function initialCell(cell: Cell, name: string): Cell {
  switch (cell.kind) {
    case "variable":
      return { kind: "variable", contents: [{ kind: "environment" }], exported: false, level: 0 };
    case "functions":
      return { kind: "functions", definitions: [], partial: true, level: cell.level, exported: false };
    case "flag":
      return { kind: "flag", set: false };
    case "values":
      return { kind: "values", values: name.startsWith("alias ") || name.startsWith("file ") ? [] : undefined };
    case "stack":
      return { kind: "stack", folders: [] };
    case "arguments":
      return { kind: "arguments", contents: UNKNOWN_ARGUMENTS };
  }
}

function joinCells(left: Cell, right: Cell, name: string): Cell {
  if (left === right) return left;
  if (left.kind === "variable" && right.kind === "variable") {
    return {
      kind: "variable",
      contents: joinContents(contentsAt(left, right.level), contentsAt(right, left.level)),
      // Seen by an inner shell in one case is seen as far as we can tell.
      exported: left.exported && right.exported,
      level: Math.max(left.level, right.level),
      reference: left.reference ?? right.reference,
      conversion: left.conversion ?? right.conversion,
      associative: left.associative ?? right.associative,
      readonly: left.readonly ?? right.readonly,
    };
  }
  if (left.kind === "functions" && right.kind === "functions") {
    return {
      kind: "functions",
      definitions: [...new Set([...left.definitions, ...right.definitions])].slice(0, 16),
      partial: left.partial || right.partial,
      level: Math.max(left.level, right.level),
      exported: left.exported || right.exported,
    };
  }
  if (left.kind === "values" && right.kind === "values") {
    return { kind: "values", values: left.values === undefined || right.values === undefined ? undefined : union(left.values, right.values) };
  }
  if (left.kind === "arguments" && right.kind === "arguments") return { kind: "arguments", contents: joinContents(left.contents, right.contents) };
  if (left.kind === "stack" && right.kind === "stack") {
    const [longer, shorter] = left.folders.length >= right.folders.length ? [left.folders, right.folders] : [right.folders, left.folders];
    return { kind: "stack", folders: longer.map((folder, index) => union(folder, shorter[index] ?? [])) };
  }
  if (left.kind === "flag" && right.kind === "flag") return { kind: "flag", set: name === ENDED ? left.set && right.set : left.set || right.set };
  return right;
}

/** What a shell of this depth sees of a variable. */
function contentsAt(variable: Variable, level: number): readonly Content[] {
  const { contents, exported } = variable;
  if (variable.level >= level || exported || contents.every((content) => content.kind === "environment")) return contents;
  return joinContents(contents, [{ kind: "unset" }]);
}

/** The contents of both; texts are held together, and many different arrays become one of unknown length. */
export function joinContents(left: readonly Content[], right: readonly Content[]): readonly Content[] {
  if (left === right) return left;
  const joined: Content[] = [];
  let texts: Values | undefined;
  let many: Values | undefined;
  for (const content of [...left, ...right]) {
    if (content.kind === "text") texts = texts === undefined ? content.values : union(texts, content.values);
    else if (content.kind === "many") many = many === undefined ? content.values : union(many, content.values);
    else if (!joined.some((other) => sameContent(other, content))) joined.push(content);
  }
  if (texts !== undefined) joined.unshift({ kind: "text", values: texts });
  if (many !== undefined) joined.push({ kind: "many", values: many });
  if (joined.length <= MAXIMUM_CONTENTS) return joined;
  const lists = joined.filter((content) => content.kind === "list");
  const values = distinct([...(many ?? []), ...lists.flatMap((content) => content.elements.flat())]);
  return [...joined.filter((content) => content.kind !== "list" && content.kind !== "many"), { kind: "many", values }];
}

function sameContent(left: Content, right: Content): boolean {
  if (left === right) return true;
  if (left.kind !== right.kind) return false;
  if (left.kind === "list" && right.kind === "list") {
    return (
      left.elements.length === right.elements.length &&
      left.elements.every((values, index) => left.keys[index] === right.keys[index] && sameValues(values, right.elements[index] ?? []))
    );
  }
  if ((left.kind === "text" && right.kind === "text") || (left.kind === "many" && right.kind === "many")) return sameValues(left.values, right.values);
  return true;
}

/** An array of these elements; one of unknown length when there are too many of them to follow. */
export function listContent(elements: readonly Values[], keys?: readonly string[]): Content {
  if (elements.length > MAXIMUM_ELEMENTS) return { kind: "many", values: distinct(elements.flat()) };
  return { kind: "list", elements, keys: keys ?? elements.map((_, index) => String(index)) };
}

/** Whether the cell holds nothing that the other does not: the end of a loop's repetitions. */
export function sameCell(left: Cell | undefined, right: Cell): boolean {
  if (left === right) return true;
  if (left?.kind !== right.kind) return false;
  if (left.kind === "variable" && right.kind === "variable") {
    return left.exported === right.exported && left.reference === right.reference && sameContents(left.contents, right.contents);
  }
  if (left.kind === "arguments" && right.kind === "arguments") return sameContents(left.contents, right.contents);
  if (left.kind === "values" && right.kind === "values") {
    return left.values === right.values || (left.values !== undefined && right.values !== undefined && sameValues(left.values, right.values));
  }
  if (left.kind === "functions" && right.kind === "functions") {
    return left.partial === right.partial && left.definitions.length === right.definitions.length && left.definitions.every((definition) => right.definitions.includes(definition));
  }
  if (left.kind === "stack" && right.kind === "stack") {
    return left.folders.length === right.folders.length && left.folders.every((folder, index) => sameValues(folder, right.folders[index] ?? []));
  }
  return left.kind === "flag" && right.kind === "flag" && left.set === right.set;
}

function sameContents(left: readonly Content[], right: readonly Content[]): boolean {
  return left.length === right.length && left.every((content) => right.some((other) => sameContent(content, other)));
}

/** The cell with arrays of any length in the place of those that grow, their elements any of those so far; with an unknown value where there are none. */
export function loosen(cell: Cell): Cell {
  if ((cell.kind !== "variable" && cell.kind !== "arguments") || !cell.contents.some(({ kind }) => kind === "list" || kind === "many")) return widen(cell);
  return { ...cell, contents: ofAnyLength(cell.contents, []) };
}

/** The cell with an unknown value beside its own: what a loop that keeps changing it may leave. */
export function widen(cell: Cell): Cell {
  const unknown = [unknownValue(CHANGES_IN_LOOP)];
  switch (cell.kind) {
    case "variable":
      return { ...cell, contents: widenContents(cell.contents) };
    case "arguments":
      return { ...cell, contents: widenContents(cell.contents) };
    case "values":
      return cell.values === undefined ? cell : { ...cell, values: union(cell.values, unknown) };
    case "stack":
      return { ...cell, folders: cell.folders.map((folder) => union(folder, unknown)) };
    case "functions":
    case "flag":
      return cell;
  }
}

function widenContents(contents: readonly Content[]): readonly Content[] {
  const unknown = [unknownValue(CHANGES_IN_LOOP)];
  return contents.some(({ kind }) => kind === "list" || kind === "many") ? ofAnyLength(contents, unknown) : joinContents(contents, [{ kind: "text", values: unknown }]);
}

/** The contents with all their arrays as one of unknown length, which may hold these values as well. */
function ofAnyLength(contents: readonly Content[], others: Values): readonly Content[] {
  const elements = contents.flatMap((content) => (content.kind === "list" ? content.elements.flat() : content.kind === "many" ? content.values : []));
  return joinContents(contents.filter(({ kind }) => kind !== "list" && kind !== "many"), [{ kind: "many", values: distinct([...elements, ...others]) }]);
}
