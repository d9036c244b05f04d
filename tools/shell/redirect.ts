import type { HereDoc, HereString, Redirect, Redirection as SyntaxRedirection, Word as SyntaxWord } from "unbash";
import type { Redirection, Value } from "./model.ts";
import { expandValues, TARGET } from "./expand.ts";
import { fileContents, isFile, unknownContents, writeFile } from "./files.ts";
import { write } from "./directories.ts";
import { hereText } from "./here_text.ts";
import { joinOthers, leaveOthers, type JoinedOutput } from "./joined_output.ts";
import { assignValues, cellValues, inputBy, OTHERS, placeOf, STDOUT, type Machine } from "./machine.ts";
import { assignCell, type Cell } from "./state.ts";
import { knownText, ONLY_EMPTY, unknownValues, type Values } from "./value.ts";

/** Applies redirections to what a command reads and writes. Gives those that open a file, and how to put things back; what is read may stay as it is. */
export function redirect(machine: Machine, redirects: readonly SyntaxRedirection[]): { redirections: Redirection[]; restore: (inputsStay?: boolean) => void } {
  const before = machine.state.cells.get(STDOUT);
  const redirected: Redirected = { redirections: [], inputs: new Map(), output: undefined, outer: undefined, inner: undefined };
  for (const node of redirects) {
    if (node.type !== "Redirect") redirectHere(machine, node, redirected);
    else if (node.target !== undefined) redirectTo(machine, node, node.target, redirected);
  }
  return {
    redirections: redirected.redirections,
    restore: (inputsStay = false) => {
      restore(machine, before, redirected, inputsStay);
    },
  };
}

/** What a command's redirections have changed. */
interface Redirected {
  /** Those that open a file. */
  readonly redirections: Redirection[];
  /** What was read before by each number that is read by now. */
  readonly inputs: Map<string, Cell | undefined>;
  /** Where the standard output leads now; undefined where it still leads to where it led. */
  output: Destination | undefined;
  /** The other numbers where they were joined to the standard output as it led before, or as it leads now. */
  outer: JoinedOutput | undefined;
  inner: JoinedOutput | undefined;
}

/** Where the standard output leads: to one file, to where the other numbers lead, or to where nobody reads it. */
type Destination = { readonly kind: "file"; readonly file: Value; readonly append: boolean } | { readonly kind: "others" } | { readonly kind: "nowhere" };

function redirectHere(machine: Machine, node: HereDoc | HereString, redirected: Redirected): void {
  const values = hereText(machine, node);
  redirectInput(machine, numberOf(node) ?? 0, values, redirected);
}

function redirectTo(machine: Machine, node: Redirect, target: SyntaxWord, redirected: Redirected): void {
  const { operator } = node;
  const values = expandValues(machine, target, TARGET);
  const copied = copiedNumber(operator, values);
  if (copied === undefined) redirected.redirections.push({ operator: operator === ">&" ? "&>" : operator, target: { values, splits: false, ...placeOf(machine, target) } });
  const number = numberOf(node);
  if (operator.startsWith("<")) redirectInput(machine, number ?? 0, copied === undefined ? fileContents(machine, values) : readBy(machine, copied), redirected);
  else if (operator.startsWith("&") || (number ?? 1) === 1) {
    if (copied !== "1") redirectOutput(machine, operator, destinationOf(machine, operator, values, copied), redirected);
  } else if (copied === "1") joinTo(machine, redirected);
  else if (copied === undefined) forgetContents(machine, values);
}

/** The number in front of a redirection; undefined where none is, and -1 where a variable gives it. */
function numberOf({ descriptor }: SyntaxRedirection): number | undefined {
  if (descriptor === undefined) return undefined;
  return descriptor.type === "FileDescriptor" ? descriptor.value : -1;
}

/** The number that a redirection copies (`2>&1`), also by the name of its file; `-` where it closes one. */
function copiedNumber(operator: string, values: Values): string | undefined {
  const texts = new Set(values.map((value) => knownText(value) ?? ""));
  const [text = ""] = texts;
  if (texts.size !== 1) return undefined;
  if (/^[<>]&$/.test(operator)) return /^(\d+|-)-?$/.exec(text)?.[1];
  return operator.startsWith(">") ? OUTPUT_FILES.get(text.replace(/^\/(?:dev|proc\/self)\//, "")) : undefined;
}

const OUTPUT_FILES: ReadonlyMap<string, string> = new Map([["stdout", "1"], ["fd/1", "1"], ["stderr", "2"], ["fd/2", "2"]]);

function destinationOf(machine: Machine, operator: string, values: Values, copied: string | undefined): Destination {
  const [file] = values;
  if (copied !== undefined) return copied !== "-" && cellValues(machine, OTHERS) !== undefined ? { kind: "others" } : { kind: "nowhere" };
  return values.length === 1 && file !== undefined && isFile(file) ? { kind: "file", file, append: operator.endsWith(">>") } : { kind: "nowhere" };
}

/** What is read by a number that a redirection copies. */
function readBy(machine: Machine, copied: string): Values {
  return (copied === "-" ? undefined : cellValues(machine, inputBy(Number(copied)))) ?? unknownContents;
}

function redirectInput(machine: Machine, number: number, values: Values, { inputs }: Redirected): void {
  if (number < 0) return;
  const name = inputBy(number);
  if (!inputs.has(name)) inputs.set(name, machine.state.cells.get(name));
  assignValues(machine, name, values);
}

function redirectOutput(machine: Machine, operator: string, destination: Destination, redirected: Redirected): void {
  redirected.output = destination;
  assignValues(machine, STDOUT, destination.kind === "nowhere" ? undefined : ONLY_EMPTY);
  if (destination.kind === "file" && operator.includes("&")) joinTo(machine, redirected);
}

/** The first joining counts: behind `2>&1 > file` the error output still leads to where the standard output led. */
function joinTo(machine: Machine, redirected: Redirected): void {
  if (redirected.outer !== undefined || redirected.inner !== undefined) return;
  redirected[redirected.output === undefined ? "outer" : "inner"] = joinOthers(machine);
}

/** What is written to files by other numbers than that of the standard output is not followed. */
export function forgetContents(machine: Machine, paths: Values): void {
  for (const path of paths) writeFile(machine, path, unknownValues("what is written to the file is not known"), false);
}

/** Lets everything lead to where it led, and puts what was written where it belongs. */
function restore(machine: Machine, before: Cell | undefined, { inputs, output, outer, inner }: Redirected, inputsStay: boolean): void {
  if (!inputsStay) for (const [name, cell] of inputs) assignCell(machine.state, name, cell ?? { kind: "values", values: undefined });
  if (inner !== undefined) leaveOthers(machine, inner);
  if (output !== undefined) {
    const contents = cellValues(machine, STDOUT);
    assignCell(machine.state, STDOUT, before ?? { kind: "values", values: undefined });
    if (contents !== undefined) deliver(machine, contents, output);
  }
  if (outer !== undefined) leaveOthers(machine, outer);
}

function deliver(machine: Machine, contents: Values, destination: Destination): void {
  if (destination.kind === "file") writeFile(machine, destination.file, contents, destination.append);
  else if (destination.kind === "others") write(machine, contents, OTHERS);
}
