import { ARCHIVERS } from "../../shell/names.ts";
import { resolvePath, resolveValue } from "../../shell/path.ts";
import type { Command, Path, Value, Word } from "../../shell/model.ts";
import { leftOutBy, storeAt, storeBelow, storeMeant } from "./apple_stores.ts";
import type { LeftOut, StoreOwner } from "./apple_stores.ts";
import { knownText, placeOf, programNames, wordText } from "./command_line.ts";
import { dataArguments } from "./data_arguments.ts";
import { foldersTaken, takesFolders } from "./folder_takers.ts";
import { leftOutWords } from "./left_out.ts";
import { linksOf, throughLinks } from "./links.ts";
import type { Links } from "./links.ts";
import { isNotable } from "./notable.ts";
import { startingFolders, unknownFolder } from "./starting_folders.ts";
import { withLeadingHome } from "./tool_paths.ts";
import { partsOf, percentDecoded, withoutStart } from "./value_parts.ts";

/** A word by which a command reaches a raw store. */
export interface StoreReach {
  readonly owner: StoreOwner;
  readonly value: Value;
  readonly word: Word;
  readonly by: "argument" | "assignment" | "redirection";
}

/** The arguments and redirections of a script that reach a raw store, each word once. */
export function storeReaches(commands: readonly Command[]): StoreReach[] {
  const candidates = commands.filter(mayReach);
  if (candidates.length === 0) return [];
  const found = new Map<string, StoreReach>();
  const depths = depthsOfWords(commands);
  const links = linksOf(commands);
  for (const command of candidates) {
    for (const { target } of command.redirections) reach(target, command.directories, storeAt, "redirection", links, found);
    for (const word of command.assignments ?? none) reach(word, command.directories, storeAt, "assignment", links, found);
    if (command.isFunctionCall === true) continue;
    const skipped = dataArguments(command, links);
    const foldersAt = argumentFolders(command);
    const taken = foldersTaken(command);
    const searchBelow = taken === undefined ? storeAt : searchOfTree(leftOutBy(leftOutWords(command).flatMap(({ patterns }) => patterns)));
    for (const [index, word] of command.argv.entries()) {
      // A wrapper's words are judged where the wrapped command has them.
      if (index === 0 || skipped(index) || (depths.get(placeOf(word)) ?? 0) > command.within.length) continue;
      const folders = taken?.get(index);
      if (folders !== undefined) reach({ ...word, values: folders }, foldersAt(index), searchBelow, "argument", links, found);
      reach(word, foldersAt(index), storeAt, "argument", links, found);
    }
  }
  return [...found.values()];
}

/** Whether a command has a word that can reach a store, a quick test before any path is resolved. What copies whole folders may reach one that it does not name. */
function mayReach(command: Command): boolean {
  const { argv, redirections, assignments = none } = command;
  for (let index = 1; index < argv.length; index += 1) {
    const word = argv[index];
    if (word !== undefined && mayBeStore(word)) return true;
  }
  for (const { target } of redirections) if (mayBeStore(target)) return true;
  for (const word of assignments) if (mayBeStore(word)) return true;
  return programNames(command).some(takesFolders);
}

const none: readonly never[] = [];

type StoreSearch = (path: Path) => StoreOwner | undefined;

function searchOfTree(leftOut: LeftOut): StoreSearch {
  return (path) => storeAt(path) ?? storeBelow(path, leftOut);
}

function reach(word: Word, directories: readonly Value[], search: StoreSearch, by: StoreReach["by"], links: Links, found: Map<string, StoreReach>): void {
  for (const value of word.values) {
    if (search === storeAt && !worthResolving(value)) continue;
    const owner = ownerOf(value, directories, search, links);
    if (owner === undefined) continue;
    const key = placeOf(word);
    if (!found.has(key)) found.set(key, { owner, value, word, by });
    return;
  }
}

function ownerOf(value: Value, directories: readonly Value[], search: StoreSearch, links: Links): StoreOwner | undefined {
  if (isForeignAddress(value)) return undefined;
  for (const candidate of wholePaths(value)) {
    const path = withLeadingHome(candidate);
    for (const directory of startingFolders(path, directories)) {
      const resolved = resolvePath(path, directory);
      const owner = search(resolved);
      if (owner !== undefined) return owner;
      for (const led of throughLinks(resolved, links)) {
        const further = search(resolvePath(led, directory));
        if (further !== undefined) return further;
      }
    }
  }
  for (const piece of pieces(value, namesAndMarks)) {
    // The whole value was judged above, from the folder where it is used.
    const owner = sizeOf(piece) < sizeOf(value) ? pathOwner(piece) : undefined;
    if (owner !== undefined) return owner;
    if (!piece.some((fragment) => fragment.kind === "text" && /\s/.test(fragment.text))) continue;
    for (const smaller of pieces(piece, blanks)) {
      const smallerOwner = pathOwner(smaller);
      if (smallerOwner !== undefined) return smallerOwner;
    }
  }
  return undefined;
}

function sizeOf(value: Value): number {
  let size = 0;
  for (const fragment of value) size += fragment.kind === "text" ? fragment.text.length : 1;
  return size;
}

