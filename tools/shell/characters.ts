/** The characters of a script, as the shell reads them; what is not ASCII is no character that is read here. */

/** No index. */
export const NOWHERE = -1;

/** The kinds of characters, as the shell reads them outside quotes. */
const OTHER = 0;
export const ORDINARY = 1;
export const BLANK = 2;
export const LINE_END = 3;
export const TILDE = 4;
export const DOUBLE = 5;
export const SINGLE = 6;
export const DOLLAR = 7;
export const HASH = 8;
export const OPERATOR = 9;
export const GREATER = 10;
export const BACKSLASH = 11;

export const AMPERSAND = 38;
export const OPENING = 40;
export const CLOSING = 41;
export const PLUS = 43;
export const DASH = 45;
export const DOT = 46;
export const SLASH = 47;
export const SEMICOLON = 59;
export const EQUALS_SIGN = 61;
export const GREATER_SIGN = 62;
export const OPENING_BRACE = 123;
export const CLOSING_BRACE = 125;

const KINDS = ofLetters(ORDINARY);
const NAME_CHARACTERS = ofLetters(1);
/** What may stand between quotes and mean itself: 1 in either kind, 2 in single ones only. */
const QUOTABLE = new Uint8Array(128).fill(1, 32, 127);
put(KINDS, "_./:,@%+-=", ORDINARY);
put(KINDS, " \t", BLANK);
put(KINDS, "\n", LINE_END);
put(KINDS, "~", TILDE);
put(KINDS, '"', DOUBLE);
put(KINDS, "'", SINGLE);
put(KINDS, "$", DOLLAR);
put(KINDS, "#", HASH);
put(KINDS, "&|;", OPERATOR);
put(KINDS, ">", GREATER);
put(KINDS, "\\", BACKSLASH);
put(NAME_CHARACTERS, "_", 1);
put(QUOTABLE, "\t\n", 1);
put(QUOTABLE, '"$\\`', 2);

function ofLetters(kind: number): Uint8Array {
  return new Uint8Array(128).fill(kind, 48, 58).fill(kind, 65, 91).fill(kind, 97, 123);
}

function put(kinds: Uint8Array, characters: string, kind: number): void {
  for (let index = 0; index < characters.length; index += 1) kinds[characters.charCodeAt(index)] = kind;
}

export function kindAt(text: string, index: number): number {
  const code = text.charCodeAt(index);
  return code < 128 ? (KINDS[code] ?? OTHER) : OTHER;
}

/** Whether a character of this kind may stand behind a word. */
export function endsWord(kind: number): boolean {
  return kind === BLANK || kind === LINE_END || kind === OPERATOR || kind === GREATER;
}

/** The same behind a program, with which no redirection may stand in one word. */
export function endsCommandWord(kind: number): boolean {
  return kind === BLANK || kind === LINE_END || kind === OPERATOR;
}

/** Behind the closing quote, where nothing between the quotes is read by the shell: in single quotes (`most` 2) that is more than in double ones (1). */
export function quoteEnd(text: string, index: number, most: number): number {
  const quote = text.charCodeAt(index);
  for (let at = index + 1; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote) return at + 1;
    if (!standsInQuotes(code, most)) return NOWHERE;
  }
  return NOWHERE;
}

/** Whether a character means itself between quotes. */
export function standsInQuotes(code: number, most: number): boolean {
  const quotable = code < 128 ? (QUOTABLE[code] ?? 0) : 0;
  return quotable !== 0 && quotable <= most;
}

/** Behind the piece of a simple word that begins here and stands as it is: at the next quote or expansion, or at the word's end. */
export function pieceEnd(text: string, index: number, end: number, isQuoted: boolean): number {
  let next = index + 1;
  while (next < end && text.charAt(next) !== '"' && text.charAt(next) !== "$" && (isQuoted || text.charAt(next) !== "'")) next += 1;
  return next;
}

/** Behind a variable's name; the index itself where none begins. */
export function nameEnd(text: string, index: number): number {
  let end = index;
  while (end < text.length && isNameCharacter(text.charCodeAt(end))) end += 1;
  const first = text.charCodeAt(index);
  return isDigit(first) ? index : end;
}

export function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

export function isNameCharacter(code: number): boolean {
  return code < 128 && NAME_CHARACTERS[code] === 1;
}
