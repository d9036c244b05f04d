import type { Word } from "./model.ts";
import type { Wrapper } from "./wrapper.ts";

/** One option as it stands on the command line. */
export interface ReadOption {
  /** A letter, or the full name of a long option. */
  readonly name: string;
  /** The value: the rest of the word, or the next word. Undefined for an option without one. */
  readonly value: { readonly word: Word; readonly from: number } | undefined;
}

/** What a word of options says, and where the next word is. `doubtful`: it names an option that is not in the table, so a value may follow. */
export interface ReadOptions {
  readonly options: readonly ReadOption[];
  readonly next: number;
  readonly doubtful: boolean;
}

/** Reads the word of options at `index`, whose text starts with `-`: a cluster of letters, or a long option or an abbreviation of one. */
export function readOptions(wrapper: Wrapper, argv: readonly Word[], index: number, text: string): ReadOptions {
  const word = argv[index];
  if (word === undefined) return { options: [], next: index + 1, doubtful: false };
  if (text.startsWith("--") || wrapper.singleDash === true) return readLong(wrapper, argv, index, word, text);
  const options: ReadOption[] = [];
  let doubtful = false;
  for (let at = 1; at < text.length; at++) {
    const letter = text.charAt(at);
    if (wrapper.values?.includes(letter) === true) {
      const inline = at + 1 < text.length || !isWhole(word, text);
      const following = argv[index + 1];
      if (inline) options.push({ name: letter, value: { word, from: at + 1 } });
      else if (following !== undefined) options.push({ name: letter, value: { word: following, from: 0 } });
      return { options, next: index + (inline ? 1 : 2), doubtful };
    }
    if (wrapper.flags?.includes(letter) !== true) doubtful = true;
    options.push({ name: letter, value: undefined });
  }
  return { options, next: index + 1, doubtful };
}

/** Whether the text is all there is of the word's value. */
function isWhole(word: Word, text: string): boolean {
  const only = word.values[0];
  return only?.length === 1 && only[0]?.kind === "text" && only[0].text === text;
}

function readLong(wrapper: Wrapper, argv: readonly Word[], index: number, word: Word, text: string): ReadOptions {
  const equals = text.indexOf("=");
  const given = text.slice(text.startsWith("--") ? 2 : 1, equals < 0 ? text.length : equals);
  if (equals >= 0) return { options: [{ name: resolveName(wrapper, given) ?? given, value: { word, from: equals + 1 } }], next: index + 1, doubtful: false };
  const name = resolveName(wrapper, given);
  const count = name === undefined ? undefined : wrapper.longCounts?.[name];
  if (name !== undefined && count !== undefined) return { options: [{ name, value: undefined }], next: Math.min(index + 1 + count, argv.length), doubtful: false };
  if (name !== undefined && wrapper.longValues?.includes(name) === true && wrapper.longFlags?.includes(name) !== true) {
    const following = argv[index + 1];
    return { options: [{ name, value: following === undefined ? undefined : { word: following, from: 0 } }], next: index + 2, doubtful: false };
  }
  return { options: [{ name: name ?? given, value: undefined }], next: index + 1, doubtful: name === undefined };
}

/** The option that a name or an unambiguous abbreviation means. */
function resolveName(wrapper: Wrapper, given: string): string | undefined {
  const names = new Set([...(wrapper.longValues ?? []), ...(wrapper.longFlags ?? []), ...Object.keys(wrapper.longCounts ?? {})]);
  if (names.has(given)) return given;
  const longer = [...names].filter((name) => name.startsWith(given));
  return longer.length === 1 ? longer[0] : undefined;
}
