import type { Value, Word } from "./model.ts";
import { FILE_CELL, fileKeys, readFile, readFiles, STANDARD_INPUT, writeFile } from "./files.ts";
import { assignValues, cellValues, charge, STDIN, type Machine } from "./machine.ts";
import { readOptions } from "./options.ts";
import { concatenate, distinct, EMPTY, textValue, union, unknownValues, type Values } from "./value.ts";
import { wildcardMatches } from "./wildcard.ts";
import { baseName, wordText } from "./words.ts";
import type { Wrapper } from "./wrapper.ts";

/** What a program does to the files that the script has written: copies them, leaves them as they are, or writes to them what cannot be known. */
export function changeFiles(machine: Machine, program: string, argv: readonly Word[]): void {
  if (program === "tee") writeInput(machine, argv.slice(1).filter((word) => !(wordText(word) ?? "").startsWith("-")), argv.some((word) => /^(-a|--append)$/.test(wordText(word) ?? "")));
  else if (program === "dd") copyBlocks(machine, argv);
  else if (COPIERS.has(program)) copyFiles(machine, program, argv);
  else if (machine.hasFiles) {
    if (EDITORS.has(program) ? argv.some((word) => IN_PLACE.test(wordText(word) ?? "")) : !READERS.has(program)) forgetFiles(machine, argv.slice(1), EDITORS.has(program));
  }
}

const COPIERS: ReadonlySet<string> = new Set(["cp", "gcp", "mv", "ln", "install"]);

/** They write to the files they are given where an option says so. */
const EDITORS: ReadonlySet<string> = new Set(["sed", "gsed", "perl", "ruby", "awk", "gawk", "yq"]);
const IN_PLACE = /^-(?:-in-?place|[^-]*i)/;

/** They only read or mark the files they are given. */
const READERS: ReadonlySet<string> = new Set([
  "cat", "chmod", "chown", "chgrp", "touch", "ls", "stat", "file", "test", "[", "grep", "egrep", "fgrep", "rg", "head", "tail", "wc", "cut", "diff", "cmp", "less", "more", "od", "xxd", "base64", "md5sum", "sha1sum", "sha256sum", "sha512sum", "shasum",
  "cksum", "shellcheck", "mkdir", "rm", "rmdir", "basename", "dirname", "realpath", "readlink", "which", "tar", "zip", "rsync", "scp",
]);

function writeInput(machine: Machine, words: readonly Word[], append: boolean): void {
  const input = cellValues(machine, STDIN);
  for (const word of words) for (const path of word.values) if (input !== undefined || readFile(machine, path) !== undefined) writeFile(machine, path, input ?? NOT_KNOWN, append);
}

const NOT_KNOWN = unknownValues("another program may have written to the file");

/** `dd if=file of=file`. */
function copyBlocks(machine: Machine, argv: readonly Word[]): void {
  const operand = (name: string): Values => argv.slice(1).flatMap((word) => word.values.flatMap((value) => valueBehind(value, name) ?? []));
  const from = operand("if=");
  const input = from.length === 0 ? cellValues(machine, STDIN) : readFiles(machine, from);
  for (const path of operand("of=")) writeCopy(machine, path, input, true);
}

/** The value behind `name=`, as a list of one. */
function valueBehind(value: Value, name: string): Values | undefined {
  const first = value[0];
  return first?.kind === "text" && first.text.startsWith(name) ? [concatenate(textValue(first.text.slice(name.length)), value.slice(1))] : undefined;
}

const COPY_OPTIONS: Wrapper = { values: "tS", longValues: ["target-directory", "suffix", "backup", "mode", "owner", "group"] };
const INSTALL_OPTIONS: Wrapper = { ...COPY_OPTIONS, values: "tSmog" };

