import type { Value } from "./model.ts";

/** A shell pattern: what its values' glob fragments match, the rest as it stands. Undefined where part of it is unknown. */
export type Pattern = readonly Token[];

export type Token =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "any" }
  | { readonly kind: "one" }
  | { readonly kind: "class"; readonly test: (character: string) => boolean };

/** Texts longer than this are not searched with patterns that could match at many places. */
export const MAXIMUM_SEARCH = 256;

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

export function matchesOne(token: Token, character: string): boolean {
  if (token.kind === "text") return token.text === character;
  return token.kind === "one" || (token.kind === "class" && token.test(character));
}
