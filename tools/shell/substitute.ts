import type { Value } from "./model.ts";
import { isBetweenParts, meets, readsFolders, reversed } from "./cut.ts";
import { mark, type Marked } from "./marked.ts";
import { matches, toPattern, type Pattern } from "./pattern.ts";
import { concatenate, EMPTY, knownText, textValue, unknownValue, type Values } from "./value.ts";

/** `${X/pattern/replacement}`, `//`, `/#`, `/%`. */
export function replacePattern(value: Value, patternValue: Value, replacement: Value, operator: string): Values {
  // An empty pattern matches at the start or at the end, and nowhere else.
  if (patternValue.length === 0) return [operator === "/#" ? concatenate(replacement, value) : operator === "/%" ? concatenate(value, replacement) : value];
  const text = knownText(value);
  const searched = knownText(patternValue);
  if (text !== undefined && searched !== undefined) return [replaceText(text, searched, replacement, operator, textValue)];
  if (text !== undefined && toPattern(patternValue) !== undefined) return [replaceMatches(text, toPattern(patternValue), replacement, operator)];
  const marked = mark(value, patternValue, replacement);
  return marked === undefined ? [REPLACED] : replaceMarked(marked, replacement, operator);
}

const REPLACED = unknownValue("part of it is replaced, and which part is not known");

function replaceText(text: string, searched: string, replacement: Value, operator: string, toValue: (text: string) => Value): Value {
  if (operator === "/#") return text.startsWith(searched) ? concatenate(replacement, toValue(text.slice(searched.length))) : toValue(text);
  if (operator === "/%") return text.endsWith(searched) ? concatenate(toValue(text.slice(0, text.length - searched.length)), replacement) : toValue(text);
  const replaced = knownText(replacement);
  if (operator === "//" && replaced !== undefined && text.length * (replaced.length + 1) <= 65_536) return toValue(text.split(searched).join(replaced));
  const at = text.indexOf(searched);
  if (at < 0) return toValue(text);
  if (operator === "/" || !text.includes(searched, at + searched.length)) return concatenate(concatenate(toValue(text.slice(0, at)), replacement), toValue(text.slice(at + searched.length)));
  return unknownValue("too much of it is replaced");
}

function replaceMarked(marked: Marked, replacement: Value, operator: string): Values {
  const { text, isMark, unmarked } = marked;
  const searched = knownText(marked.pattern);
  const pattern = toPattern(marked.pattern);
  if (searched === undefined || pattern === undefined) return [REPLACED];
  const replaced = replaceText(text, searched, replacement, operator, unmarked);
  if (operator === "/#" || operator === "/%") {
    const found = operator === "/#" ? meets(marked, text, pattern, "/") : meets(marked, reversed(text), [...pattern].reverse(), undefined);
    if (found !== undefined) return [replaced];
  } else if (operator === "/") {
    // The first match is sure where nothing but known text stands before its end, or nothing at all before its start.
    const at = text.indexOf(searched);
    if (at === 0 || (at > 0 && !Array.from(text.slice(0, at + searched.length)).some(isMark))) return [replaced];
  }
  if (!readsFolders(marked, pattern)) return [REPLACED];
  return isBetweenParts(pattern) ? [replaced] : [replaced, REPLACED];
}

function replaceMatches(text: string, pattern: Pattern | undefined, replacement: Value, operator: string): Value {
  if (pattern === undefined || text.length > 64 || (text === "" && matches(pattern, text))) return REPLACED;
  let result: Value = EMPTY;
  let at = 0;
  let done = false;
  while (at < text.length) {
    const size = done ? 0 : longestAt(text, at, pattern, operator);
    if (size > 0) {
      result = concatenate(result, replacement);
      at += size;
      if (operator !== "//") done = true;
      continue;
    }
    if (operator === "/#") done = true;
    result = concatenate(result, textValue(text.charAt(at)));
    at++;
  }
  return result;
}

function longestAt(text: string, at: number, pattern: Pattern, operator: string): number {
  if (operator === "/%") return matches(pattern, text.slice(at)) ? text.length - at : 0;
  for (let end = text.length; end > at; end--) if (matches(pattern, text.slice(at, end))) return end - at;
  return 0;
}
