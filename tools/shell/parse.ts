import { forEachChild, parse, type ParsedScript, type SyntaxNode, type Word } from "unbash";
import type { SyntaxProblem } from "./model.ts";

/** Parses a script. Undefined when it nests too deeply for the parser to end at all. */
export function parseScript(text: string): ParsedScript | undefined {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

export const TOO_DEEP = "The script nests its constructs too deeply to be read";

/** Every syntax error of a parsed script, those of the scripts nested in its substitutions included. */
export function syntaxProblems(script: ParsedScript, text: string): SyntaxProblem[] {
  const problems: SyntaxProblem[] = [];
  addErrors(problems, script, undefined, text.length);
  // Only substitutions hold scripts of their own.
  if (!/[$`<>]/.test(text)) return problems;
  const waiting: { node: SyntaxNode; place: Place | undefined }[] = [{ node: script, place: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, place } = next;
    if (node.type === "Script" && node !== script) addErrors(problems, node, place, text.length);
    forEachChild(node, (child) => {
      // Offsets inside an escaped backtick script count in its decoded text, so the expansion's own place stands for them.
      const decoded = child.type === "Script" && child.source !== undefined;
      waiting.push({ node: child, place: place ?? (decoded ? { start: Math.min(node.pos, text.length), end: Math.min(node.end, text.length) } : undefined) });
    });
  }
  return problems.sort((left, right) => left.start - right.start);
}

interface Place {
  readonly start: number;
  readonly end: number;
}

function addErrors(problems: SyntaxProblem[], script: ParsedScript, place: Place | undefined, length: number): void {
  for (const error of script.errors ?? []) {
    const start = Math.min(error.pos, length);
    problems.push({ message: explain(error.message), ...(place ?? { start, end: Math.min(start + 1, length) }) });
  }
}

/** The parser's words as a sentence. */
function explain(message: string): string {
  const sentence = message.charAt(0).toUpperCase() + message.slice(1);
  if (message.startsWith("maximum ")) return `${sentence}: the script nests its constructs too deeply to be read`;
  return sentence;
}

/** Parses the raw text of one word, such as brace expansion makes. */
export function parseWord(raw: string): Word | undefined {
  const statement = parseScript(`: ${raw}`)?.commands[0]?.command;
  if (statement?.type !== "Command") return undefined;
  const word = statement.suffix[0];
  return word?.type === "Word" ? word : undefined;
}
