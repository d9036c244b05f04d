import { BACKSLASH, BLANK, DASH, endsCommandWord, GREATER, GREATER_SIGN, HASH, kindAt, LINE_END, NOWHERE, OPERATOR, ORDINARY, PLUS, SEMICOLON } from "./characters.ts";
import { ASSIGNMENT, COMPOSED, LITERAL, PROGRAM, QUOTED, REDIRECTION, SEPARATOR } from "./outline_kinds.ts";
import { commandWord, hasCapital, isDescriptor, lastSlash, operatorSize, redirectionEnd, UNREADABLE, wordEnd, wordKind } from "./outline_words.ts";
import { COPIER, INVOLVED, mayRun, programKind, RUNNER, runnerNamed, type Runner } from "./program_kind.ts";
import { isShellVariable } from "./shell_variables.ts";

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

/**
 * The outline of a script; undefined for a script that is not simple. A rough one leaves out arguments that stand as they are, which takes half
 * the time.
 */
export function outlineOf(script: string, isRough = false): Outline | undefined {
  if (script.length > LONGEST_TEXT) return undefined;
  begin(script);
  while (index < text.length) {
    if (count + 2 >= MOST_ITEMS || !takeNext(isRough)) return undefined;
  }
  if (!endLine() || (hasPath && writes)) return undefined;
  return { text, count, items, hasComposed, takesMore: takesMore || text.includes("*") || text.includes("?") };
}

// The script that is read, and how far it is read.
let text = "";
let index = 0;
let count = 0;
/** Behind the last word. */
let behind = 0;
let state = NOTHING;
/** Whether an operator asks for another command. */
let isJoined = false;
let runner: Runner | undefined;

// What was found in it.
let hasComposed = false;
let takesMore = false;
/** Whether a program is given by a path, which may be that of a file that the script wrote. */
let hasPath = false;
let writes = false;

function begin(script: string): void {
  text = script;
  index = count = behind = 0;
  state = NOTHING;
  isJoined = hasComposed = takesMore = hasPath = writes = false;
}

/** Takes what stands at `index`, and goes behind it; false where that is not simple. */
function takeNext(isRough: boolean): boolean {
  const kind = kindAt(text, index);
  switch (kind) {
    case BLANK:
      index += 1;
      return true;
    case LINE_END:
      return takeLineEnd();
    case HASH:
      return takeComment();
    case BACKSLASH:
      return takeContinuation();
    case OPERATOR:
      return takeOperator();
    case GREATER:
      return takeRedirection();
    default:
      if (isRough && state === ARGUMENTS && kind === ORDINARY && isWholeWord()) {
        index = wholeWords.lastIndex;
        return true;
      }
      return takeWord();
  }
}

function takeLineEnd(): boolean {
  if (!endLine()) return false;
  index += 1;
  state = NOTHING;
  isJoined = false;
  return true;
}

function endLine(): boolean {
  if (state !== NOTHING) put(SEPARATOR, behind, index);
  return state !== NOTHING || !isJoined;
}

function takeComment(): boolean {
  const end = text.indexOf("\n", index);
  index = end === -1 ? text.length : end;
  return true;
}

/** A line that goes on: only behind a blank, where it ends no word. */
function takeContinuation(): boolean {
  if (index + 1 >= text.length || kindAt(text, index + 1) !== LINE_END || index === 0 || kindAt(text, index - 1) !== BLANK) return false;
  index += 2;
  return true;
}

function takeOperator(): boolean {
  const size = operatorSize(text, index);
  if (state === NOTHING || size === 0) return false;
  put(SEPARATOR, behind, index + size);
  const isList = text.charCodeAt(index) === SEMICOLON;
  if (size === 1 && !isList) writes = true;
  isJoined = !isList;
  index += size;
  state = NOTHING;
  return true;
}

function takeRedirection(): boolean {
  // A command could begin with a redirection; none does.
  if (state !== ARGUMENTS && state !== RUNNER_OPTIONS) return false;
  const end = redirectionEnd(text, index);
  if (end === UNREADABLE) return false;
  writes = true;
  if (text.charCodeAt(end - 1) !== GREATER_SIGN) {
    index = behind = end;
    return true;
  }
  put(REDIRECTION, index, end);
  index = end;
  while (index < text.length && kindAt(text, index) === BLANK) index += 1;
  const word = wordKind(text, index);
  if (word === UNREADABLE) return false;
  putWord(word);
  return true;
}

