/** Why a command line cannot be split. */
export class ShellWordsError extends Error {
  override readonly name = "ShellWordsError";
}

/**
 * Splits a command line into words as a POSIX shell does (XCU 2.2, 2.6.5): blanks part words, quotes and backslashes keep them together.
 * Nothing is expanded and nothing is an operator: `$HOME`, `*`, `|` and `#` are letters like any other, since no shell ever sees them.
 * Throws ShellWordsError where a quote is not closed or a backslash ends the text.
 */
export function splitWords(text: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let position = 0; position < text.length; position++) {
    const letter = text[position] ?? "";
    if (blanks.has(letter)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (letter === "'") {
      const end = text.indexOf("'", position + 1);
      if (end === -1) throw unclosed("single", position);
      word = (word ?? "") + text.slice(position + 1, end);
      position = end;
    } else if (letter === '"') {
      const quoted = doubleQuoted(text, position);
      word = (word ?? "") + quoted.text;
      position = quoted.end;
    } else if (letter === "\\") {
      const next = text[++position];
      if (next === undefined) throw new ShellWordsError("the command line ends in a backslash, which has nothing to quote; write two for one");
      // A backslash and a line feed join two lines.
      if (next !== "\n") word = (word ?? "") + next;
    } else {
      word = (word ?? "") + letter;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** A command line that a POSIX shell, and `splitWords`, split into exactly these words. */
export function joinWords(words: readonly string[]): string {
  return words.map(quoteWord).join(" ");
}

const blanks = new Set([" ", "\t", "\n"]);

/** The letters that a backslash quotes between double quotes; before any other it stands for itself. */
const quotedByBackslash = new Set(["$", "`", '"', "\\"]);

function doubleQuoted(text: string, start: number): { readonly text: string; readonly end: number } {
  let content = "";
  for (let position = start + 1; position < text.length; position++) {
    const letter = text[position] ?? "";
    if (letter === '"') return { text: content, end: position };
    const next = text[position + 1];
    if (letter === "\\" && next !== undefined && (quotedByBackslash.has(next) || next === "\n")) {
      position += 1;
      if (next !== "\n") content += next;
    } else {
      content += letter;
    }
  }
  throw unclosed("double", start);
}

function unclosed(kind: string, position: number): ShellWordsError {
  return new ShellWordsError(`the ${kind} quote at character ${position + 1} of the command line is not closed`);
}

function quoteWord(word: string): string {
  return /^[\w@%+:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
