import { ARCHIVERS, BUILTIN_NAMES, FOLDER_COPIERS, isShell, RESERVED_WORDS, SHELL_NAMES, WRAPPER_NAMES } from "./names.ts";
import { wrapperNamed } from "./wrappers.ts";

/**
 * Where the words of a simple script stand. Simple is what most steps are: lines of commands, joined by `&&`, `||`, `|` or `;`, with quotes,
 * comments, redirected output, assignments, and expansions that put a text into a word. Each program is written out, runs no other and
 * leaves the shell as it is, so such a script parses, and holds no dynamic command. Whatever is unusual is left to the interpreter.
 *
 * An outline is made in one pass over the text, and is good until the next is made: they share one memory.
 */
export interface Outline {
  readonly text: string;
  /** How many items there are; item `n` is of kind `items[3 * n]` and stands from `items[3 * n + 1]` to `items[3 * n + 2]`. */
  readonly count: number;
  readonly items: Int32Array;
  /** Whether some word is put together from pieces, so that it does not stand in the text as its program receives it. */
  readonly hasComposed: boolean;
  /** Whether a program copies whole folders. */
  readonly copies: boolean;
}

/** The kinds of items. */
export const PROGRAM = 1;
/** A word that stands as it is. */
export const LITERAL = 2;
/** A word that begins with `~`, the user's own home, and goes on as it stands. */
export const HOME = 3;
/** A word in one pair of quotes, with nothing in them that the shell reads. */
export const QUOTED = 4;
/** A word of several pieces, or with an expansion. */
export const COMPOSED = 5;
/** `NAME=value`, before a program or alone. */
export const ASSIGNMENT = 6;
/** `>` or `>>`; the next item is the file. */
export const REDIRECTION = 7;
/** What ends a command: it stands from behind the command's last word to behind the operator, if there is one. */
export const SEPARATOR = 8;

const LONGEST_TEXT = 16_384;
const MOST_ITEMS = 4096;
const items = new Int32Array(3 * MOST_ITEMS);

/** How far a command has come. */
const NOTHING = 0;
const ASSIGNED = 1;
const ARGUMENTS = 2;
/** Behind `export`: assignments only. */
const EXPORT = 3;
/** Behind `set`: the usual settings only. */
const SETTINGS = 4;
/** Behind a program that runs others by a subcommand, as `npm exec` does: a word that is none of them, */
const SUBCOMMAND = 5;
/** or behind an option of such a program, which may take the next word for itself: no word that is one of them. */
const RUNNER_OPTIONS = 6;
/** Behind `printf`: a format, no option. */
const FORMAT = 7;
const UNREADABLE = -1;

/**
 * The outline of a script; undefined for a script that is not simple. A rough one leaves out arguments that stand as they are, which takes half
 * the time.
 */