function takeWord(): boolean {
  switch (state) {
    case ARGUMENTS:
      return takeArgument();
    case SETTINGS:
      return takeSetting();
    case SUBCOMMAND:
    case RUNNER_OPTIONS:
      return takeSubcommand();
    case FORMAT:
      return takeFormat();
    default:
      return takeBeginning();
  }
}

function takeArgument(): boolean {
  const word = wordKind(text, index);
  if (word === UNREADABLE) return false;
  // `2>` names the descriptor.
  if (word === LITERAL && isDescriptor(text, index, wordEnd)) index = behind = wordEnd;
  else putWord(word);
  return true;
}

function takeSetting(): boolean {
  if (wordKind(text, index) !== LITERAL || !isUsualSetting(text.slice(index, wordEnd))) return false;
  putWord(LITERAL);
  return true;
}

function takeSubcommand(): boolean {
  if (wordKind(text, index) !== LITERAL || runner === undefined || mayRun(runner, text.slice(index, wordEnd))) return false;
  if (isDescriptor(text, index, wordEnd)) {
    index = behind = wordEnd;
    return true;
  }
  if (text.charCodeAt(index) === DASH) state = RUNNER_OPTIONS;
  else if (state === SUBCOMMAND) state = ARGUMENTS;
  putWord(LITERAL);
  return true;
}

function takeFormat(): boolean {
  const word = wordKind(text, index);
  if ((word !== LITERAL && word !== QUOTED) || text.charCodeAt(word === QUOTED ? index + 1 : index) === DASH || isDescriptor(text, index, wordEnd)) return false;
  putWord(word);
  state = ARGUMENTS;
  return true;
}

/** An assignment, or the program. */
function takeBeginning(): boolean {
  const start = commandWord(text, index);
  if (start === UNREADABLE) return false;
  return start === ASSIGNMENT ? takeAssignment() : takeProgram(wordEnd);
}

function takeAssignment(): boolean {
  const value = wordEnd + 1;
  if (isShellVariable(text.slice(index, wordEnd))) return false;
  const isEmpty = value >= text.length || endsCommandWord(kindAt(text, value));
  const word = isEmpty ? LITERAL : wordKind(text, value);
  if (word === UNREADABLE) return false;
  if (word === COMPOSED) hasComposed = true;
  putUpTo(isEmpty ? value : wordEnd, ASSIGNMENT);
  if (state === NOTHING) state = ASSIGNED;
  return true;
}

function takeProgram(end: number): boolean {
  if (state === EXPORTS || (end < text.length && !endsCommandWord(kindAt(text, end)))) return false;
  const program = programKind(text, index, end, lastSlash, hasCapital);
  if (program === INVOLVED || (program > COPIER && state === ASSIGNED)) return false;
  if (program === RUNNER && (runner = runnerNamed(text.slice(index, end))) === undefined) return false;
  if (program === COPIER || (program === RUNNER && runner?.takesFolders === true)) takesMore = true;
  if (lastSlash !== NOWHERE) hasPath = true;
  putUpTo(end, PROGRAM);
  state = STATES_BEHIND[program] ?? ARGUMENTS;
  return true;
}

function putWord(kind: number): void {
  if (kind === COMPOSED) hasComposed = true;
  putUpTo(wordEnd, kind);
}

/** Puts down what stands from `index` to `end`, and goes behind it. */
function putUpTo(end: number, kind: number): void {
  put(kind, index, end);
  index = behind = end;
}

function put(kind: number, start: number, end: number): void {
  const at = 3 * count;
  items[at] = kind;
  items[at + 1] = start;
  items[at + 2] = end;
  count += 1;
}

/** `-e`, `+x`, `-euo` and the like, `-o` and `pipefail`. */
function isUsualSetting(word: string): boolean {
  if (word === "pipefail" || word === "-o") return true;
  if (word.length < 2 || (word.charCodeAt(0) !== DASH && word.charCodeAt(0) !== PLUS)) return false;
  const last = word.endsWith("o") && word.length > 2 ? word.length - 1 : word.length;
  for (let index = 1; index < last; index += 1) if (!"eux".includes(word.charAt(index))) return false;
  return true;
}

/** Whether words that stand as they are begin here; `wholeWords.lastIndex` is then behind the last of them. */
function isWholeWord(): boolean {
  wholeWords.lastIndex = index;
  return wholeWords.test(text);
}

const wholeWords = /(?:[A-Za-z0-9_./:,@%+=-]+(?![^ \t\n;|&>])[ \t]*)+/y;
