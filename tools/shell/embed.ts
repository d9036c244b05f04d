import type { Value } from "./model.ts";
import { concatenate, EMPTY, textValue } from "./value.ts";

/**
 * A text that a shell is given may hold pieces whose text is not known (a home folder, the output of a command). To parse it, each such
 * piece is written as a marker of private-use characters, which the parser takes for ordinary letters, and put back when words are expanded.
 */
export interface EmbeddedText {
  readonly text: string;
  readonly embedded: readonly Value[];
}

const OPEN = "\uE000";
const CLOSE = "\uE001";
const MARKER = /\uE000(\d{1,6})\uE001/g;

export function embed(value: Value): EmbeddedText {
  const embedded: Value[] = [];
  let text = "";
  for (const fragment of value) {
    if (fragment.kind === "text") text += fragment.text;
    else if (fragment.kind === "glob") text += fragment.text;
    else {
      text += `${OPEN}${embedded.length}${CLOSE}`;
      embedded.push([fragment]);
    }
  }
  return { text, embedded };
}

/** The value of a parsed text, with the pieces put back. */
export function restore(text: string, embedded: readonly Value[]): Value {
  if (embedded.length === 0 || !text.includes(OPEN)) return textValue(text);
  let value: Value = EMPTY;
  let end = 0;
  for (const match of text.matchAll(MARKER)) {
    const piece = embedded[Number(match[1])];
    if (piece === undefined) continue;
    value = concatenate(concatenate(value, textValue(text.slice(end, match.index))), piece);
    end = match.index + match[0].length;
  }
  return concatenate(value, textValue(text.slice(end)));
}

/** Whether a piece of the text may hold anything at all, so that the text may run anything. */
export function mayHoldCommands(value: Value): boolean {
  return value.some((fragment) => fragment.kind === "unknown" && fragment.isNumber !== true);
}

/** Whether a piece of the text is not known. */
export function holdsUnknown(value: Value): boolean {
  return value.some((fragment) => fragment.kind === "unknown");
}
