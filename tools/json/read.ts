import { duplicateKeyProblems } from "./duplicate_keys.ts";
import { encodingProblem } from "./encoding.ts";
import { defaultMaximumBytes, maximumDepth, parseJson, type ParsedJson } from "./parse.ts";
import type { JsonProblem } from "./problem.ts";
import { syntaxProblem } from "./syntax.ts";
import type { JsonValue } from "./value.ts";

export interface JsonReading {
  /** The bytes as text; what is not UTF-8 is U+FFFD. Empty for a document that is too large to look at. */
  readonly text: string;
  /** Undefined when the document cannot be read. */
  readonly value: JsonValue | undefined;
  readonly problems: readonly JsonProblem[];
}

/** Reads one JSON text strictly, as `parseJson` does, and explains what it refuses. Never throws. */
export function readJson(bytes: Uint8Array, options: { readonly maximumBytes?: number } = {}): JsonReading {
  const parsed = parseJson(bytes, options.maximumBytes);
  return { text: parsed.text, value: parsed.value, problems: problemsOf(parsed, options.maximumBytes) };
}

/** Where and why strict reading refuses what was parsed; empty when it does not. */
export function problemsOf({ bytes, text, fault }: ParsedJson, maximumBytes = defaultMaximumBytes): JsonProblem[] {
  if (fault === undefined) return [];
  switch (fault) {
    case "too-large":
      return [tooLarge(maximumBytes)];
    case "encoding":
      return [encodingProblem(bytes, text) ?? unplaced("json/encoding", "The file is not UTF-8. Save it as UTF-8 without a byte-order mark.")];
    case "duplicate-key":
      return duplicateKeyProblems(text);
    case "syntax":
      return [syntaxProblem(text, maximumDepth) ?? unplaced("json/syntax", "The document is not JSON, so nothing in it can be checked. Write it as RFC 8259 says.")];
    case "too-deep":
      return [syntaxProblem(text, maximumDepth) ?? unplaced("json/too-deep", `The document is nested deeper than ${maximumDepth} levels. Write it with fewer levels.`)];
  }
}

function tooLarge(maximumBytes: number): JsonProblem {
  return unplaced("json/too-large", `The document has more than the ${maximumBytes} bytes that are read, so that no file can exhaust the machine's memory. Split it into several documents, or raise the limit.`);
}

function unplaced(ruleId: JsonProblem["ruleId"], message: string): JsonProblem {
  return { ruleId, pointer: "", start: 0, end: 0, message };
}