export function outlineOf(text: string, isRough = false): Outline | undefined {
  const { length } = text;
  if (length > LONGEST_TEXT) return undefined;
  copies = false;
  let count = 0;
  let index = 0;
  let state = NOTHING;
  let isJoined = false;
  let hasComposed = false;
  /** Behind the last word. */
  let behind = 0;
  /** Whether a program is given by a path, which may be that of a file that the script wrote. */
  let hasPath = false;
  let writes = false;
  for (;;) {
    const kind = index < length ? kindAt(text, index) : LINE_END;
    if (kind === BLANK) {
      index += 1;
      continue;
    }
    if (count + 2 >= MOST_ITEMS) return undefined;
    if (kind === LINE_END) {
      if (isJoined && state === NOTHING) return undefined;
      if (state !== NOTHING) count = put(count, SEPARATOR, behind, index);
      if (index >= length) return hasPath && writes ? undefined : { text, count, items, hasComposed, copies };
      index += 1;
      state = NOTHING;
      isJoined = false;
    } else if (kind === HASH) {
      const end = text.indexOf("\n", index);
      index = end === -1 ? length : end;
    } else if (kind === BACKSLASH) {
      // A line that goes on: only behind a blank, where it ends no word.
      if (index + 1 >= length || kindAt(text, index + 1) !== LINE_END || index === 0 || kindAt(text, index - 1) !== BLANK) return undefined;
      index += 2;
    } else if (kind === OPERATOR) {
      const size = operatorSize(text, index);
      if (state === NOTHING || size === 0) return undefined;
      count = put(count, SEPARATOR, behind, index + size);
      const isList = text.charCodeAt(index) === SEMICOLON;
      if (size === 1 && !isList) writes = true;
      isJoined = !isList;
      index += size;
      state = NOTHING;
    } else if (kind === GREATER) {
      // A command could begin with a redirection; none does.
      if (state !== ARGUMENTS && state !== RUNNER_OPTIONS) return undefined;
      const end = redirectionEnd(text, index);
      if (end === UNREADABLE) return undefined;
      writes = true;
      if (text.charCodeAt(end - 1) === GREATER_SIGN) {
        count = put(count, REDIRECTION, index, end);
        index = end;
        while (index < length && kindAt(text, index) === BLANK) index += 1;
        const word = wordKind(text, index);
        if (word === UNREADABLE) return undefined;
        count = put(count, word, index, wordEnd);
        if (word === COMPOSED) hasComposed = true;
        index = wordEnd;
      } else index = end;
      behind = index;
    } else if (isRough && state === ARGUMENTS && kind === ORDINARY && isWholeWord(text, index)) {
      index = wholeWords.lastIndex;
    } else if (state === ARGUMENTS) {
      const word = wordKind(text, index);
      if (word === UNREADABLE) return undefined;
      // `2>` names the descriptor.
      if (word !== LITERAL || !isDescriptor(text, index, wordEnd)) {
        count = put(count, word, index, wordEnd);
        if (word === COMPOSED) hasComposed = true;
      }
      index = behind = wordEnd;
    } else if (state === SETTINGS) {
      const word = wordKind(text, index);
      if (word !== LITERAL || !isUsualSetting(text.slice(index, wordEnd))) return undefined;
      count = put(count, LITERAL, index, wordEnd);
      index = behind = wordEnd;
    } else if (state === SUBCOMMAND || state === RUNNER_OPTIONS) {
      if (wordKind(text, index) !== LITERAL || running.includes(text.slice(index, wordEnd))) return undefined;
      if (!isDescriptor(text, index, wordEnd)) {
        if (text.charCodeAt(index) !== DASH) state = state === SUBCOMMAND ? ARGUMENTS : state;
        else if (mayHoldText(text.slice(index, wordEnd))) return undefined;
        else state = RUNNER_OPTIONS;
        count = put(count, LITERAL, index, wordEnd);
      }
      index = behind = wordEnd;
    } else if (state === FORMAT) {
      const word = wordKind(text, index);
      if ((word !== LITERAL && word !== QUOTED) || text.charCodeAt(word === QUOTED ? index + 1 : index) === DASH || isDescriptor(text, index, wordEnd)) return undefined;
      count = put(count, word, index, wordEnd);
      index = behind = wordEnd;
      state = ARGUMENTS;
    } else {
      const start = commandWord(text, index);
      if (start === UNREADABLE) return undefined;
      if (start === ASSIGNMENT) {
        const value = wordEnd + 1;
        if (isShellVariable(text.slice(index, wordEnd))) return undefined;
        const isEmpty = value >= length || endsCommandWord(kindAt(text, value));
        const word = isEmpty ? LITERAL : wordKind(text, value);
        if (word === UNREADABLE) return undefined;
        if (isEmpty) wordEnd = value;
        count = put(count, ASSIGNMENT, index, wordEnd);
        if (word === COMPOSED) hasComposed = true;
        index = behind = wordEnd;
        if (state === NOTHING) state = ASSIGNED;
      } else {
        const end = wordEnd;
        if (state === EXPORT || (end < length && !endsCommandWord(kindAt(text, end)))) return undefined;
        const next = stateBehind(text, index, end);
        if (next === UNREADABLE || (next !== ARGUMENTS && state === ASSIGNED)) return undefined;
        if (lastSlash !== UNREADABLE) hasPath = true;
        count = put(count, PROGRAM, index, end);
        index = behind = end;
        state = next;
      }
    }
  }
}

function put(count: number, kind: number, start: number, end: number): number {
  const at = 3 * count;
  items[at] = kind;
  items[at + 1] = start;
  items[at + 2] = end;
  return count + 1;
}

/** The kinds of characters, as the shell reads them outside quotes. */
const OTHER = 0;
const ORDINARY = 1;
const BLANK = 2;
const LINE_END = 3;
const TILDE = 4;
const DOUBLE = 5;
const SINGLE = 6;
const DOLLAR = 7;
const HASH = 8;
const OPERATOR = 9;
const GREATER = 10;
const BACKSLASH = 11;

const PLUS = 43;
const DASH = 45;
const DOT = 46;
const SLASH = 47;
const SEMICOLON = 59;
const EQUALS_SIGN = 61;
const GREATER_SIGN = 62;
const AMPERSAND = 38;
const OPENING = 40;
const CLOSING = 41;
const OPENING_BRACE = 123;
const CLOSING_BRACE = 125;

