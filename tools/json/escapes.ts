/**
 * Where the characters of a string value stand in its text. `start` is the offset of the opening quote in `text`; `indexes` count UTF-16 code units
 * of the value and must be sorted. An index past the end leads to the closing quote.
 */
export function escapedOffsets(text: string, start: number, indexes: readonly number[]): number[] {
  let offset = start + 1;
  let index = 0;
  return indexes.map((wanted) => {
    while (index < wanted && text.charCodeAt(offset) !== 0x22 && offset < text.length) {
      if (text.charCodeAt(offset) !== 0x5c) offset += 1;
      else offset += text[offset + 1] === "u" ? 6 : 2;
      index += 1;
    }
    return offset;
  });
}
