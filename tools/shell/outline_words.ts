import {
  AMPERSAND, BLANK, CLOSING, CLOSING_BRACE, DOLLAR, DOUBLE, endsCommandWord, endsWord, EQUALS_SIGN, GREATER, GREATER_SIGN, isDigit, isNameCharacter, kindAt, LINE_END, nameEnd, NOWHERE, OPENING, OPENING_BRACE, ORDINARY,
  quoteEnd, SEMICOLON, SINGLE, SLASH, standsInQuotes, TILDE,
} from "./characters.ts";
import { ASSIGNMENT, COMPOSED, HOME, LITERAL, PROGRAM, QUOTED } from "./outline_kinds.ts";
import { HARMLESS, INVOLVED, mayRun, programKind, RUNNER, runnerNamed } from "./program_kind.ts";

/** No such word, or no such place. */
export const UNREADABLE = NOWHERE;

/** Where the word ends that was read last. */
export let wordEnd = 0;

/** The kind of the word that begins here; sets `wordEnd`. */
export function wordKind(text: string, index: number): number {
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

function literalEnd(text: string, index: number): number {
  let end = index;
  while (end < text.length && kindAt(text, end) === ORDINARY) end += 1;
  return end;
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
export function operatorSize(text: string, index: number): number {
  const code = text.charCodeAt(index);
  const next = text.charCodeAt(index + 1);
  if (code === next) return code === SEMICOLON ? 0 : 2;
  return code === AMPERSAND || next === AMPERSAND ? 0 : 1;
}

/** Behind `>`, `>>` or a whole `>&2`. */
export function redirectionEnd(text: string, index: number): number {
  let end = index + 1;
  if (text.charCodeAt(end) === GREATER_SIGN) end += 1;
  if (text.charCodeAt(end) !== AMPERSAND) return end;
  const descriptor = text.charCodeAt(end + 1);
  const behind = end + 2 < text.length ? kindAt(text, end + 2) : LINE_END;
  return descriptor >= 48 && descriptor <= 50 && endsCommandWord(behind) ? end + 2 : UNREADABLE;
}

export function isDescriptor(text: string, start: number, end: number): boolean {
  if (end >= text.length || kindAt(text, end) !== GREATER) return false;
  for (let index = start; index < end; index += 1) {
    const code = text.charCodeAt(index);
    if (!isDigit(code)) return false;
  }
  return true;
}

/** Where the last slash stands of the word that a command began with last, and whether it has a capital letter. */
export let lastSlash = NOWHERE;
export let hasCapital = false;

/** Reads the word that a command begins with: ASSIGNMENT, where `wordEnd` is at the `=` then, or PROGRAM, where it is behind the word. */
export function commandWord(text: string, start: number): number {
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
