import type { HereDoc, Redirection as SyntaxRedirection } from "unbash";
import type { Redirection, Value } from "./model.ts";
import { restore as restoreEmbedded } from "./embed.ts";
import { expandQuoted, expandValues, TARGET, TEXT } from "./expand.ts";
import { fileContents, isFile, writeFile } from "./files.ts";
import { write } from "./directories.ts";
import { assignValues, cellValues, OTHERS, placeOf, STDIN, STDOUT, type Machine } from "./machine.ts";
import { assignCell, type Cell } from "./state.ts";
import { knownText, mapValues, ONLY_EMPTY, product, textValue, union, unknownValues, type Values } from "./value.ts";

/** Applies redirections to what a command reads and writes. Gives those that open a file, and how to put things back. */
export function redirect(machine: Machine, redirects: readonly SyntaxRedirection[]): { redirections: Redirection[]; restore: () => void } {
  const redirections: Redirection[] = [];
  const { cells } = machine.state;
  const input = cells.get(STDIN);
  const output = cells.get(STDOUT);
  let reads = false;
  let writes = false;
  let written: { readonly file: Value; readonly append: boolean } | undefined;
  let toOthers = false;
  let joined: JoinedOutput | undefined;
  for (const node of redirects) {
    if (node.type === "HereDoc" || node.type === "HereString") {
      const values = node.type === "HereDoc" ? hereDocument(machine, node) : product(node.target === undefined ? ONLY_EMPTY : expandValues(machine, node.target, TEXT), [textValue("\n")]);
      if (node.descriptor !== undefined && !(node.descriptor.type === "FileDescriptor" && node.descriptor.value === 0)) continue;
      reads = true;
      assignValues(machine, STDIN, values);
      continue;
    }
    if (node.target === undefined) continue;
    const values = expandValues(machine, node.target, TARGET);
    const descriptor = node.descriptor?.type === "FileDescriptor" ? node.descriptor.value : node.descriptor === undefined ? undefined : -1;
    const copied = copiedNumber(node.operator, values);
    const copies = copied !== undefined;
    if (!copies) {
      const operator = node.operator === ">&" ? "&>" : node.operator;
      redirections.push({ operator, target: { values, splits: false, ...placeOf(machine, node.target) } });
    }
    if (node.operator.startsWith("<")) {
      if ((descriptor ?? 0) !== 0) continue;
      reads = true;
      assignValues(machine, STDIN, fileContents(machine, values));
    } else if (node.operator.startsWith("&") || (descriptor ?? 1) === 1) {
      if (copied === "1") continue;
      writes = true;
      const file = values[0];
      const known = !copies && values.length === 1 && file !== undefined && isFile(file);
      written = known ? { file, append: node.operator.endsWith(">>") } : undefined;
      toOthers = copies && copied !== "-" && cellValues(machine, OTHERS) !== undefined;
      assignValues(machine, STDOUT, known || toOthers ? ONLY_EMPTY : undefined);
      if (known && node.operator.includes("&")) joined ??= joinOthers(machine, true);
    } else if (copied === "1") joined ??= joinOthers(machine, writes);
    else if (!copies) forgetContents(machine, values);
  }
  return {
    redirections,
    restore: () => {
      if (reads) assignCell(machine.state, STDIN, input ?? { kind: "values", values: undefined });
      if (joined?.inner === true) leaveOthers(machine, joined);
      if (writes) {
        const contents = cellValues(machine, STDOUT);
        assignCell(machine.state, STDOUT, output ?? { kind: "values", values: undefined });
        if (contents !== undefined && written !== undefined) writeFile(machine, written.file, contents, written.append);
        else if (contents !== undefined && toOthers) write(machine, contents, OTHERS);
      }
      if (joined?.inner === false) leaveOthers(machine, joined);
    },
  };
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

/** Other numbers that lead to where the standard output leads: the one that stands behind the redirections, or the one before them. */
export interface JoinedOutput {
  readonly inner: boolean;
  readonly before: Cell | undefined;
}

export function joinOthers(machine: Machine, inner: boolean): JoinedOutput | undefined {
  if (cellValues(machine, STDOUT) === undefined) return undefined;
  const before = machine.state.cells.get(OTHERS);
  assignValues(machine, OTHERS, ONLY_EMPTY);
  return { inner, before };
}

/** Puts what was written by the other numbers to the standard output. Which of the two came first is not known. */
export function leaveOthers(machine: Machine, { before }: JoinedOutput): void {
  const others = cellValues(machine, OTHERS) ?? ONLY_EMPTY;
  const output = cellValues(machine, STDOUT) ?? ONLY_EMPTY;
  assignCell(machine.state, OTHERS, before ?? { kind: "values", values: undefined });
  assignValues(machine, STDOUT, union(product(output, others), product(others, output)));
}

/** What is written to files by other numbers than that of the standard output is not followed. */
export function forgetContents(machine: Machine, paths: Values): void {
  for (const path of paths) writeFile(machine, path, unknownValues("what is written to the file is not known"), false);
}

function hereDocument(machine: Machine, node: HereDoc): Values {
  const { parts, text } = node.body;
  const quoted = node.delimiter?.quoted === true;
  let values: Values;
  if (!quoted && parts !== undefined) values = expandQuoted(machine, parts);
  else values = [restoreEmbedded(quoted ? text : text.replace(/\\([$`\\])|\\\n/g, "$1"), machine.frame.embedded)];
  return node.operator === "<<-" ? mapValues(values, withoutTabs) : values;
}

/** `<<-` takes the tabs from the start of each line. */
function withoutTabs(value: Value): Value {
  return value.map((fragment, index) => {
    if (fragment.kind !== "text") return fragment;
    const text = fragment.text.replace(/\n\t+/g, "\n");
    return { kind: "text", text: index === 0 ? text.replace(/^\t+/, "") : text };
  });
}
