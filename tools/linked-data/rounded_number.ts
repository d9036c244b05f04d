import { childPointer } from "../json/pointer.ts";
import type { Spelling } from "../json/spelling.ts";
import { isArray, isObject, type JsonValue } from "../json/value.ts";

/** A number that is not written as what it is read as. */
export interface RoundedNumber {
  readonly pointer: string;
  readonly read: number;
}

/**
 * The first number that is not read as it is written, or undefined. Readers of JSON keep 64 bits of a number (RFC 8259, section 6), so two
 * documents that differ only beyond them would have the same digest.
 */
export function roundedNumber(value: JsonValue, spelling: Spelling): RoundedNumber | undefined {
  const numbers = new Map<string, number>();
  noteNumbers(value, "", numbers);
  if (numbers.size === 0) return undefined;
  const written = spelling(numbers.keys());
  for (const [pointer, read] of numbers) {
    const text = written.get(pointer);
    if (text !== undefined && (!Number.isFinite(read) || decimal(text) !== decimal(String(read)))) return { pointer, read };
  }
  return undefined;
}

function noteNumbers(value: JsonValue, pointer: string, numbers: Map<string, number>): void {
  if (typeof value === "number") numbers.set(pointer, value);
  else if (isArray(value)) for (const [index, item] of value.entries()) noteNumbers(item, childPointer(pointer, index), numbers);
  else if (isObject(value)) for (const [key, item] of Object.entries(value)) noteNumbers(item, childPointer(pointer, key), numbers);
}

/** The significant digits of a number and where the point stands before them, the same however it is written; without its sign, which no reader loses. */
function decimal(text: string): string {
  const [, whole = "", fraction = "", exponent = "0"] = /^-?(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = whole + fraction;
  let start = 0;
  let end = digits.length;
  while (digits[start] === "0") start += 1;
  while (end > start && digits[end - 1] === "0") end -= 1;
  return start === end ? "0" : `${digits.slice(start, end)}e${String(whole.length - start + Number(exponent))}`;
}
