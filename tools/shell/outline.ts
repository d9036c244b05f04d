import {
  AMPERSAND, BACKSLASH, BLANK, CLOSING, CLOSING_BRACE, DASH, DOLLAR, DOUBLE, endsCommandWord, endsWord, EQUALS_SIGN, GREATER, GREATER_SIGN, HASH, isDigit, isNameCharacter, kindAt, LINE_END, nameEnd, NOWHERE,
  OPENING, OPENING_BRACE, OPERATOR, ORDINARY, PLUS, quoteEnd, SEMICOLON, SINGLE, SLASH, standsInQuotes, TILDE,
} from "./characters.ts";
import { COPIER, HARMLESS, INVOLVED, mayRun, programKind, RUNNER, runnerNamed, type Runner } from "./program_kind.ts";

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
  /** Whether it may take more than it names: by a program that copies or mounts whole folders, or by a sign that makes a pattern. */
  readonly takesMore: boolean;
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
const EXPORTS = 3;
/** Behind `set`: the usual settings only. */
const SETTINGS = 4;
/** Behind a program that runs others by a subcommand: a word that is none of them, */
const SUBCOMMAND = 5;
/** or behind an option of such a program, which may take the next word for itself: no word that is one of them. */
const RUNNER_OPTIONS = 6;
/** Behind `printf`: a format, no option. */
const FORMAT = 7;

/** The state behind each kind of program, in the order of program_kind.ts. */
const STATES_BEHIND = [ARGUMENTS, ARGUMENTS, EXPORTS, SETTINGS, FORMAT, SUBCOMMAND];

/** No such word, or no such place. */
const UNREADABLE = NOWHERE;

/**
 * The outline of a script; undefined for a script that is not simple. A rough one leaves out arguments that stand as they are, which takes half
 * the time.
 */
export function outlineOf(text: string, isRough = false): Outline | undefined {
  const { length } = text;
  if (length > LONGEST_TEXT) return undefined;
  let count = 0;
  let index = 0;
  let state = NOTHING;
  let isJoined = false;
  let hasComposed = false;
  let takesMore = false;
  let runner: Runner | undefined;
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
      if (index >= length) return hasPath && writes ? undefined : { text, count, items, hasComposed, takesMore: takesMore || text.includes("*") || text.includes("?") };
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
      if (wordKind(text, index) !== LITERAL || runner === undefined || mayRun(runner, text.slice(index, wordEnd))) return undefined;
      if (!isDescriptor(text, index, wordEnd)) {
        if (text.charCodeAt(index) === DASH) state = RUNNER_OPTIONS;
        else if (state === SUBCOMMAND) state = ARGUMENTS;
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
        if (state === EXPORTS || (end < length && !endsCommandWord(kindAt(text, end)))) return undefined;
        const program = programKind(text, index, end, lastSlash, hasCapital);
        if (program === INVOLVED || (program > COPIER && state === ASSIGNED)) return undefined;
        if (program === RUNNER && (runner = runnerNamed(text.slice(index, end))) === undefined) return undefined;
        if (program === COPIER || (program === RUNNER && runner?.takesFolders === true)) takesMore = true;
        if (lastSlash !== NOWHERE) hasPath = true;
        count = put(count, PROGRAM, index, end);
        index = behind = end;
        state = STATES_BEHIND[program] ?? ARGUMENTS;
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
      if (index >= text.length || !standsInQuotes(text.charCodeAt(index), 1)) return UNREADABLE;
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
    // A folder that it copies would be a matter for the interpreter too.
    const program = lastSlash === NOWHERE ? programKind(text, index + 2, end, NOWHERE, hasCapital) : INVOLVED;
    if (program !== HARMLESS && program !== RUNNER) return UNREADABLE;
    for (; end < text.length; end += 1) {
      if (text.charCodeAt(end) === CLOSING) return program === HARMLESS || runsNoOther(text.slice(index + 2, end)) ? end + 1 : UNREADABLE;
      const kind = kindAt(text, end);
      if (kind !== ORDINARY && (kind !== BLANK || text.charCodeAt(end) !== 32)) return UNREADABLE;
    }
    return UNREADABLE;
  }
  const end = nameEnd(text, index + 1);
  return end > index + 1 ? end : UNREADABLE;
}

/** Whether no word of a runner's command line may make it run another program. */
function runsNoOther(command: string): boolean {
  const [name = "", ...words] = command.split(" ");
  const runner = runnerNamed(name);
  return runner !== undefined && !words.some((word) => mayRun(runner, word));
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

/** Where the last slash stands of the word that a command began with last, and whether it has a capital letter. */
let lastSlash = NOWHERE;
let hasCapital = false;

/** Reads the word that a command begins with: ASSIGNMENT, where `wordEnd` is at the `=` then, or PROGRAM, where it is behind the word. */
function commandWord(text: string, start: number): number {
  lastSlash = NOWHERE;
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
      if (kindAt(text, index) !== ORDINARY) break;
      isName = false;
    }
  }
  wordEnd = index;
  return index > start ? PROGRAM : UNREADABLE;
}
