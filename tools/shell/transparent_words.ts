import type { ArithmeticCommand, ArithmeticExpansionPart, Assignment, DoubleQuotedChild, ParameterExpansionPart, ParsedScript, Word, WordPart } from "unbash";
import { isShellVariable } from "./shell_variables.ts";
import type { Survey } from "./survey.ts";

/** The text of a word that stands in the script as its program receives it, without quotes. */
export function plainText(word: Word | Assignment | undefined): string | undefined {
  return word?.type === "Word" && word.parts === undefined && word.text === word.value && /^[\w./:,@%+=[-]+$/.test(word.text) ? word.text : undefined;
}

/** Whether a word is the name of a variable that the shell does not act on. */
export function isPlainName(word: Word | Assignment): boolean {
  return /^[A-Za-z_]\w*$/.test(plainText(word) ?? "") && !isShellVariable(word.text);
}

/** The text of a word in one pair of quotes, or in none, with nothing in it that the shell reads. */
export function literalText(word: Word | Assignment | undefined): string | undefined {
  if (word?.type !== "Word") return undefined;
  const only = word.parts?.[0];
  if (only === undefined) return word.value === word.text ? word.text : undefined;
  if (word.parts?.length !== 1) return undefined;
  if (only.type === "SingleQuoted") return only.value;
  const inner = only.type === "DoubleQuoted" && only.parts.length === 1 ? only.parts[0] : undefined;
  return inner?.type === "Literal" && inner.value === inner.text ? inner.value : undefined;
}

export function isTransparentPattern(word: Word, survey: Survey): boolean {
  return comparing(true, survey, () => isTransparentWord(word, survey));
}

export function isTransparentWord(word: Word, survey: Survey): boolean {
  const { parts, text, value } = word;
  const literal = literalText(word);
  if (literal === undefined && parts !== undefined) return spell(parts, survey);
  if (value !== text && literal === undefined) survey.words += `${value} `;
  noteLiteral(value, survey);
  return true;
}

/** A text that the shell may take for a pattern, here or once it is the value of a variable. */
export function noteLiteral(text: string, survey: Survey): void {
  if (!survey.compares && /[*?[]/.test(text)) survey.takesMore = true;
}

/** Adds the word that the parts make. False where it could be another name than what stands there. */
export function spell(parts: readonly WordPart[], survey: Survey): boolean {
  const word = joined(parts, survey);
  if (word === undefined || PUT_TOGETHER.test(word)) return false;
  noteLiteral(word, survey);
  survey.words += `${word} `;
  return true;
}

/** What is put in beside a letter, or beside a hyphen that stands in some name, may make a name with it. */
const PUT_TOGETHER = /[A-Za-z]\0|\0[A-Za-z]|\0-?\0|[eE]-\0|\0-[oO]/;

/** The parts of a word one behind the other; undefined where one can be told only by following the script. */
function joined(parts: readonly (WordPart | DoubleQuotedChild)[], survey: Survey): string | undefined {
  let word = "";
  for (const part of parts) {
    const piece = pieceOf(part, survey);
    if (piece === undefined) return undefined;
    word += piece;
  }
  return word;
}

function pieceOf(part: WordPart | DoubleQuotedChild, survey: Survey): string | undefined {
  switch (part.type) {
    case "Literal":
    case "SingleQuoted":
    case "AnsiCQuoted":
      return part.value;
    case "DoubleQuoted":
      return joined(part.parts, survey);
    case "Glob":
      return part.kind === "bracket" ? undefined : part.text;
    case "SimpleExpansion":
      return UNKNOWN;
    case "ParameterExpansion":
      return isPlainParameter(part, survey) ? UNKNOWN : undefined;
    case "ArithmeticExpansion":
      return isPlainArithmetic(part) ? UNKNOWN : undefined;
    case "CommandExpansion":
    case "ProcessSubstitution":
      return part.script !== undefined && isTransparentSubstitution(part.script, survey) ? UNKNOWN : undefined;
    case "LocaleString":
    case "ExtendedGlob":
    case "BraceExpansion":
      return undefined;
  }
}

/** Stands for a text that is not known. */
const UNKNOWN = "\0";

function isTransparentSubstitution(script: ParsedScript, survey: Survey): boolean {
  survey.captures = true;
  return comparing(false, survey, () => survey.isTransparentScript(script));
}

function comparing(compares: boolean, survey: Survey, read: () => boolean): boolean {
  const before = survey.compares;
  survey.compares = compares;
  const is = read();
  survey.compares = before;
  return is;
}

/** Whether an expansion gives the value of a variable, a part of it, or a text that stands there instead. */
function isPlainParameter({ parameter, prefix, index, operation }: ParameterExpansionPart, survey: Survey): boolean {
  if (prefix === "!" || (index !== undefined && !/^(?:[@*]|\$?\w+)$/.test(index.text))) return false;
  switch (operation?.type) {
    case undefined:
      return true;
    case "Default":
      return !(operation.operator.endsWith("=") && isShellVariable(parameter)) && comparing(false, survey, () => isTransparentWord(operation.operand, survey));
    case "Remove":
      return isTransparentPattern(operation.operand, survey);
    case "Slice":
      return isPlainNumber(operation.offset) && (operation.length === undefined || isPlainNumber(operation.length));
    case "CaseModification":
      return operation.operand === undefined;
    case "Replace": {
      // What takes the place of a text must keep apart what stood on either side of it.
      const between = literalText(operation.replacement);
      return between !== undefined && /^[^A-Za-z]+$/.test(between) && isTransparentPattern(operation.pattern, survey);
    }
    case "Transform":
    case "Names":
    case "Unknown":
      return false;
  }
}

function isPlainNumber({ text }: Word): boolean {
  return /^[\s\w$-]*$/.test(text);
}

/** Whether arithmetic only reckons with numbers and variables of the script's own. */
export function isPlainArithmetic(node: ArithmeticExpansionPart | ArithmeticCommand): boolean {
  const text = node.type === "ArithmeticCommand" ? node.body : node.text.slice("$((".length, -"))".length);
  if (!/^(?:[\w\s+\-*/%<>!=&|^~?:,()]|\$(?!\())*$/.test(text)) return false;
  return !(text.match(/[A-Za-z_]\w*/g) ?? []).some(isShellVariable);
}
