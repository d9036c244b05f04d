import type { HereDoc, Redirection as SyntaxRedirection } from "unbash";
import type { Redirection, Value } from "./model.ts";
import { restore as restoreEmbedded } from "./embed.ts";
import { expandQuoted, expandValues, TARGET, TEXT } from "./expand.ts";
import { fileContents, isFile, writeFile } from "./files.ts";
import { assignValues, cellValues, placeOf, STDIN, STDOUT, type Machine } from "./machine.ts";
import { assignCell } from "./state.ts";
import { knownText, mapValues, ONLY_EMPTY, product, textValue, unknownValues, type Values } from "./value.ts";

/** Applies redirections to what a command reads and writes. Gives those that open a file, and how to put things back. */
export function redirect(machine: Machine, redirects: readonly SyntaxRedirection[]): { redirections: Redirection[]; restore: () => void } {
  const redirections: Redirection[] = [];
  const { cells } = machine.state;
  const input = cells.get(STDIN);
  const output = cells.get(STDOUT);
  let reads = false;
  let writes = false;
  let written: { readonly file: Value; readonly append: boolean } | undefined;
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
    const copies = (node.operator === "<&" || node.operator === ">&") && values.every((value) => /^(\d+-?|-)$/.test(knownText(value) ?? ""));
    if (!copies) {
      const operator = node.operator === ">&" ? "&>" : node.operator;
      redirections.push({ operator, target: { values, splits: false, ...placeOf(machine, node.target) } });
    }
    if (node.operator.startsWith("<")) {
      if ((descriptor ?? 0) !== 0) continue;
      reads = true;
      assignValues(machine, STDIN, fileContents(machine, values));
    } else if (node.operator.startsWith("&") || (descriptor ?? 1) === 1) {
      if (copies && values.every((value) => knownText(value) === "1")) continue;
      writes = true;
      const file = values[0];
      const known = !copies && values.length === 1 && file !== undefined && isFile(file);
      written = known ? { file, append: node.operator.endsWith(">>") } : undefined;
      assignValues(machine, STDOUT, known ? ONLY_EMPTY : undefined);
    } else if (!copies) forgetContents(machine, values);
  }
  return {
    redirections,
    restore: () => {
      if (reads) assignCell(machine.state, STDIN, input ?? { kind: "values", values: undefined });
      if (!writes) return;
      const contents = cellValues(machine, STDOUT);
      assignCell(machine.state, STDOUT, output ?? { kind: "values", values: undefined });
      if (written !== undefined && contents !== undefined) writeFile(machine, written.file, contents, written.append);
    },
  };
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
