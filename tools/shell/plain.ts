import { BUILTINS } from "./builtins.ts";
import type { Command, Fragment, Script, Value, Word } from "./model.ts";
import { isShell } from "./shells.ts";
import { WRAPPERS } from "./wrappers.ts";

/**
 * Analyses a script that is nothing but lines of plain words, which is what most steps are: no quotes, escapes, expansions, operators,
 * patterns, comments or assignments, and no program that runs another or changes the shell. Undefined for every other script; for these
 * the result is the one that the interpreter gives.
 */
export function plainScript(text: string): Script | undefined {
  if (!isPlainScript(text)) return undefined;
  const commands: Command[] = [];
  let argv: Word[] = [];
  let start = -1;
  for (let index = 0; index <= text.length; index++) {
    const kind = index < text.length ? CHARACTERS[text.charCodeAt(index)] : LINE_END;
    if (kind === WORD || kind === HOME_SIGN) {
      if (start < 0) start = index;
      continue;
    }
    if (start >= 0) {
      argv.push({ values: [plainValue(text.slice(start, index))], splits: false, start, end: index });
      start = -1;
    }
    if (kind === LINE_END && argv.length > 0) {
      const first = argv[0];
      const last = argv[argv.length - 1];
      commands.push({ argv, redirections: NOTHING, directories: CHECKOUT, within: NOTHING, start: first?.start ?? 0, end: last?.end ?? 0 });
      argv = [];
    }
  }
  return { commands, problems: NOTHING, dynamic: NOTHING };
}

/** Whether a script is such lines of plain words. What its programs receive is then what stands in its text, and nothing else. */
export function isPlainScript(text: string): boolean {
  let start = -1;
  let lineHasProgram = false;
  const { length } = text;
  for (let index = 0; index <= length; index++) {
    const code = index < length ? text.charCodeAt(index) : NEWLINE;
    const kind = code < 128 ? CHARACTERS[code] : FOREIGN;
    if (kind === WORD) {
      if (start < 0) start = index;
    } else if (kind === HOME_SIGN) {
      if (start >= 0 || !isHomeAlone(text, index + 1)) return false;
      start = index;
    } else if (kind === BLANK || kind === LINE_END) {
      if (start >= 0 && !lineHasProgram) {
        if (!isPlainProgram(text.slice(start, index))) return false;
        lineHasProgram = true;
      }
      start = -1;
      if (kind === LINE_END) lineHasProgram = false;
    } else return false;
  }
  return true;
}

const NOTHING: readonly never[] = [];
const CHECKOUT: readonly Value[] = [[{ kind: "workspace" }]];
const HOME: Fragment = { kind: "home", user: undefined };

const NEWLINE = 10;
const FOREIGN = 0;
const WORD = 1;
const BLANK = 2;
const LINE_END = 3;
const HOME_SIGN = 4;

const CHARACTERS = new Uint8Array(128);
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:,@%+-=") CHARACTERS[character.charCodeAt(0)] = WORD;
for (const character of " \t") CHARACTERS[character.charCodeAt(0)] = BLANK;
CHARACTERS[NEWLINE] = LINE_END;
CHARACTERS["~".charCodeAt(0)] = HOME_SIGN;

/** Whether the `~` before this index is a home folder of the user's own: a whole word, or followed by a slash. */
function isHomeAlone(text: string, index: number): boolean {
  return index >= text.length || text.charAt(index) === "/" || text.charAt(index) === " " || text.charAt(index) === "\t" || text.charAt(index) === "\n";
}

function plainValue(word: string): Value {
  if (word.charCodeAt(0) !== 126) return [{ kind: "text", text: word }];
  return word.length === 1 ? [HOME] : [HOME, { kind: "text", text: word.slice(1) }];
}

const RESERVED: ReadonlySet<string> = new Set([
  "if", "then", "else", "elif", "fi", "time", "for", "in", "until", "while", "do", "done", "case", "esac", "coproc", "select", "function",
]);

/** Builtins that change nothing and only write. */
const HARMLESS: ReadonlySet<string> = new Set(["echo", "pwd", "true", ":"]);

/** Whether a program of this name runs nothing else and leaves the shell as it is. */
function isPlainProgram(word: string): boolean {
  if (word.includes("=") || RESERVED.has(word)) return false;
  const name = word.slice(word.lastIndexOf("/") + 1);
  if (name === "" || name === "~" || name.endsWith(".exe") || WRAPPERS.has(name) || isShell(name)) return false;
  return !BUILTINS.has(word) || HARMLESS.has(word);
}
