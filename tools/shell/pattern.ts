import type { Value } from "./model.ts";
import { concatenate, EMPTY, knownText, textValue, unknownValue } from "./value.ts";

/** A shell pattern: what its values' glob fragments match, the rest as it stands. Undefined where part of it is unknown. */
export type Pattern = readonly Token[];

type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "any" }
  | { readonly kind: "one" }
  | { readonly kind: "class"; readonly test: (character: string) => boolean };

/** Texts longer than this are not searched with patterns that could match at many places. */
const MAXIMUM_SEARCH = 256;

export function toPattern(value: Value): Pattern | undefined {
  const tokens: Token[] = [];
  for (const fragment of value) {
    if (fragment.kind === "text") {
      for (const character of fragment.text) tokens.push({ kind: "text", text: character });
      if (tokens.length > MAXIMUM_SEARCH) return undefined;
    } else if (fragment.kind === "glob") {
      const parsed = globTokens(fragment.text);
      if (parsed === undefined) return undefined;
      tokens.push(...parsed);
    } else {
      return undefined;
    }
  }
  return tokens;
}

function globTokens(text: string): Token[] | undefined {
  if (text.startsWith("[")) {
    const match = /^\[([!^]?)(\]?[^\]]*)\]$/.exec(text);
    const body = match?.[2];
    if (body === undefined || body.includes("[") || body.includes("\\")) return undefined;
    const negated = match?.[1] !== "";
    return [{ kind: "class", test: (character) => inClass(body, character) !== negated }];
  }
  const tokens: Token[] = [];
  for (const character of text) {
    if (character === "*") {
      if (tokens[tokens.length - 1]?.kind !== "any") tokens.push({ kind: "any" });
    } else if (character === "?") tokens.push({ kind: "one" });
    else return undefined;
  }
  return tokens;
}

function inClass(body: string, character: string): boolean {
  for (let index = 0; index < body.length; index++) {
    const from = body.charAt(index);
    if (body.charAt(index + 1) === "-" && index + 2 < body.length) {
      if (character >= from && character <= body.charAt(index + 2)) return true;
      index += 2;
    } else if (from === character) return true;
  }
  return false;
}

/** Whether the whole text matches. The time is bounded by the product of both lengths. */
export function matches(pattern: Pattern, text: string): boolean {
  let at = 0;
  let token = 0;
  let star = -1;
  let retry = 0;
  while (at < text.length) {
    const present = pattern[token];
    if (present?.kind === "any") {
      star = token++;
      retry = at;
    } else if (present !== undefined && matchesOne(present, text.charAt(at))) {
      token++;
      at++;
    } else if (star >= 0) {
      token = star + 1;
      at = ++retry;
    } else return false;
  }
  while (pattern[token]?.kind === "any") token++;
  return token === pattern.length;
}

function matchesOne(token: Token, character: string): boolean {
  if (token.kind === "text") return token.text === character;
  return token.kind === "one" || (token.kind === "class" && token.test(character));
}

const CUT = "part of it is cut away, and which part is not known";

/** `${X#pattern}`, `##`, `%`, `%%`. */
export function removePattern(value: Value, pattern: Pattern | undefined, operator: string): Value {
  if (pattern?.length === 0) return value;
  if (pattern === undefined) return unknownValue(CUT);
  return operator.startsWith("#") ? removePrefix(value, pattern, operator === "##") : removeSuffix(value, pattern, operator === "%%");
}

function removePrefix(value: Value, pattern: Pattern, longest: boolean): Value {
  const first = value[0];
  if (first === undefined) return value;
  if (first.kind !== "text") {
    // `${HOME##*/}` keeps the last name of something that is known from some slash on.
    const slash = endsInText(value)?.lastIndexOf("/") ?? -1;
    if (longest && isAnyThenSlash(pattern) && slash >= 0) return textValue((endsInText(value) ?? "").slice(slash + 1));
    return unknownValue(CUT);
  }
  if (value.length > 1) {
    if (longest || pattern.some((token) => token.kind === "any")) {
      const slash = endsInText(value)?.lastIndexOf("/") ?? -1;
      return longest && isAnyThenSlash(pattern) && slash >= 0 ? textValue((endsInText(value) ?? "").slice(slash + 1)) : unknownValue(CUT);
    }
    const head = first.text.slice(0, pattern.length);
    if (head.length < pattern.length) return unknownValue(CUT);
    return matches(pattern, head) ? concatenate(textValue(first.text.slice(pattern.length)), value.slice(1)) : value;
  }
  const length = matchLength(first.text, pattern, longest, (text, size) => text.slice(0, size));
  return length === undefined ? unknownValue(CUT) : textValue(first.text.slice(length));
}

