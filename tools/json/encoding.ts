import type { JsonProblem } from "./problem.ts";

const marks = [
  { encoding: "UTF-32", bytes: [0xff, 0xfe, 0x00, 0x00] },
  { encoding: "UTF-32", bytes: [0x00, 0x00, 0xfe, 0xff] },
  { encoding: "UTF-16", bytes: [0xff, 0xfe] },
  { encoding: "UTF-16", bytes: [0xfe, 0xff] },
] as const;

/** Why `bytes`, which `text` was decoded from, are not UTF-8 without a byte-order mark (RFC 8259, section 8.1); undefined when they are. */
export function encodingProblem(bytes: Uint8Array, text: string): JsonProblem | undefined {
  const problem = { ruleId: "json/encoding", pointer: "" } as const;
  const mark = marks.find((candidate) => candidate.bytes.every((byte, index) => bytes[index] === byte));
  if (mark !== undefined) {
    return { ...problem, start: 0, end: 1, message: `The document is written in ${mark.encoding}. Programs exchange JSON as UTF-8, and many read nothing else. Save the file as UTF-8 without a byte-order mark.` };
  }
  if (text.charCodeAt(0) === 0xfeff) {
    return {
      ...problem,
      start: 0,
      end: 1,
      message: "The document starts with a byte-order mark, which JSON does not allow and many parsers refuse. Save the file as UTF-8 without a byte-order mark.",
      replacement: { description: "Remove the byte-order mark", text: "" },
    };
  }
  const wrong = firstWrongByte(bytes, text);
  if (wrong === undefined) return undefined;
  const value = (bytes[wrong.byte] ?? 0).toString(16).toUpperCase().padStart(2, "0");
  return {
    ...problem,
    start: wrong.offset,
    end: wrong.offset + 1,
    message: `Byte ${wrong.byte + 1} of the document, 0x${value}, is not part of well-formed UTF-8, so programs will disagree on what the file says. Save the file as UTF-8, or write the character as a \\u escape.`,
  };
}

/** The decoder puts U+FFFD where bytes are not UTF-8; the first one that the bytes do not spell out is the fault. */
function firstWrongByte(bytes: Uint8Array, text: string): { byte: number; offset: number } | undefined {
  let byte = 0;
  let checked = 0;
  for (let offset = text.indexOf("\ufffd"); offset !== -1; offset = text.indexOf("\ufffd", offset + 1)) {
    byte += Buffer.byteLength(text.slice(checked, offset));
    if (!(bytes[byte] === 0xef && bytes[byte + 1] === 0xbf && bytes[byte + 2] === 0xbd)) return { byte, offset };
    checked = offset;
  }
  return undefined;
}
