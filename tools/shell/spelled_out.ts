import { BUILTIN_NAMES, OUTPUT_NAMES } from "./names.ts";
import { nameEnd, pieceEnd } from "./characters.ts";
import type { Outline } from "./outline.ts";
import { ASSIGNMENT, COMPOSED } from "./outline_kinds.ts";
import { isShellVariable } from "./shell_variables.ts";

/**
 * The words of a simple script that do not stand in its text as their programs receive them, spelled out with a blank behind each: together
 * with the text they hold every name that the script can give to a program as a whole. An expansion that is not known is a NUL, which is
 * part of no name. Undefined where spelling out takes the interpreter.
 */
export function spelledOut(outline: Outline): string | undefined {
  if (!outline.hasComposed) return "";
  const { text, items, count } = outline;
  let variables: Map<string, string | undefined> | undefined;
  let words = "";
  for (let item = 0; item < 3 * count; item += 3) {
    const kind = items[item];
    const start = items[item + 1] ?? 0;
    const end = items[item + 2] ?? 0;
    if (kind === ASSIGNMENT) {
      const sign = text.indexOf("=", start);
      const name = text.slice(start, sign);
      if (variables?.has(name) === true) return undefined;
      const spelled = spellWord(text, sign + 1, end, variables);
      if (spelled === undefined || !isFixed(spelled)) return undefined;
      (variables ??= new Map()).set(name, spelled.word === UNKNOWN ? undefined : spelled.word);
      words += withForms(spelled);
    } else if (kind === COMPOSED) {
      const spelled = spellWord(text, start, end, variables);
      if (spelled === undefined) return undefined;
      words += withForms(spelled);
    }
  }
  return words;
}

/** Stands for a text that is not known. */
const UNKNOWN = "\u0000";
const LONGEST_VALUE = 64;

interface SpelledWord {
  readonly word: string;
  /** The word where a variable in it turns out to be empty. */
  readonly without: string | undefined;
  readonly expansions: number;
}

function withForms({ word, without }: SpelledWord): string {
  return without === undefined ? `${word} ` : `${word} ${without} `;
}

/** Whether a value is fixed, or not known as a whole, and short enough to bound what expansion can make. */
function isFixed({ word, expansions }: SpelledWord): boolean {
  return word.length <= LONGEST_VALUE && (expansions === 0 || word === UNKNOWN);
}

function spellWord(text: string, start: number, end: number, variables: ReadonlyMap<string, string | undefined> | undefined): SpelledWord | undefined {
  let word = "";
  let without: string | undefined;
  let expansions = 0;
  let isQuoted = false;
  for (let index = start; index < end; ) {
    const character = text.charAt(index);
    let piece: string;
    if (character === '"') {
      isQuoted = !isQuoted;
      index += 1;
      continue;
    }
    if (character === "'" && !isQuoted) {
      const closing = text.indexOf("'", index + 1);
      piece = text.slice(index + 1, closing);
      index = closing + 1;
    } else if (character === "$") {
      const expansion = readExpansion(text, index, variables);
      if (expansion === undefined) return undefined;
      expansions += 1;
      const isKnown = expansion.value !== UNKNOWN;
      // Two variables in a word, each of which may be empty, would give too many words to spell out.
      if ((isKnown && expansions > 1) || (!isKnown && without !== undefined)) return undefined;
      if (isKnown) without = word;
      word += expansion.value;
      index = expansion.end;
      continue;
    } else {
      const next = pieceEnd(text, index, end, isQuoted);
      piece = text.slice(index, next);
      index = next;
    }
    word += piece;
    if (without !== undefined) without += piece;
  }
  return { word, without, expansions };
}

interface Expansion {
  readonly end: number;
  readonly value: string;
}

/** What `$NAME`, `${NAME}` or `$(program words)` stands for; undefined where it takes the interpreter to tell. */
function readExpansion(text: string, index: number, variables: ReadonlyMap<string, string | undefined> | undefined): Expansion | undefined {
  if (text.startsWith("(", index + 1)) {
    const end = text.indexOf(")", index) + 1;
    const blank = text.indexOf(" ", index);
    const program = text.slice(index + 2, blank === -1 || blank >= end ? end - 1 : blank);
    return KNOWN_OUTPUT.has(program) ? undefined : { end, value: UNKNOWN };
  }
  const inBraces = text.startsWith("{", index + 1);
  const start = inBraces ? index + 2 : index + 1;
  const end = nameEnd(text, start);
  const name = text.slice(start, end);
  return isShellVariable(name) ? undefined : { end: inBraces ? end + 1 : end, value: variables?.get(name) ?? UNKNOWN };
}

/** What these write can be known, so that a word could be put together from it. Of `git` that is the checkout alone, which is part of no name. */
const KNOWN_OUTPUT: ReadonlySet<string> = new Set<string>([...BUILTIN_NAMES, ...OUTPUT_NAMES].filter((name) => name !== "git"));
