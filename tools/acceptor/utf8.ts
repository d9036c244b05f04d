/** Behind the character outside ASCII that begins at `at`; 0 where none does (RFC 3629, section 4). */
export function behindCharacter(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return isContinuation(second) ? at + 2 : 0;
  const least = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  // Neither surrogates nor what lies beyond U+10FFFF.
  const most = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most || !isContinuation(bytes[at + 2] ?? 0)) return 0;
  if (first < 0xf0) return at + 3;
  return isContinuation(bytes[at + 3] ?? 0) ? at + 4 : 0;
}

function isContinuation(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

/** The code unit that is escaped by what stands behind a backslash; -1 for none, and for a surrogate (RFC 8259, section 7). */
export function escapeAt(bytes: Uint8Array, at: number): number {
  const letter = bytes[at] ?? 0;
  if (letter !== 0x75) return (ESCAPED[letter] ?? 0) - 1;
  let code = 0;
  for (let index = at + 1; index < at + 5; index += 1) {
    const digit = hexadecimal(bytes[index] ?? 0);
    if (digit < 0) return -1;
    code = code * 16 + digit;
  }
  return code >= 0xd800 && code <= 0xdfff ? -1 : code;
}

/** By the letter behind the backslash the code unit that is meant, plus one. */
const ESCAPED = new Uint8Array(256);
for (const [letter, character] of ['""', "//", "\\\\", "b\b", "f\f", "n\n", "r\r", "t\t"]) ESCAPED[letter?.charCodeAt(0) ?? 0] = 1 + (character?.charCodeAt(0) ?? 0);

function hexadecimal(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const letter = byte | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x61 + 10 : -1;
}