const KINDS = new Uint8Array(128);
/** What may stand between quotes and mean itself: 1 in either kind, 2 in single ones only. */
const QUOTABLE = new Uint8Array(128);
const NAME_CHARACTERS = new Uint8Array(128);
for (let code = 32; code < 127; code += 1) QUOTABLE[code] = 1;
for (const [characters, kind] of [
  ["abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./:,@%+-=", ORDINARY], [" \t", BLANK], ["\n", LINE_END], ["~", TILDE], ['"', DOUBLE], ["'", SINGLE], ["$", DOLLAR], ["#", HASH], ["&|;", OPERATOR],
  [">", GREATER], ["\\", BACKSLASH],
] as const) {
  for (const character of characters) KINDS[character.charCodeAt(0)] = kind;
}
for (const character of "\t\n") QUOTABLE[character.charCodeAt(0)] = 1;
for (const character of '"$\\`') QUOTABLE[character.charCodeAt(0)] = 2;
for (const character of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") NAME_CHARACTERS[character.charCodeAt(0)] = 1;

function kindAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (KINDS[code] ?? OTHER) : OTHER;
}

/** Whether a character of this kind may stand behind a word. */
function endsWord(kind: number): boolean {
  return kind === BLANK || kind === LINE_END || kind === OPERATOR || kind === GREATER;
}

/** The same behind a program, with which no redirection may stand in one word. */
function endsCommandWord(kind: number): boolean {
  return kind === BLANK || kind === LINE_END || kind === OPERATOR;
}

function literalEnd(text: string, index: number): number {
  let end = index;
  while (end < text.length && kindAt(text, end) === ORDINARY) end += 1;
  return end;
}

/** Whether words that stand as they are begin here; `wholeWords.lastIndex` is then behind the last of them. */
function isWholeWord(text: string, index: number): boolean {
  wholeWords.lastIndex = index;
  return wholeWords.test(text);
}

const wholeWords = /(?:[A-Za-z0-9_./:,@%+=-]+(?![^ \t\n;|&>])[ \t]*)+/y;

/** Where the word ends that was read last. */
let wordEnd = 0;

/** The kind of the word that begins here; sets `wordEnd`. */
function wordKind(text: string, index: number): number {
  const { length } = text;
  if (index >= length) return UNREADABLE;
  const first = kindAt(text, index);
  if (first === DOUBLE || first === SINGLE) {
    const end = quoteEnd(text, index, first === DOUBLE ? 1 : 2);
    if (end !== UNREADABLE && (end >= length || endsWord(kindAt(text, end)))) {
      wordEnd = end;
      return QUOTED;
    }
    return composedKind(text, index);
  }
  if (first !== ORDINARY && first !== TILDE) return first === DOLLAR ? composedKind(text, index) : UNREADABLE;
  const end = literalEnd(text, index + 1);
  if (first === TILDE && end > index + 1 && text.charCodeAt(index + 1) !== SLASH) return UNREADABLE;
  if (end >= length || endsWord(kindAt(text, end))) {
    wordEnd = end;
    return first === TILDE ? HOME : LITERAL;
  }
  return composedKind(text, index);
}

/** Behind the closing quote, where nothing between the quotes is read by the shell. */
function quoteEnd(text: string, index: number, most: number): number {
  const quote = text.charCodeAt(index);
  for (let at = index + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    const quotable = code < 128 ? (QUOTABLE[code] ?? 0) : 0;
    if (quotable === 0 || quotable > most) return UNREADABLE;
  }
  return UNREADABLE;
}

/** Reads a word piece by piece. */
function composedKind(text: string, start: number): number {
  let index = start;
  let isQuoted = false;
  for (;;) {
    const kind = index < text.length ? kindAt(text, index) : LINE_END;
    if (kind === DOUBLE) {
      isQuoted = !isQuoted;
      index += 1;
    } else if (kind === DOLLAR) {
      index = expansionEnd(text, index);
      if (index === UNREADABLE) return UNREADABLE;
    } else if (isQuoted) {
      const code = text.charCodeAt(index);
      if (index >= text.length || code >= 128 || QUOTABLE[code] !== 1) return UNREADABLE;
      index += 1;
    } else if (kind === SINGLE) {
      index = quoteEnd(text, index, 2);
      if (index === UNREADABLE) return UNREADABLE;
    } else if (kind === ORDINARY) {
      index += 1;
    } else if (kind === TILDE && index === start) {
      const next = index + 1 < text.length ? text.charCodeAt(index + 1) : SLASH;
      if (next !== SLASH) return UNREADABLE;
      index += 1;
    } else if (endsWord(kind)) {
      wordEnd = index;
      return COMPOSED;
    } else return UNREADABLE;
  }
}

