import type { JsonValue } from "./value.ts";

const longestText = 60;

/** `value` for a message: as JSON in printable characters, shortened; what an array or object holds is only counted. */
export function shown(value: JsonValue): string {
  if (typeof value === "string") return shownText(value);
  if (Array.isArray(value)) return value.length === 0 ? "an empty array" : `an array of ${counted(value.length, "item")}`;
  if (typeof value === "object" && value !== null) {
    const members = Object.keys(value).length;
    return members === 0 ? "an empty object" : `an object with ${counted(members, "member")}`;
  }
  return typeof value === "number" ? shownNumber(value) : String(value);
}

/** What JavaScript writes otherwise than a document can: no document holds the word Infinity, and a zero may have a sign there. */
function shownNumber(value: number): string {
  if (!Number.isFinite(value)) return "a number too large to be read";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** `text` between quotes, in printable characters, with the middle left out when it is long. */
export function shownText(text: string): string {
  if (text.length <= longestText) return printable(JSON.stringify(text));
  const half = longestText / 2;
  return printable(`${JSON.stringify(text.slice(0, half)).slice(0, -1)}...${JSON.stringify(text.slice(-half)).slice(1)}`);
}

/** "1 item", "2 items". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Escapes what would be invisible, pass for a space, change the order of what is read, or reach a terminal: controls, formats, separators, lone surrogates. */
function printable(text: string): string {
  return text.replaceAll(/(?! )[\p{Zs}\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, index) => `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`).join(""),
  );
}
