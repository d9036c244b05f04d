import { isUtf8 } from "node:buffer";

/**
 * Bytes as a text that can stand in JSON and be read by people: what is UTF-8 stays, any other byte is written `\xHH`, and a backslash is doubled.
 * Different bytes give different texts.
 */
export function rawText(bytes: Uint8Array): string {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (isUtf8(view)) return view.toString("utf8").replaceAll("\\", "\\\\");
  let out = "";
  for (let position = 0; position < view.length;) {
    const length = characterLength(view, position);
    if (length === 0) out += `\\x${(view[position] ?? 0).toString(16).padStart(2, "0")}`;
    else out += view.toString("utf8", position, position + length).replaceAll("\\", "\\\\");
    position += Math.max(length, 1);
  }
  return out;
}

/** How many bytes the UTF-8 character at `position` has; 0 where there is none. */
function characterLength(bytes: Uint8Array, position: number): number {
  const lead = bytes[position] ?? 0;
  const length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
  return position + length <= bytes.length && isUtf8(bytes.subarray(position, position + length)) ? length : 0;
}