/** A path-like piece of a longer text: only one with a slash counts. */
function pathOwner(piece: Value): StoreOwner | undefined {
  const first = piece[0];
  const pathLike = (first?.kind === "home" && piece.length > 1) || piece.some((fragment) => fragment.kind === "text" && fragment.text.includes("/"));
  if (!pathLike) return undefined;
  return storeAt(resolvePath(withLeadingHome(piece), unknownFolder));
}

/** The value itself, what follows the first `=` (`--flag=`, `if=`), and what a `file:` address names. */
function wholePaths(value: Value): Value[] {
  const paths = [value];
  const first = value[0];
  if (first?.kind !== "text") return paths;
  const equals = /^[A-Za-z0-9_.@-]+=/.exec(first.text);
  if (equals !== null) paths.push(withoutStart(value, equals[0].length));
  for (const path of [...paths]) {
    const start = path[0];
    const scheme = start?.kind === "text" ? /^(?:file|sqlite|sqlite3):(?:\/\/(?:localhost)?(?=\/))?/i.exec(start.text) : null;
    if (scheme !== null) paths.push(...pieces(withoutStart(path, scheme[0].length), queryMarks).slice(0, 1));
  }
  return paths.flatMap((path) => {
    const decoded = percentDecoded(path);
    return decoded === undefined ? [path] : [path, decoded];
  });
}

const namesAndMarks = /[=:,;@'"`<>|&(){}?#!\n\r\t]+/;
const blanks = /\s+/;
const queryMarks = /[?#]/;

/** The parts of a value between separators, also with their escapes read. */
function pieces(value: Value, separators: RegExp): Value[] {
  return partsOf(value, separators).flatMap((each) => {
    const decoded = percentDecoded(each);
    return decoded === undefined ? [each] : [each, decoded];
  });
}

/** `https://...` and its like name nothing on this machine. */
function isForeignAddress(value: Value): boolean {
  const first = value[0];
  const scheme = first?.kind === "text" ? /^(?:-{0,2}[A-Za-z0-9_.-]+=)?([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(first.text)?.[1]?.toLowerCase() : undefined;
  return scheme !== undefined && !localSchemes.has(scheme);
}

const localSchemes: ReadonlySet<string> = new Set(["file", "sqlite", "sqlite3"]);

function mayBeStore({ values }: Word): boolean {
  for (const value of values) if (worthResolving(value)) return true;
  return false;
}

function worthResolving(value: Value): boolean {
  for (const fragment of value) if (fragment.kind === "glob" || (fragment.kind === "text" && isNotable(fragment.text))) return true;
  return false;
}

/** The folders that each argument may start from. `tar -C folder` enters one, and the operands behind it are taken from there. */
function argumentFolders({ argv, directories }: Command): (index: number) => readonly Value[] {
  const folders: (readonly Value[])[] = [];
  let present = directories;
  if (programNames({ argv }).some((name) => archivers.has(name))) {
    for (const [index, word] of argv.entries()) {
      folders.push(present);
      const before = present;
      const entered = enteredFolders(argv[index - 1], word).flatMap((folder) => startingFolders(folder, before).map((start) => resolveValue(folder, start)));
      if (entered.length > 0) present = entered.slice(0, mostEntered);
    }
  }
  return (index) => folders[index] ?? directories;
}

const mostEntered = 16;

function enteredFolders(before: Word | undefined, word: Word): readonly Value[] {
  if (/^(?:-[A-Za-z]*C|--directory|--cd)$/.test(wordText(before) ?? "")) return word.values.map(withLeadingHome);
  return word.values.flatMap((value) => {
    const option = value[0]?.kind === "text" ? /^(?:-C|--(?:directory|cd)=)/.exec(value[0].text)?.[0] : undefined;
    return option === undefined || (value.length === 1 && knownText(value) === option) ? [] : [withLeadingHome(withoutStart(value, option.length))];
  });
}

const archivers: ReadonlySet<string> = new Set(ARCHIVERS);

/** Whether a script that takes more than it names, by patterns or whole folders, may take a store: one outside the checkout, or one that a pattern is meant for. */
export function mayTakeStore(text: string): boolean {
  return LEAVES_CHECKOUT.test(text) || (PATTERN.test(text) && text.split(/[\s/"'=:]+/).some((name) => PATTERN.test(name) && storeMeant(name.toLowerCase().replaceAll("?", "*")) !== undefined));
}

/** By a home, an expansion, a parent, a `cd`, or a path from the root, which begins with a slash behind no name, or behind the letters of an option (`-C/folder`). */
const LEAVES_CHECKOUT = /[~$]|\.\.|\bcd\b|(?<![\w.])\/|(?:^|\s)-\w*\//;
const PATTERN = /[*?]/;

/** For each place in the script, how deep in wrappers the innermost command is that has a word there. */
function depthsOfWords(commands: readonly Command[]): Map<string, number> {
  const depths = new Map<string, number>();
  for (const { argv, within } of commands) {
    if (within.length === 0) continue;
    for (const word of argv) {
      const key = placeOf(word);
      if ((depths.get(key) ?? 0) < within.length) depths.set(key, within.length);
    }
  }
  return depths;
}
