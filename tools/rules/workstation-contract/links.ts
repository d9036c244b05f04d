import { resolvePath, resolveValue } from "../../shell/path.ts";
import type { Command, Fragment, Path, Value, Word } from "../../shell/model.ts";
import { knownText, programNames, wordText } from "./command_line.ts";
import { startingFolders } from "./starting_folders.ts";
import { withLeadingHome } from "./tool_paths.ts";

/** The names that a script itself gives to other places. */
export interface Links {
  readonly known: readonly Link[];
  /** Whether there are more of them than are followed. */
  readonly more: boolean;
}

interface Link {
  /** The resolved path of the name, as `keyOf` writes it, and how many names it has. */
  readonly key: string;
  readonly length: number;
  /** What it leads to, resolved. */
  readonly target: Value;
}

/** The links that a script makes, by `ln -s` or by mounting a folder a second time, whenever it does so. */
export function linksOf(commands: readonly Command[]): Links {
  const found: Search = { links: [], attempts: 0 };
  for (const command of commands) {
    if (!mayLink(command)) continue;
    for (const { target, name, isFolder } of namesGiven(command)) {
      addLinks(found, command, target, name, isFolder);
      if (found.attempts > mostAttempts) return { known: found.links, more: true };
    }
  }
  return found.links.length === 0 ? noLinks : { known: found.links, more: false };
}

export const noLinks: Links = { known: [], more: false };

/** Where a path leads, when it goes through links: one value for each way. */
export function throughLinks(path: Path, links: Links): readonly Value[] {
  if (links === noLinks) return none;
  const found: Value[] = [];
  follow(path, links.known, found, 0);
  if (links.more) found.push(untold);
  return found;
}

interface Search {
  readonly links: Link[];
  attempts: number;
}

const none: readonly never[] = [];
/** No real script comes near these. They bound the work that a hostile one can ask for. */
const mostAttempts = 256;
const longestName = 64;
const longestChain = 4;
const mostWays = 16;

/** A quick test before any word is read. */
function mayLink({ argv }: Command): boolean {
  for (const value of argv[0]?.values ?? none) {
    const last = value[value.length - 1];
    if (last?.kind === "text" && endsInLinker(last.text.toLowerCase())) return true;
  }
  return false;
}

function endsInLinker(program: string): boolean {
  for (const linker of linkers) if (program.endsWith(linker) || program.endsWith(`${linker}.exe`)) return true;
  return false;
}

const linkers = ["ln", "mount", "bindfs"];

function follow(path: Path, links: readonly Link[], found: Value[], depth: number): void {
  if (depth >= longestChain) return;
  const keys: (string | undefined)[] = [];
  for (const link of links) {
    const { length } = link;
    if (length > path.segments.length || found.length >= mostWays) continue;
    if (!(length in keys)) keys[length] = keyOf(path, length);
    if (link.key !== keys[length]) continue;
    const led = withSegments(link.target, path, length);
    found.push(led);
    follow(resolvePath(led, nowhere), links, found, depth + 1);
  }
}

/** A path's start and its first names; undefined where not all of that is known. */
function keyOf({ anchor, user, above, segments }: Path, length: number): string | undefined {
  if (anchor === "unknown" || length > longestName) return undefined;
  let key = `${anchor} ${user ?? ""} ${above}`;
  for (let index = 0; index < length; index += 1) {
    const segment = segments[index];
    if (segment === undefined || segment.pattern) return undefined;
    key += `/${segment.name}`;
  }
  return key;
}

function withSegments(target: Value, { segments }: Path, from: number): Value {
  const value: Fragment[] = [...target];
  for (const { name, pattern } of segments.slice(from)) {
    value.push({ kind: "text", text: "/" }, pattern ? { kind: "unknown", reason: "a name in it is not known" } : { kind: "text", text: name });
  }
  return value;
}

const nowhere: Value = [{ kind: "unknown", reason: "where the link leads is not known" }];
const untold: Value = [{ kind: "unknown", reason: "the script makes more links than are followed" }];

interface NameGiven {
  readonly target: Word;
  /** Undefined for the present folder. */
  readonly name: Word | undefined;
  /** Whether the name is surely a folder, in which the link has the last name of its target. */
  readonly isFolder: boolean;
}

function namesGiven(command: Command): readonly NameGiven[] {
  const names = programNames(command);
  if (names.some((name) => name === "ln" || name === "gln")) return linked(command);
  if (names.includes("bindfs") || (names.includes("mount") && command.argv.some((word) => /^(?:--r?bind|-[BRM]|--move|(?:-o|--options=)?(?:.*,)?r?bind(?:,.*)?)$/.test(wordText(word) ?? "")))) {
    const [target, name] = command.argv.slice(-2);
    return target !== undefined && name !== undefined && command.argv.length > 2 ? [{ target, name, isFolder: false }] : none;
  }
  return none;
}

function linked({ argv }: Command): readonly NameGiven[] {
  const operands: Word[] = [];
  let folder: Word | undefined;
  let isSymbolic = false;
  for (let index = 1; index < argv.length; index += 1) {
    const word = argv[index];
    const text = wordText(word) ?? "";
    if (/^(?:-[A-Za-z]*s[A-Za-z]*|--symbolic)$/.test(text)) isSymbolic = true;
    if (/^(?:-[A-Za-z]*t|--target-directory)$/.test(text)) folder = argv[(index += 1)];
    else if (word !== undefined && (!text.startsWith("-") || text === "-")) operands.push(word);
  }
  if (!isSymbolic) return none;
  if (folder !== undefined) return operands.map((target) => ({ target, name: folder, isFolder: true }));
  if (operands.length === 1) return operands.map((target) => ({ target, name: undefined, isFolder: true }));
  const name = operands.at(-1);
  return operands.slice(0, -1).map((target) => ({ target, name, isFolder: operands.length > 2 }));
}

function addLinks(found: Search, { directories }: Command, target: Word, name: Word | undefined, isFolder: boolean): void {
  for (const given of name === undefined ? presentFolder : name.values) {
    const path = withLeadingHome(given);
    for (const directory of startingFolders(path, directories)) {
      for (const value of target.values) {
        const last = lastName(value);
        // A name that is a folder already takes the link in.
        if (last !== undefined) addLink(found, [...path, { kind: "text", text: `/${last}` }], directory, value);
        if (!isFolder) addLink(found, path, directory, value);
        if (found.attempts > mostAttempts) return;
      }
    }
  }
}

function addLink(found: Search, place: Value, directory: Value, target: Value): void {
  found.attempts += 1;
  const resolved = resolvePath(place, directory);
  const { length } = resolved.segments;
  const key = keyOf(resolved, length);
  if (key === undefined) return;
  const start = resolveValue([...place, { kind: "text", text: "/.." }], directory);
  found.links.push({ key, length, target: resolveValue(withLeadingHome(target), start) });
}

const presentFolder: readonly Value[] = [[{ kind: "text", text: "." }]];

function lastName(value: Value): string | undefined {
  const last = value.at(-1);
  const text = last?.kind === "text" ? last.text.replace(/\/+$/, "") : (knownText(value) ?? "");
  const name = text.slice(text.lastIndexOf("/") + 1);
  return name === "" || name === ".." || name === "." || (value.length > 1 && !text.includes("/")) ? undefined : name;
}
