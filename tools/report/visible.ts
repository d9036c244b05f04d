/**
 * The text with every character escaped that a terminal would obey or a reader could not see: controls, direction marks,
 * line separators, lone surrogates. What comes from a document or a file name passes through here before it is printed.
 */
export function visible(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : text.replace(invisible(), escaped);
}

/** As `visible`, but line feeds stay: for text that is printed as lines. */
export function visibleLines(text: string): string {
  return /^[\n\x20-\x7e]*$/.test(text) ? text : text.replace(invisible(), (character) => (character === "\n" ? character : escaped(character)));
}

/** The text with lone surrogates, which no encoding can carry, replaced by U+FFFD. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, "\ufffd");
}

/** Made when it is needed: reading such an expression takes longer than judging a document. */
function invisible(): RegExp {
  return /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;
}

function escaped(character: string): string {
  if (character === "\t") return "\\t";
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  const point = character.codePointAt(0) ?? 0;
  const digits = point.toString(16);
  return point > 0xffff ? `\\u{${digits}}` : `\\u${digits.padStart(4, "0")}`;
}
