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
  // Only substitutions hold scripts of their own, and without these characters the parser misses nothing.
  if (!/[$`<>(]|[;&][ \t]+;/.test(text)) return problems;
  const missed: SyntaxProblem[] = [];
  const waiting: { node: SyntaxNode; source: string; place: Place | undefined }[] = [{ node: script, source: text, place: undefined }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, source, place } = next;
    if (node.type === "Script" && node !== script) addErrors(problems, node, place, text.length);
    const problem = missedProblem(node, source);
    if (problem !== undefined) missed.push({ ...problem, ...place });
    forEachChild(node, (child) => {
      // Offsets inside an escaped backtick script count in its decoded text, so the expansion's own place stands for them.
      const decoded = child.type === "Script" ? child.source : undefined;
      waiting.push({ node: child, source: decoded ?? source, place: place ?? (decoded === undefined ? undefined : { start: Math.min(node.pos, text.length), end: Math.min(node.end, text.length) }) });
    });
  }
  // Behind an error that the parser tells of, what it made of the rest says nothing.
  return (problems.length === 0 ? missed : problems).sort((left, right) => left.start - right.start);
}

/** What the parser lets pass: a command before a parenthesis or a second separator, and a quote that is open in the delimiter of a heredoc. */
export function missedProblem(node: SyntaxNode, source: string): SyntaxProblem | undefined {
  // Behind `&`, which is part of the statement, the next one may begin.
  if (node.type === "Statement") return node.background === true ? undefined : unexpected(NO_COMMAND, node.end, source);
  if (node.type === "Command") return node.name === undefined ? undefined : unexpected(NO_ARGUMENT, node.name.end, source);
  if (node.type !== "HereDoc" || node.delimiter === undefined || !OPEN_QUOTE.test(node.delimiter.text)) return undefined;
  return { message: `Unterminated quote: ${node.delimiter.text.charAt(0)} in the delimiter of a heredoc`, start: node.delimiter.pos, end: node.delimiter.pos + 1 };
}

/** The last character of what stands at an offset, if it is this. */
function unexpected(expression: RegExp, offset: number, source: string): SyntaxProblem | undefined {
  expression.lastIndex = offset;
  if (!expression.test(source)) return undefined;
  const start = expression.lastIndex - 1;
  return { message: `Unexpected token '${source.charAt(start)}'`, start, end: start + 1 };
}

const NO_ARGUMENT = /[ \t]*\(/y;
const NO_COMMAND = /[ \t]*(?:\(|[;&][ \t]+;(?![;&]))/y;
const OPEN_QUOTE = /^(?:'[^']*|"[^"\\]*)$/;

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