/** Behind `$NAME`, `${NAME}` or `$(program words)`; any other expansion is not simple. */
function expansionEnd(text: string, index: number): number {
  const code = text.charCodeAt(index + 1);
  if (code === OPENING_BRACE) {
    const end = nameEnd(text, index + 2);
    return end > index + 2 && text.charCodeAt(end) === CLOSING_BRACE ? end + 1 : UNREADABLE;
  }
  if (code === OPENING) {
    if (commandWord(text, index + 2) !== PROGRAM) return UNREADABLE;
    let end = wordEnd;
    if (stateBehind(text, index + 2, end) !== ARGUMENTS || lastSlash !== UNREADABLE) return UNREADABLE;
    for (; end < text.length; end += 1) {
      if (text.charCodeAt(end) === CLOSING) return end + 1;
      const kind = kindAt(text, end);
      if (kind !== ORDINARY && (kind !== BLANK || text.charCodeAt(end) !== 32)) return UNREADABLE;
    }
    return UNREADABLE;
  }
  const end = nameEnd(text, index + 1);
  return end > index + 1 ? end : UNREADABLE;
}

/** Behind a variable's name; the index itself where none begins. */
export function nameEnd(text: string, index: number): number {
  let end = index;
  while (end < text.length && isNameCharacter(text.charCodeAt(end))) end += 1;
  const first = text.charCodeAt(index);
  return isDigit(first) ? index : end;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isNameCharacter(code: number): boolean {
  return code < 128 && NAME_CHARACTERS[code] === 1;
}

/** The length of `&&`, `||`, `|` or `;`; 0 for any other operator. */
function operatorSize(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const next = text.charCodeAt(index + 1);
  if (code === next) return code === SEMICOLON ? 0 : 2;
  return code === AMPERSAND || next === AMPERSAND ? 0 : 1;
}

/** Behind `>`, `>>` or a whole `>&2`. */
function redirectionEnd(text: string, index: number): number {
  let end = index + 1;
  if (text.charCodeAt(end) === GREATER_SIGN) end += 1;
  if (text.charCodeAt(end) !== AMPERSAND) return end;
  const descriptor = text.charCodeAt(end + 1);
  const behind = end + 2 < text.length ? kindAt(text, end + 2) : LINE_END;
  return descriptor >= 48 && descriptor <= 50 && endsCommandWord(behind) ? end + 2 : UNREADABLE;
}

function isDescriptor(text: string, start: number, end: number): boolean {
  if (end >= text.length || kindAt(text, end) !== GREATER) return false;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (!isDigit(code)) return false;
  }
  return true;
}

/** `-e`, `+x`, `-euo` and the like, `-o` and `pipefail`. */
function isUsualSetting(word: string): boolean {
  if (word === "pipefail" || word === "-o") return true;
  if (word.length < 2 || (word.charCodeAt(0) !== DASH && word.charCodeAt(0) !== PLUS)) return false;
  const last = word.endsWith("o") && word.length > 2 ? word.length - 1 : word.length;
  for (let index = 1; index < last; index += 1) if (!"eux".includes(word.charAt(index))) return false;
  return true;
}

/** Variables that the shell itself acts on, or gives values of its own. */
export function isShellVariable(name: string): boolean {
  return SHELL_VARIABLES.has(name) || name.startsWith("BASH");
}

const SHELL_VARIABLES: ReadonlySet<string> = new Set(["IFS", "PATH", "PWD", "OLDPWD", "HOME", "SHELL", "SHELLOPTS", "ENV", "DIRSTACK", "_"]);

/** What runs others behind the program that was read last, where the state is SUBCOMMAND, and its options that hold a script. */
let running: readonly string[] = [];
let texts: readonly string[] = [];
/** Whether a program so far copies whole folders. */
let copies = false;
/** Where the last slash of the program stands that was read last. */
let lastSlash = UNREADABLE;

