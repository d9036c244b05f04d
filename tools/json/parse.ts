import { isAscii, isUtf8 } from "node:buffer";
import { memberCount, repeatsKey } from "./members.ts";
import type { JsonValue } from "./value.ts";

export const defaultMaximumBytes = 64 * 1024 * 1024;

/** A document nests at most this deep: an array in an array is two levels. */
export const maximumDepth = 64;

/** What a file's bytes hold. */
export interface ParsedJson {
  readonly bytes: Uint8Array;
  /** The bytes as text; what is not UTF-8 is U+FFFD. Empty for a document that is too large to look at. */
  readonly text: string;
  /** Undefined when the document cannot be read. Of a repeated key it holds the last value, as `JSON.parse` does. */
  readonly value: JsonValue | undefined;
  /** What strict reading refuses; `problemsOf` in read.ts says where and why. */
  readonly fault?: "encoding" | "syntax" | "duplicate-key" | "too-deep" | "too-large";
}

/**
 * Reads one JSON text strictly (RFC 8259, sections 2 to 8): UTF-8 without a byte-order mark, no repeated keys, bounded depth and size.
 * Never throws, and costs little more than `JSON.parse`.
 */
export function parseJson(bytes: Uint8Array, maximumBytes = defaultMaximumBytes): ParsedJson {
  if (bytes.length > maximumBytes) return { bytes, text: "", value: undefined, fault: "too-large" };
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Text in ASCII, by far the most usual, is quicker to decode and stays one byte a character.
  const ascii = isAscii(buffer);
  const text = buffer.toString(ascii ? "latin1" : "utf8");
  if (!ascii && (!isUtf8(buffer) || text.charCodeAt(0) === 0xfeff)) return { bytes, text, value: undefined, fault: "encoding" };
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch {
    return { bytes, text, value: undefined, fault: "syntax" };
  }
  const members = memberCount(value, maximumDepth);
  if (members === undefined) return { bytes, text, value: undefined, fault: "too-deep" };
  return repeatsKey(text, members) ? { bytes, text, value, fault: "duplicate-key" } : { bytes, text, value };
}
