import type { Value } from "./model.ts";
import { mark, type Marked } from "./marked.ts";
import { matches, matchesOne, MAXIMUM_SEARCH, toPattern, type Pattern, type Token } from "./pattern.ts";
import { concatenate, EMPTY, knownText, textValue, unknownValue, type Values } from "./value.ts";

/** `${X#pattern}`, `##`, `%`, `%%`. */
export function removePattern(value: Value, patternValue: Value, operator: string): Values {
  if (value.length === 0 || patternValue.length === 0) return [value];
  const isPrefix = operator.startsWith("#");
  const isLongest = operator.length === 2;
  const text = knownText(value);
  const plain = toPattern(patternValue);
  if (text !== undefined && plain !== undefined) {
    const kept = removed(text, plain, isPrefix, isLongest);
    return [kept === undefined ? CUT : textValue(kept)];
  }
  const marked = mark(value, patternValue);
  const pattern = marked === undefined ? undefined : toPattern(marked.pattern);
  if (marked === undefined || pattern === undefined) return [CUT];
  return removeMarked(value, marked, pattern, isPrefix, isLongest);
}

const CUT = unknownValue("part of it is cut away, and which part is not known");

/** What is left of a text; undefined when it would take too long to find. */
function removed(text: string, pattern: Pattern, isPrefix: boolean, isLongest: boolean): string | undefined {
  const length = matchLength(text, pattern, isLongest, (size) => (isPrefix ? text.slice(0, size) : text.slice(text.length - size)));
  if (length === undefined) return undefined;
  return isPrefix ? text.slice(length) : text.slice(0, text.length - length);
}

/** How much of the text's head or tail the pattern takes: 0 when it does not match, undefined when that would take too long to find. */
function matchLength(text: string, pattern: Pattern, longest: boolean, part: (size: number) => string): number | undefined {
  if (pattern.every((token) => token.kind !== "any")) return pattern.length <= text.length && matches(pattern, part(pattern.length)) ? pattern.length : 0;
  if (text.length > MAXIMUM_SEARCH) return undefined;
  for (let step = 0; step <= text.length; step++) {
    const size = longest ? text.length - step : step;
    if (matches(pattern, part(size))) return size;
  }
  return 0;
}

function removeMarked(value: Value, marked: Marked, pattern: Pattern, isPrefix: boolean, isLongest: boolean): Values {
  const { text, isMark, unmarked } = marked;
  if (pattern.every((token) => token.kind !== "any")) {
    const found = isPrefix ? meets(marked, text, pattern, "/") : meets(marked, reversed(text), [...pattern].reverse(), undefined);
    if (found === false) return [value];
    if (found === true) return [unmarked(isPrefix ? text.slice(pattern.length) : text.slice(0, text.length - pattern.length))];
    return readsFolders(marked, pattern) ? [value, CUT] : [CUT];
  }
  const known = isSlashThenAny(pattern) && !isPrefix ? withoutLastNames(value, isLongest) : undefined;
  if (known !== undefined) return [known];
  const kept = removed(text, pattern, isPrefix, isLongest);
  if (kept === undefined) return [CUT];
  const gone = isPrefix ? text.slice(0, text.length - kept.length) : text.slice(kept.length);
  const isKnown = (part: string): boolean => part !== "" && !Array.from(part).some(isMark);
  // The shortest match is sure where it lies in known text, and so is the longest that ends, or begins, at a text that is written out.
  if (!isLongest && isKnown(gone)) return [unmarked(kept)];
  if (isLongest && gone !== "" && endsAtText(pattern, isPrefix) && !Array.from(kept).some(isMark)) return [unmarked(kept)];
  if (!readsFolders(marked, pattern)) return [CUT];
  return isBetweenParts(pattern) ? [unmarked(kept)] : [unmarked(kept), CUT];
}

/** What stands between the parts of a list, and so in no path of a folder that a list can hold. */
export function isBetweenParts(pattern: Pattern): boolean {
  return pattern.every((token) => token.kind === "any" || (token.kind === "text" && /^[:;,=|\s]$/.test(token.text)));
}

/**
 * Whether the text begins with the pattern; undefined where a piece decides that whose text is not known. `edge` is what a folder shows to
 * whoever comes from this side: its first slash, or some letter of a name.
 */
export function meets({ isMark, isFolder }: Marked, text: string, pattern: readonly Token[], edge: "/" | undefined): boolean | undefined {
  for (const [index, token] of pattern.entries()) {
    const character = text.charAt(index);
    if (character === "") return false;
    const wanted = token.kind === "text" ? token.text : undefined;
    if (wanted === character) continue;
    if (isMark(character)) {
      if (!isFolder(character) || wanted === undefined || isMark(wanted)) return undefined;
      return (wanted === "/") === (edge === "/") ? undefined : false;
    }
    if (wanted !== undefined && isMark(wanted)) return (character === "/") === (edge === "/") ? undefined : false;
    if (!matchesOne(token, character)) return false;
  }
  return true;
}

export function reversed(text: string): string {
  return text.split("").reverse().join("");
}

/**
 * Whether the folders can be read as most scripts mean them, as one piece of which nothing is cut away: all of them are folders, and the
 * pattern asks for more than slashes and single characters, which every path has.
 */
export function readsFolders({ text, isMark, isFolder }: Marked, pattern: Pattern): boolean {
  return (
    Array.from(text).every((character) => !isMark(character) || isFolder(character)) &&
    pattern.every((token) => token.kind === "text" || token.kind === "any") &&
    pattern.some((token) => token.kind === "text" && token.text !== "/")
  );
}

function endsAtText(pattern: Pattern, isPrefix: boolean): boolean {
  const [outer, ...inner] = isPrefix ? pattern : [...pattern].reverse();
  return outer?.kind === "any" && inner.length > 0 && inner.every((token) => token.kind === "text");
}

function isSlashThenAny(pattern: Pattern): boolean {
  return pattern.length === 2 && pattern[0]?.kind === "text" && pattern[0].text === "/" && pattern[1]?.kind === "any";
}

/** `${X%/*}` and `${X%%/*}` of a folder: one that ends in a name, not in a slash, is the folder above without it. */
function withoutLastNames(value: Value, isLongest: boolean): Value | undefined {
  const edge = isLongest ? value[0] : value[value.length - 1];
  if (edge?.kind !== "home" && edge?.kind !== "workspace") return undefined;
  return isLongest ? EMPTY : concatenate(value, textValue("/.."));
}
