/** The characters of a JSON text that take more than one byte. */

/** Behind the character outside ASCII that begins at `at`; 0 where none does (RFC 3629, section 4). */
export function behindCharacter(at: usize): usize {
  const first = load<u8>(at);
  const second = load<u8>(at, 1);
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return isContinuation(second) ? at + 2 : 0;
  const least: u8 = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  // Neither surrogates nor what lies beyond U+10FFFF.
  const most: u8 = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < least || second > most || !isContinuation(load<u8>(at, 2))) return 0;
  if (first < 0xf0) return at + 3;
  return isContinuation(load<u8>(at, 3)) ? at + 4 : 0;
}

function isContinuation(byte: u8): bool {
  return (byte & 0xc0) === 0x80;
}

/** The code unit that is escaped by what stands behind a backslash; -1 for none, and for a surrogate (RFC 8259, section 7). */
export function escapeAt(at: usize): i32 {
  switch (load<u8>(at)) {
    case 0x22:
      return 0x22;
    case 0x2f:
      return 0x2f;
    case 0x5c:
      return 0x5c;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    case 0x75:
      return hexadecimalAt(at + 1);
    default:
      return -1;
  }
}

function hexadecimalAt(at: usize): i32 {
  let code = 0;
  for (let index: usize = 0; index < 4; index += 1) {
    const byte: i32 = load<u8>(at + index);
    const letter = byte | 0x20;
    if (byte >= 0x30 && byte <= 0x39) code = code * 16 + (byte - 0x30);
    else if (letter >= 0x61 && letter <= 0x66) code = code * 16 + (letter - 0x61 + 10);
    else return -1;
  }
  return code >= 0xd800 && code <= 0xdfff ? -1 : code;
}