function copyFiles(machine: Machine, program: string, argv: readonly Word[]): void {
  const operands: Word[] = [];
  let folder: Values | undefined;
  let hasOptions = true;
  for (let index = 1; index < argv.length; ) {
    const word = argv[index];
    const text = wordText(word) ?? "";
    if (word === undefined || !hasOptions || !/^-./.test(text)) {
      if (word !== undefined) operands.push(word);
      index++;
    } else if (text === "--") {
      hasOptions = false;
      index++;
    } else {
      const read = readOptions(program === "install" ? INSTALL_OPTIONS : COPY_OPTIONS, argv, index, text);
      for (const { name, value } of read.options) if ((name === "t" || name === "target-directory") && value !== undefined) folder = value.from === 0 ? value.word.values : [textValue((wordText(value.word) ?? "").slice(value.from))];
      index = read.next;
    }
  }
  const last = folder === undefined && operands.length > 1 ? operands.pop() : undefined;
  const targets = folder ?? last?.values ?? [textValue(".")];
  for (const source of operands) {
    const contents = STANDARD_INPUT.has(wordText(source) ?? "") ? cellValues(machine, STDIN) : readFiles(machine, source.values);
    for (const target of targets) {
      charge(machine, source.values.length);
      const inside = source.values.flatMap((path) => insideOf(target, path));
      if (last === undefined || operands.length > 1 || isFolder(target)) for (const path of inside) writeCopy(machine, path, contents, inside.length === 1 && targets.length === 1);
      else {
        // A file that is known is no folder.
        if (readFile(machine, target) === undefined) for (const path of inside) writeCopy(machine, path, contents, false);
        writeCopy(machine, target, contents, targets.length === 1);
      }
    }
  }
}

function isFolder(path: Value): boolean {
  const last = path[path.length - 1];
  return last !== undefined && (last.kind === "text" ? /(?:^|\/)\.{0,2}$/.test(last.text) : last.kind !== "unknown");
}

function insideOf(folder: Value, path: Value): Values {
  const name = baseName(path);
  return name === undefined ? [] : [concatenate(folder, textValue(`/${name}`))];
}

/** What is copied from elsewhere is of interest only where it takes the place of what is known. */
function writeCopy(machine: Machine, path: Value, contents: Values | undefined, isCertain: boolean): void {
  const before = readFile(machine, path);
  if (contents === undefined && before === undefined) return;
  writeFile(machine, path, isCertain ? (contents ?? NOT_KNOWN) : union(before ?? [], contents ?? NOT_KNOWN), false);
}

/** What the files hold that the words name is no longer known. */
function forgetFiles(machine: Machine, words: readonly Word[], isEditor: boolean): void {
  charge(machine, words.length);
  for (const { values } of words) {
    for (const value of values) {
      const first = value[0];
      const sign = first?.kind === "text" ? first.text.indexOf("=") + 1 : 0;
      for (const path of sign > 0 && first?.kind === "text" ? distinct([value, ...(valueBehind(value, first.text.slice(0, sign)) ?? [])]) : [value]) {
        if (path.some(({ kind }) => kind === "glob" || (kind === "unknown" && isEditor))) forgetMatching(machine, path);
        else if (path.length > 0 && readFile(machine, path) !== undefined) writeCopy(machine, path, undefined, values.length === 1);
      }
    }
  }
}

/** Stands for any text in a path. */
const ANYTHING = "\uE002";

/** The same for those that a pattern, or a path that is not wholly known, may mean. */
function forgetMatching(machine: Machine, path: Value): void {
  let shown: Value = EMPTY;
  for (const fragment of path) shown = concatenate(shown, fragment.kind === "glob" || fragment.kind === "unknown" ? textValue(ANYTHING) : [fragment]);
  charge(machine, machine.state.cells.size);
  for (const key of fileKeys(machine, shown)) {
    const pattern = path[0]?.kind === "unknown" ? ANYTHING : key;
    for (const [name, cell] of [...machine.state.cells]) {
      if (name.startsWith(FILE_CELL) && cell.kind === "values" && wildcardMatches(pattern, name, ANYTHING)) assignValues(machine, name, union(cell.values ?? [], NOT_KNOWN));
    }
  }
}
