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
  const nameStart = lastSlash === NOWHERE ? start : lastSlash + 1;
  const length = end - nameStart;
  if (length === 0) return INVOLVED;
  // Versions, login shells and endings (`ksh93`, `-bash`, `bash.exe`) make names that no list holds.
  const last = text.charCodeAt(end - 1);
  const mayBeShell = isDigit(last) || last === DOT || text.charCodeAt(nameStart) === DASH || (length > 4 && text.charCodeAt(end - 4) === DOT);
  const mayBeListed = length < 32 && ((LISTED_LENGTHS[text.charCodeAt(nameStart)] ?? 0) & (1 << length)) !== 0;
  if (!mayBeShell && !mayBeListed && !hasCapital) return HARMLESS;
  const name = text.slice(nameStart, end);
  if (mayBeShell && (name.endsWith(".exe") || isShell(name))) return INVOLVED;
  // The file system may ignore case.
  return (lastSlash === NOWHERE ? WORDS.get(name) : undefined) ?? PROGRAMS.get(hasCapital ? name.toLowerCase() : name) ?? HARMLESS;
}

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

/** The words of the shell's own, and the programs that are not like any other; of names that stand twice the later counts. */
const WORDS = new Map<string, number>();
const PROGRAMS = new Map<string, number>();
/** For the first character of a listed name, the lengths that such names have, a bit each: most programs can be told from these without a copy of their names. */
const LISTED_LENGTHS = new Int32Array(128);

list(WORDS, BUILTIN_NAMES, INVOLVED);
list(WORDS, RESERVED_WORDS, INVOLVED);
list(WORDS, ["echo", "pwd", "true", ":", "exit", "cd"], HARMLESS);
list(WORDS, ["export"], EXPORT);
list(WORDS, ["set"], SET);
list(WORDS, ["printf"], PRINTF);
list(PROGRAMS, SHELL_NAMES, INVOLVED);
list(PROGRAMS, WRAPPER_NAMES, RUNNER);
list(PROGRAMS, FOLDER_COPIERS, COPIER);
list(PROGRAMS, ARCHIVERS, COPIER);

function list(kinds: Map<string, number>, names: Iterable<string>, kind: number): void {
  for (const name of names) {
    kinds.set(name, kind);
    const code = name.charCodeAt(0);
    LISTED_LENGTHS[code] = (LISTED_LENGTHS[code] ?? 0) | (1 << name.length);
  }
}
