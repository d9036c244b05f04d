import { printParseErrorCode } from "jsonc-parser";
import type { JsonProblem } from "./problem.ts";
import { shownText } from "./shown.ts";
import { walk } from "./walk.ts";

/**
 * The first thing in `text` that is not JSON (RFC 8259), or the first array or object nested deeper than `maximumDepth`, whichever stands first.
 * Undefined when there is none.
 */
export function syntaxProblem(text: string, maximumDepth: number): JsonProblem | undefined {
  let problem: JsonProblem | undefined;
  let depth = 0;
  walk(text, {
    begin: (kind, offset, pointer) => {
      depth += 1;
      if (depth <= maximumDepth) return true;
      problem = {
        ruleId: "json/too-deep",
        pointer: pointer(),
        start: offset,
        end: offset + 1,
        message: `This ${kind} is nested deeper than ${maximumDepth} levels, which no contract needs and which exhausts the memory of many parsers. Write the document with fewer levels.`,
      };
      return false;
    },
    end: () => {
      depth -= 1;
      return true;
    },
    error: (code, offset, length, pointer) => {
      const place = describe(text, printParseErrorCode(code), offset, offset + length);
      problem = { ruleId: "json/syntax", pointer: pointer(), start: place.start, end: place.end, message: place.message };
      return false;
    },
  });
  return problem;
}

