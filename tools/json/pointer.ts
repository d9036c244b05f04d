/** Appends one reference token to a JSON Pointer, escaping `~` and `/` (RFC 6901, section 3). */
export function childPointer(pointer: string, token: string | number): string {
  const text = String(token);
  return `${pointer}/${text.includes("~") || text.includes("/") ? text.replaceAll("~", "~0").replaceAll("/", "~1") : text}`;
}

/** The reference tokens of a JSON Pointer, unescaped (RFC 6901, section 4). */
export function pointerTokens(pointer: string): string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));
}
