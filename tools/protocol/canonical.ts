import { createHash } from "node:crypto";
import canonicalize from "canonicalize";

/** The canonical form of a JSON value (RFC 8785). Throws a TypeError on what JSON cannot say. */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError("not a JSON value");
  return text;
}

/** `sha256:` and the digest of the bytes, or of the text as UTF-8, in lowercase hexadecimal. */
export function digest(data: string | Uint8Array): string {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}
