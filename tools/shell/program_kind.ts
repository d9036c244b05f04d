import { DASH, DOT, isDigit, NOWHERE } from "./characters.ts";
import { ARCHIVERS, BUILTIN_NAMES, FOLDER_COPIERS, FOLDER_MOUNTERS, isShell, RESERVED_WORDS, SHELL_NAMES, WRAPPER_NAMES } from "./names.ts";
import { wrapperNamed } from "./wrappers.ts";

/** What kind of program a name is, as far as reading a simple script goes. */

/** It runs nothing else and leaves the shell as it is, or at its end; behind `cd` names stand as they stood. */
export const HARMLESS = 0;
/** It copies whole folders, and is harmless otherwise. */
export const COPIER = 1;
const EXPORT = 2;
const SET = 3;
const PRINTF = 4;
/** It runs another program if a subcommand says so, as `npm exec` does. */
export const RUNNER = 5;
/** It runs others, or changes the shell. */
export const INVOLVED = 6;

/** The kind of the program whose word stands from `start` to `end`, with its last slash at `lastSlash`. */
export function programKind(text: string, start: number, end: number, lastSlash: number, hasCapital: boolean): number {
  const name = text.slice(lastSlash === NOWHERE ? start : lastSlash + 1, end);
  if (name === "") return INVOLVED;
  // Versions, login shells and endings (`ksh93`, `-bash`, `bash.exe`) make names that no list holds.
  const last = text.charCodeAt(end - 1);
  const mayBeShell = isDigit(last) || last === DOT || name.charCodeAt(0) === DASH || (name.length > 4 && text.charCodeAt(end - 4) === DOT);
  if (mayBeShell && (name.endsWith(".exe") || isShell(name))) return INVOLVED;
  const kind = lastSlash === NOWHERE ? wordKind(name) : undefined;
  // The file system may ignore case.
  return kind ?? listedKind(hasCapital ? name.toLowerCase() : name);
}

/** The kind of a word that is the shell's own; undefined for any other. */
function wordKind(name: string): number | undefined {
  switch (name) {
    case "echo":
    case "pwd":
    case "true":
    case ":":
    case "exit":
    case "cd":
      return HARMLESS;
    case "export":
      return EXPORT;
    case "set":
      return SET;
    case "printf":
      return PRINTF;
    default:
      return words.has(name) ? INVOLVED : undefined;
  }
}

/** The kind of a program by its base name in lower case. */
function listedKind(name: string): number {
  if (copiers.has(name)) return COPIER;
  if (wrappers.has(name)) return RUNNER;
  return SHELL_NAMES.has(name) ? INVOLVED : HARMLESS;
}

const words: ReadonlySet<string> = new Set([...BUILTIN_NAMES, ...RESERVED_WORDS]);
const copiers: ReadonlySet<string> = new Set([...FOLDER_COPIERS, ...ARCHIVERS]);
const wrappers: ReadonlySet<string> = new Set(WRAPPER_NAMES);

/** What makes a runner run another program. */
export interface Runner {
  /** Words of which one begins what it runs, wherever it stands. */
  readonly running: readonly string[];
  /** Options that hold a script. */
  readonly texts: readonly string[];
  /** Whether it gives whole folders to what it runs, or copies them. */
  readonly takesFolders: boolean;
}

/** How a runner runs others, by its path; undefined for one that runs them whatever its words are. */
export function runnerNamed(path: string): Runner | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const wrapper = wrapperNamed(name);
  if (wrapper?.subcommands === undefined || wrapper.special !== undefined) return undefined;
  const { subcommands, groups = [], begins = [], variants, texts = [] } = wrapper;
  return { running: [...subcommands, ...groups, ...begins, ...(variants?.keys() ?? [])], texts, takesFolders: FOLDER_MOUNTERS.some((mounter) => mounter === name) };
}

/** Whether a word of a runner may make it run another program: by its name, an abbreviation of it, or a letter among others. */
export function mayRun({ running, texts }: Runner, word: string): boolean {
  if (running.includes(word)) return true;
  if (texts.length === 0 || !word.startsWith("-")) return false;
  const sign = word.indexOf("=");
  const name = word.startsWith("--") ? word.slice(2, sign === -1 ? undefined : sign) : undefined;
  return texts.some((text) => (name === undefined ? text.length === 1 && word.includes(text) : text.startsWith(name)));
}