function removeSuffix(value: Value, pattern: Pattern, longest: boolean): Value {
  const last = value[value.length - 1];
  if (last === undefined) return value;
  if (last.kind === "text" && value.length === 1) {
    const length = matchLength(last.text, pattern, longest, (text, size) => text.slice(text.length - size));
    return length === undefined ? unknownValue(CUT) : textValue(last.text.slice(0, last.text.length - length));
  }
  const slashThenAny = pattern.length === 2 && pattern[0]?.kind === "text" && pattern[0].text === "/" && pattern[1]?.kind === "any";
  if (last.kind === "text" && !longest) {
    if (slashThenAny) {
      const slash = last.text.lastIndexOf("/");
      if (slash >= 0) return concatenate(value.slice(0, -1), textValue(last.text.slice(0, slash)));
    }
    if (pattern.every((token) => token.kind !== "any") && last.text.length >= pattern.length) {
      const kept = last.text.length - pattern.length;
      return matches(pattern, last.text.slice(kept)) ? concatenate(value.slice(0, -1), textValue(last.text.slice(0, kept))) : value;
    }
  }
  if (last.kind === "home" || last.kind === "workspace") {
    // A home folder ends in a name, not in a slash; without its last name it is the folder above.
    if (slashThenAny && !longest) return concatenate(value, textValue("/.."));
    if (pattern.length === 1 && pattern[0]?.kind === "text" && pattern[0].text === "/") return value;
  }
  const first = value[0];
  if (longest && slashThenAny && first !== undefined) {
    if (first.kind === "home" || first.kind === "workspace") return EMPTY;
    if (first.kind === "text" && first.text.includes("/")) return textValue(first.text.slice(0, first.text.indexOf("/")));
  }
  return unknownValue(CUT);
}

function isAnyThenSlash(pattern: Pattern): boolean {
  return pattern.length === 2 && pattern[0]?.kind === "any" && pattern[1]?.kind === "text" && pattern[1].text === "/";
}

function endsInText(value: Value): string | undefined {
  const last = value[value.length - 1];
  return last?.kind === "text" ? last.text : undefined;
}

/** How much of the text's head or tail the pattern takes: 0 when it does not match, undefined when that would take too long to find. */
function matchLength(text: string, pattern: Pattern, longest: boolean, part: (text: string, size: number) => string): number | undefined {
  if (pattern.every((token) => token.kind !== "any")) return pattern.length <= text.length && matches(pattern, part(text, pattern.length)) ? pattern.length : 0;
  if (text.length > MAXIMUM_SEARCH) return undefined;
  for (let step = 0; step <= text.length; step++) {
    const size = longest ? text.length - step : step;
    if (matches(pattern, part(text, size))) return size;
  }
  return 0;
}

/** `${X/pattern/replacement}`, `//`, `/#`, `/%`. */
export function replacePattern(value: Value, patternValue: Value, replacement: Value, operator: string): Value {
  const text = knownText(value);
  const searched = knownText(patternValue);
  // An empty pattern matches at the start or at the end, and nowhere else.
  if (searched === "") return operator === "/#" ? concatenate(replacement, value) : operator === "/%" ? concatenate(value, replacement) : value;
  if (text === undefined) {
    // A folder's path begins with a slash.
    const isPath = value[0]?.kind === "home" || value[0]?.kind === "workspace";
    return isPath && operator === "/#" && searched?.startsWith("/") === false ? value : unknownValue("part of it is replaced, and which part is not known");
  }
  if (searched !== undefined) {
    if (operator === "/#") return text.startsWith(searched) ? concatenate(replacement, textValue(text.slice(searched.length))) : value;
    if (operator === "/%") return text.endsWith(searched) ? concatenate(textValue(text.slice(0, text.length - searched.length)), replacement) : value;
    const replaced = knownText(replacement);
    if (operator === "//" && replaced !== undefined && text.length * (replaced.length + 1) <= 65_536) return textValue(text.split(searched).join(replaced));
    const at = text.indexOf(searched);
    if (at < 0) return value;
    if (operator === "/") return concatenate(concatenate(textValue(text.slice(0, at)), replacement), textValue(text.slice(at + searched.length)));
    return unknownValue("too much of it is replaced");
  }
  return replaceMatches(text, toPattern(patternValue), replacement, operator);
}

function replaceMatches(text: string, pattern: Pattern | undefined, replacement: Value, operator: string): Value {
  if (pattern === undefined || text.length > 64 || (text === "" && matches(pattern, text))) return unknownValue("part of it is replaced, and which part is not known");
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
