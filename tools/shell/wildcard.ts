/** Matches text against a pattern in which a sign stands for any text. Linear in the text for each literal part of the pattern. */
export function wildcardMatches(pattern: string, text: string, sign = "*"): boolean {
  const parts = pattern.split(sign);
  const [first = "", ...others] = parts;
  if (!text.startsWith(first)) return false;
  const last = others.pop();
  if (last === undefined) return text === first;
  let from = first.length;
  for (const part of others) {
    const at = text.indexOf(part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return text.length - last.length >= from && text.endsWith(last);
}
