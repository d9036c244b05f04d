import type { Value } from "./model.ts";
import { cellValues, directoryOf, inputBy, type Machine } from "./machine.ts";
import { resolveValue } from "./path.ts";
import { assignCell } from "./state.ts";
import { knownText, mapValues, ONLY_EMPTY, product, union, unknownValue, unknownValues, valueKey, type Values } from "./value.ts";

/**
 * What the script itself has written to files, so that a file that it writes and then runs is no hiding place. Files are told apart by
 * their resolved path; a path with an unknown part is the same as one with the same unknown part.
 */
export const FILE_CELL = "file ";

/** Paths that lead to what is read. */
export const STANDARD_INPUT: ReadonlySet<string> = new Set(["/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]);
const NOT_FILES = /^\/(dev|proc|sys)\//;
const DESCRIPTOR = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;
const NOT_KNOWN = "what a file holds is not known";
export const unknownContents: Values = unknownValues(NOT_KNOWN);
/** What stands in a file before what is put behind it: most likely whole lines, or nothing. */
const EARLIER_LINES: Values = [unknownValue(NOT_KNOWN), [...unknownValue(NOT_KNOWN), { kind: "text", text: "\n" }]];

/** Whether something written to this path can be read from it again. */
export function isFile(value: Value): boolean {
  return !NOT_FILES.test(knownText(value) ?? "") && !value.some((fragment) => fragment.kind === "glob");
}

export function writeFile(machine: Machine, path: Value, contents: Values, append: boolean): void {
  if (!isFile(path)) return;
  machine.hasFiles = true;
  for (const name of fileKeys(machine, path)) {
    const before = append ? (readCell(machine, name) ?? EARLIER_LINES) : undefined;
    assignCell(machine.state, name, { kind: "values", values: before === undefined ? contents : product(before, contents) });
  }
}

/** What is known of a file's text; undefined for a file that the script has not written. */
export function readFile(machine: Machine, path: Value): Values | undefined {
  const substituted = machine.substitutions.get(path[0]);
  if (substituted !== undefined && path.length === 1) return substituted;
  if (knownText(path) === "/dev/null") return ONLY_EMPTY;
  const number = DESCRIPTOR.exec(knownText(path) ?? "")?.[1];
  if (number !== undefined) return cellValues(machine, inputBy(Number(number)));
  let values: Values | undefined;
  for (const name of fileKeys(machine, path)) {
    const held = readCell(machine, name);
    if (held !== undefined) values = values === undefined ? held : union(values, held);
  }
  return values;
}

/** The texts of files, where those of some are known. */
export function readFiles(machine: Machine, paths: Values): Values | undefined {
  let values: Values | undefined;
  for (const path of paths) {
    const held = readFile(machine, path);
    if (held !== undefined) values = values === undefined ? held : union(values, held);
  }
  return values;
}

/**
 * The commands that the script has written to files. What stood there before is a file like any other that is run by its name, and says no more of
 * what runs.
 */
export function writtenCommands(machine: Machine, paths: Values): Values | undefined {
  const texts = readFiles(machine, paths);
  if (paths.some((path) => DESCRIPTOR.test(knownText(path) ?? ""))) return texts ?? unknownValues("what stands behind a number of an open file is not known");
  return texts && mapValues(texts, (text) => (text[0]?.kind === "unknown" && text[0].reason === NOT_KNOWN ? text.slice(1) : text));
}

/** What a program reads from files. */
export function fileContents(machine: Machine, paths: Values): Values {
  let values: Values = [];
  for (const path of paths) values = union(values, readFile(machine, path) ?? unknownContents);
  return values;
}

function readCell(machine: Machine, name: string): Values | undefined {
  const cell = machine.state.cells.get(name);
  return cell?.kind === "values" && cell.values !== undefined && cell.values.length > 0 ? cell.values : undefined;
}

/** Where what is known of a file stands in the state. */
export function fileKeys(machine: Machine, path: Value): string[] {
  return directoryOf(machine).map((directory) => FILE_CELL + valueKey(resolveValue(path, directory)));
}

const SHELL_LINE = /^#![ \t]*\S*\/(?:env[ \t]+(?:-S[ \t]*)?)?(?:\S*\/)?(?:ba|da|a|z|k|mk)?sh\b/;

/** Whether a file with this text, run by its path, is run by a shell. */
export function isShellText(value: Value): boolean {
  const first = value[0];
  return first?.kind !== "text" || !first.text.startsWith("#!") || SHELL_LINE.test(first.text);
}