/** Reads the word that a command begins with: ASSIGNMENT, where `wordEnd` is at the `=` then, or PROGRAM, where it is behind the word. */
function commandWord(text: string, start: number): number {
  lastSlash = UNREADABLE;
  hasCapital = false;
  let isName = true;
  let index = start;
  for (; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === EQUALS_SIGN) {
      wordEnd = index;
      return isName && index > start && !isDigit(text.charCodeAt(start)) ? ASSIGNMENT : UNREADABLE;
    }
    if (code >= 97 && code <= 122) continue;
    if (code === SLASH) lastSlash = index;
    else if (code >= 65 && code <= 90) hasCapital = true;
    if (!isNameCharacter(code)) {
      if (code >= 128 || KINDS[code] !== ORDINARY) break;
      isName = false;
    }
  }
  wordEnd = index;
  return index > start ? PROGRAM : UNREADABLE;
}

/** Whether the word that was read last has a capital letter. */
let hasCapital = false;

/** The state behind a program, which `commandWord` has just read; UNREADABLE for one that runs another or changes the shell. */
function stateBehind(text: string, start: number, end: number): number {
  const nameStart = lastSlash === UNREADABLE ? start : lastSlash + 1;
  const length = end - nameStart;
  if (length === 0) return UNREADABLE;
  // Versions, login shells and endings (`ksh93`, `-bash`, `bash.exe`) make names that no list holds.
  const last = text.charCodeAt(end - 1);
  const mayBeShell = isDigit(last) || last === DOT || text.charCodeAt(nameStart) === DASH || (length > 4 && text.charCodeAt(end - 4) === DOT);
  const mayBeListed = length < 32 && ((LISTED_LENGTHS[text.charCodeAt(nameStart)] ?? 0) & (1 << length)) !== 0;
  if (!mayBeShell && !mayBeListed && !hasCapital) return ARGUMENTS;
  const name = text.slice(nameStart, end);
  if (mayBeShell && (name.endsWith(".exe") || isShell(name))) return UNREADABLE;
  // The file system may ignore case.
  const state = (lastSlash === UNREADABLE ? WORDS.get(name) : undefined) ?? PROGRAMS.get(hasCapital ? name.toLowerCase() : name) ?? ARGUMENTS;
  if (state === COPIER) {
    copies = true;
    return ARGUMENTS;
  }
  return state === SUBCOMMAND ? stateBehindWrapper(name) : state;
}

function stateBehindWrapper(name: string): number {
  const wrapper = wrapperNamed(name);
  // Where the case of its name differs, it is a wrapper on some machines only.
  if (wrapper?.subcommands === undefined || wrapper.special !== undefined) return UNREADABLE;
  running = [...wrapper.subcommands, ...(wrapper.groups ?? []), ...(wrapper.begins ?? [])];
  texts = wrapper.texts ?? [];
  return SUBCOMMAND;
}

/** Whether an option of a runner may be one that holds a script: by its name, an abbreviation of it, or a letter among others. */
function mayHoldText(option: string): boolean {
  if (texts.length === 0) return false;
  const sign = option.indexOf("=");
  const name = option.startsWith("--") ? option.slice(2, sign === -1 ? undefined : sign) : undefined;
  return texts.some((text) => (name === undefined ? text.length === 1 && option.includes(text) : text.startsWith(name)));
}

/** Stands for the state behind a program that copies whole folders. */
const COPIER = 8;

/** The states behind words of the shell's own. Behind some builtins the shell is as it was, or at its end; behind `cd` names stand as they stood. */
const WORDS: ReadonlyMap<string, number> = new Map<string, number>([
  ...[...BUILTIN_NAMES, ...RESERVED_WORDS].map((word) => [word, UNREADABLE] as const),
  ...["echo", "pwd", "true", ":", "exit", "cd"].map((word) => [word, ARGUMENTS] as const),
  ["export", EXPORT],
  ["set", SETTINGS],
  ["printf", FORMAT],
]);

/** The states behind programs that are not like any other. */
const PROGRAMS: ReadonlyMap<string, number> = new Map<string, number>([
  ...[...SHELL_NAMES].map((name) => [name, UNREADABLE] as const),
  ...WRAPPER_NAMES.map((name) => [name, SUBCOMMAND] as const),
  ...[...FOLDER_COPIERS, ...ARCHIVERS].map((name) => [name, COPIER] as const),
]);

/** For the first character of a listed name, the lengths that such names have, a bit each: most programs can be told from these without a copy of their names. */
const LISTED_LENGTHS = new Int32Array(128);
for (const names of [WORDS.keys(), PROGRAMS.keys()]) {
  for (const name of names) {
    const code = name.charCodeAt(0);
    LISTED_LENGTHS[code] = (LISTED_LENGTHS[code] ?? 0) | (1 << name.length);
  }
}