interface Place {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What was expected and what stands there, for the parser's error `name` about the token from `start` to `end`. */
function describe(text: string, name: string, start: number, end: number): Place {
  switch (name) {
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
    case "InvalidCharacter":
    case "UnexpectedEndOfString":
      return stringFault(text, start);
    case "UnexpectedEndOfNumber":
      return { start, end, message: `Expected a digit after ${shownText(text.slice(start, end))}, found ${found(text, end)}. A fraction or an exponent needs at least one digit; write for example 1.5 or 1e3.` };
    case "InvalidCommentToken":
      return { start, end: Math.min(end, start + 2), message: "Found a comment, which JSON does not have. Remove it, or say it in a description." };
    case "InvalidSymbol":
      return isBesideNumber(text, start) ? noNumber(text, start) : invalidSymbol(text, start, end);
    case "EndOfFileExpected":
      if (isLeadingZero(text, start)) return leadingZero(start, end);
      if (isBesideNumber(text, start)) return noNumber(text, start);
      return { start, end, message: `Expected nothing more after the document, found ${found(text, start)}. Remove what follows it; a stream of documents holds one a line, and is read with --ndjson.` };
    case "CommaExpected":
      if (isLeadingZero(text, start)) return leadingZero(start, end);
      if (isBesideNumber(text, start)) return noNumber(text, start);
      return { start, end, message: `Expected a comma or the end of what was opened, found ${found(text, start)}. ${otherEnd[text.charAt(start)] ?? "Put a comma between one member or item and the next."}` };
    case "ColonExpected":
      return { start, end, message: `Expected a colon after the key, found ${found(text, start)}. Write a member as "key": value.` };
    case "PropertyNameExpected":
      return { start, end, message: `Expected a key in double quotes, found ${found(text, start)}. ${afterComma(text, start, "}") ? "JSON allows no comma after the last member; remove it." : 'Write a member as "key": value.'}` };
    case "CloseBraceExpected":
      return { start, end, message: `Expected a comma or "}" to close the object, found ${found(text, start)}. The document is cut short, or a brace is missing.` };
    case "CloseBracketExpected":
      return { start, end, message: `Expected a comma or "]" to close the array, found ${found(text, start)}. The document is cut short, or a bracket is missing.` };
    default:
      return {
        start,
        end,
        message: `Expected a value, found ${found(text, start)}. ${afterComma(text, start, "]") ? "JSON allows no comma after the last item; remove it." : 'A value is an object, an array, a text in double quotes, a number, true, false or null.'}`,
      };
  }
}

const otherEnd: Readonly<Record<string, string>> = {
  "]": 'What is open here is an object; close it with "}".',
  "}": 'What is open here is an array; close it with "]".',
};

function invalidSymbol(text: string, start: number, end: number): Place {
  const word = text.slice(start, end);
  const advice = word.startsWith("'")
    ? "Texts and keys stand in double quotes."
    : word.startsWith("=")
      ? 'Write a member as "key": value.'
      : /^[-+]?(?:NaN|Infinity|inf|nan)$/.test(word)
        ? "JSON has no such number; leave the member out or write null."
        : /^(?:true|false|null|none|undefined)$/i.test(word)
          ? `Write ${/^(?:true|false)$/i.test(word) ? word.toLowerCase() : "null"} in lower case and without quotes.`
          : /^[-+.\d]/.test(word)
            ? "A number is written like 0, -12, 0.5 or 1e3: no plus sign in front, digits on both sides of the point, no letters."
            : "Texts and keys stand in double quotes; the only bare words are true, false and null.";
  return { start, end, message: `Expected a value, a key or punctuation, found ${found(text, start, end)}. ${advice}` };
}

/** The string that starts at `start` is not one: where, and why. */
function stringFault(text: string, start: number): Place {
  for (let offset = start + 1; offset < text.length; offset += 1) {
    const code = text.charCodeAt(offset);
    if (code === 0x22) break;
    if (code === 0x5c) {
      const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
      escape.lastIndex = offset;
      if (!escape.test(text)) {
        const end = offset + (/\\(?:u[0-9a-fA-F]{0,4}|[^\n]?)/uy.exec(text.slice(offset, offset + 6))?.[0].length ?? 1);
        return { start: offset, end, message: `Expected an escape, found ${found(text, offset, end)}. The escapes are \\" \\\\ \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits; write a backslash itself as \\\\.` };
      }
      offset = escape.lastIndex - 1;
    } else if (code < 0x20) {
      const lineBreak = code === 0x0a || code === 0x0d;
      const advice = lineBreak ? "Close the text on the line where it starts, and write a line break as \\n." : `Write it as \\u${code.toString(16).padStart(4, "0")}${code === 0x09 ? " or \\t" : ""}.`;
      return { start: offset, end: lineBreak ? offset : offset + 1, message: `Expected a character or the closing double quote, found ${found(text, offset)}, which JSON does not allow inside a text. ${advice}` };
    }
  }
  return { start, end: text.length, message: "Expected a closing double quote, found the end of the document. The text that starts here is never closed; the document may be cut short." };
}

/** A digit right after a zero: the parser ended a number there, because none but 0 itself starts with a zero. */
function isLeadingZero(text: string, start: number): boolean {
  return text[start - 1] === "0" && /\d/.test(text.charAt(start));
}

function leadingZero(start: number, end: number): Place {
  return { start: start - 1, end, message: "Found a number that starts with a zero, which JSON does not allow. Write it without the zero, or as a text in double quotes if the zero matters." };
}

/** Letters, points or signs right after a digit: the parser ended a number there, but whoever wrote it meant one word, a date, say. */
function isBesideNumber(text: string, start: number): boolean {
  return /\d/.test(text.charAt(start - 1)) && /[\w.+-]/.test(text.charAt(start));
}

function noNumber(text: string, offset: number): Place {
  let start = offset;
  while (/[\w.+-]/.test(text.charAt(start - 1))) start -= 1;
  let end = offset;
  while (/[\w.+-]/.test(text.charAt(end))) end += 1;
  return { start, end, message: `Expected a number, found ${shownText(text.slice(start, end))}. A number is written like 0, -12, 0.5 or 1e3; write anything else that has digits, such as a date or a version, in double quotes.` };
}

function afterComma(text: string, offset: number, closing: string): boolean {
  if (text[offset] !== closing) return false;
  let before = offset - 1;
  while (before >= 0 && text.charCodeAt(before) <= 0x20) before -= 1;
  return text[before] === ",";
}

/** What stands at `start`, for a message. */
function found(text: string, start: number, end?: number): string {
  if (start >= text.length) return "the end of the document";
  if (end !== undefined) return shownText(text.slice(start, end));
  const token = /"(?:[^"\\\n]|\\.){0,60}"?|[\w.+-]{1,60}|./suy;
  token.lastIndex = start;
  const matched = token.exec(text)?.[0] ?? text.charAt(start);
  return matched.startsWith('"') ? `the text ${shownText(matched.replace(/^"|"$/g, ""))}` : shownText(matched);
}
