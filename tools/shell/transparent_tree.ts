import type { ArithmeticCommand, ArithmeticExpansionPart, Assignment, Command, CommandNode, CompoundCommand, CompoundList, DoubleQuotedChild, ParameterExpansionPart, ParsedScript, Pipeline, AndOr, Redirection, Statement, TestExpression, Word, WordPart } from "unbash";
import type { Transparency } from "./model.ts";
import { BUILTIN_NAMES, FOLDER_COPIERS, ARCHIVERS, FOLDER_MOUNTERS, isShell, RESERVED_WORDS, WRAPPER_NAMES } from "./names.ts";
import { isShellVariable } from "./outline.ts";
import { missedProblem, parseScript } from "./parse.ts";
import { mayRun, runnerNamed } from "./program_kind.ts";

/**
 * Looks through the parsed script instead of following it: undefined unless every program is written out, runs no other than what is written out
 * behind it, and no word can be put together from pieces at run time. Which way a condition goes, and what a loop goes through, is then all the
 * same. Takes a fraction of the time of the interpreter, and says nothing that the interpreter does not say.
 */
export function readTransparent(text: string): Transparency | undefined {
  const survey: Survey = { words: "", takesMore: false, runsPath: false, writes: false, captures: false, prints: false, compares: false, text, level: 0 };
  if (!isTransparentText(text, survey)) return undefined;
  // A file that the script itself wrote would be more to read, and what is printed in pieces may be taken in as one word.
  if ((survey.runsPath && survey.writes) || (survey.captures && survey.prints)) return undefined;
  return { words: survey.words, takesMore: survey.takesMore };
}

interface Survey {
  words: string;
  takesMore: boolean;
  /** Whether a program is given by a path. */
  runsPath: boolean;
  /** Whether something is written to a file. */
  writes: boolean;
  /** Whether what a program prints becomes a value. */
  captures: boolean;
  /** Whether something is printed that may end within a line or be put together from pieces. */
  prints: boolean;
  /** Whether what is read now is a pattern that a value is compared with, which takes nothing. */
  compares: boolean;
  /** The text that is looked through now. */
  text: string;
  /** How deep in texts for a shell of its own. */
  level: number;
}

const DEEPEST = 4;

function isTransparentText(text: string, survey: Survey): boolean {
  const script = survey.level < DEEPEST ? parseScript(text) : undefined;
  if (script === undefined) return false;
  const outer = survey.text;
  survey.text = text;
  survey.level += 1;
  const is = isTransparentScript(script, survey);
  survey.level -= 1;
  survey.text = outer;
  return is;
}

function isTransparentScript({ errors, source, commands }: ParsedScript, survey: Survey): boolean {
  return (errors === undefined || errors.length === 0) && source === undefined && areTransparent(commands, survey);
}

function areTransparent(statements: readonly Statement[], survey: Survey): boolean {
  for (const statement of statements) if (missedProblem(statement, survey.text) !== undefined || !isTransparentNode(statement.command, survey)) return false;
  return true;
}

type Node = CommandNode | Pipeline | AndOr | CompoundList;

function isTransparentNode(node: Node, survey: Survey): boolean {
  switch (node.type) {
    case "Command":
      return missedProblem(node, survey.text) === undefined && isTransparentCommand(node, survey);
    case "Pipeline":
    case "AndOr":
      for (const command of node.commands) if (!isTransparentNode(command, survey)) return false;
      return true;
    case "CompoundList":
      return areTransparent(node.commands, survey);
    case "Redirected":
      for (const redirection of node.redirects) if (!isTransparentRedirection(redirection, survey)) return false;
      return isTransparentNode(node.command, survey);
    case "Function":
      return isPlainName(node.name) && isUnlisted(node.name.text) && isTransparentNode(node.body, survey);
    case "Coproc":
      return false;
    default:
      return isTransparentCompound(node, survey);
  }
}

function isTransparentCompound(node: CompoundCommand, survey: Survey): boolean {
  switch (node.type) {
    case "BraceGroup":
    case "Subshell":
      return isTransparentNode(node.body, survey);
    case "If":
      for (const branch of [node, ...node.elif]) if (!isTransparentNode(branch.clause, survey) || !isTransparentNode(branch.then, survey)) return false;
      return node.else === undefined || isTransparentNode(node.else, survey);
    case "For":
      if (!isPlainName(node.name)) return false;
      for (const word of node.wordlist ?? []) if (!isTransparentWord(word, survey)) return false;
      return isTransparentNode(node.body, survey);
    case "While":
      return isTransparentNode(node.clause, survey) && isTransparentNode(node.body, survey);
    case "Case":
      if (!isTransparentWord(node.word, survey)) return false;
      for (const { pattern, body } of node.items) {
        for (const word of pattern) if (!isTransparentPattern(word, survey)) return false;
        if (!isTransparentNode(body, survey)) return false;
      }
      return true;
    case "TestCommand":
      return isTransparentTest(node.expression, survey);
    case "ArithmeticCommand":
      return isPlainArithmetic(node);
    case "ArithmeticFor":
    case "Select":
      return false;
  }
}

function isTransparentTest(test: TestExpression, survey: Survey): boolean {
  switch (test.type) {
    case "TestUnary":
      return isTransparentWord(test.operand, survey);
    case "TestBinary":
      return test.operator !== "=~" && isTransparentWord(test.left, survey) && isTransparentPattern(test.right, survey);
    case "TestLogical":
      for (const operand of test.operands) if (!isTransparentTest(operand, survey)) return false;
      return true;
    case "TestNot":
      return isTransparentTest(test.operand, survey);
    case "TestGroup":
      return isTransparentTest(test.expression, survey);
  }
}

function isTransparentRedirection(redirection: Redirection, survey: Survey): boolean {
  if (redirection.descriptor?.type === "FileDescriptorVariable") return false;
  if (redirection.type === "HereDoc") {
    const { delimiter, body } = redirection;
    if (delimiter === undefined || missedProblem(redirection, survey.text) !== undefined || (!delimiter.quoted && body.text.includes("\\"))) return false;
    if (body.parts !== undefined) return spell(body.parts, survey);
    noteLiteral(body.text, survey);
    return true;
  }
  const { target } = redirection;
  if (target === undefined) return false;
  if (redirection.type === "Redirect" && redirection.operator.includes(">") && !/^(?:\d|-|\/dev\/null)$/.test(target.text)) survey.writes = true;
  return isTransparentWord(target, survey);
}

function isTransparentCommand({ name, prefix, suffix }: Command, survey: Survey): boolean {
  for (const part of prefix) {
    // `IFS= read` says how that one line is split.
    const isSeparator = part.type === "Assignment" && part.name === "IFS" && name?.text === "read" && part.value.type === "Word" && isTransparentWord(part.value, survey);
    if (!isSeparator && !(part.type === "Assignment" ? isTransparentAssignment(part, survey) : isTransparentRedirection(part, survey))) return false;
  }
  const words: (Word | Assignment)[] = [];
  for (const part of suffix) {
    if (part.type === "Word" || part.type === "Assignment") words.push(part);
    else if (!isTransparentRedirection(part, survey)) return false;
  }
  return name === undefined || isTransparentCall(name, words, survey);
}

function isTransparentAssignment({ name, value, append, index }: Assignment, survey: Survey): boolean {
  if (isShellVariable(name) || (index !== undefined && !/^\w+$/.test(index.text))) return false;
  if (value.type === "Word") return append !== true && isTransparentWord(value, survey);
  for (const element of value.elements) if (!isTransparentWord(element, survey)) return false;
  return true;
}

/** What of a call stands behind its program. */
type Words = readonly (Word | Assignment)[];

function isTransparentCall(name: Word, words: Words, survey: Survey): boolean {
  let program = plainText(name);
  let rest = words;
  let isWrapped = false;
  for (let behind = program === undefined ? undefined : behindWrapper(program, rest); behind !== undefined; behind = program === undefined ? undefined : behindWrapper(program, rest)) {
    program = plainText(behind[0]);
    rest = behind.slice(1);
    isWrapped = true;
  }
  if (program === undefined) return false;
  const judge = isWrapped ? undefined : BUILTINS.get(program);
  if (judge !== undefined) return judge(rest, survey) && areTransparentArguments(rest, survey);
  const first = plainText(rest[0]);
  if (program === "bash" || program === "sh") return isTransparentShell(rest, survey);
  if (program === "command") return !isWrapped && first === "-v" && areTransparentArguments(rest, survey);
  const base = program.slice(program.lastIndexOf("/") + 1);
  const runner = LISTED.has(base) ? runnerNamed(base) : undefined;
  if (runner === undefined ? !isUnlisted(base) : first === undefined || !/^[a-z]/.test(first) || mayRun(runner, first)) return false;
  if (base !== program) survey.runsPath = true;
  if (base === "tee" || base === "dd") survey.writes = true;
  if (COPIERS.has(base.toLowerCase())) survey.takesMore = true;
  return areTransparentArguments(rest, survey);
}

const COPIERS: ReadonlySet<string> = new Set<string>([...FOLDER_COPIERS, ...ARCHIVERS, ...FOLDER_MOUNTERS]);

/** What runs the command that follows it at once; with the word that must stand between. */
const WRAPPERS: ReadonlyMap<string, RegExp | undefined> = new Map<string, RegExp | undefined>([
  ...["sudo", "time", "nice", "nohup", "npx"].map((name) => [name, undefined] as const),
  ["timeout", /^\d+$/],
  ...["pixi", "uv", "poetry", "pipenv", "conda", "yarn"].map((name) => [name, /^run$/] as const),
  ...["bundle", "npm", "pnpm"].map((name) => [name, /^exec$/] as const),
]);

/** The words of the command that a wrapper runs; undefined where the program is none, or not used as one. */
function behindWrapper(program: string, words: Words): Words | undefined {
  if (!WRAPPERS.has(program)) return undefined;
  const between = WRAPPERS.get(program);
  if (between === undefined) return words;
  return between.test(plainText(words[0]) ?? "") ? words.slice(1) : undefined;
}

/** `bash -c 'text'`, with nothing behind the text. */
function isTransparentShell(words: Words, survey: Survey): boolean {
  const [option, script] = words;
  const text = literalText(script);
  return words.length === 2 && /^-[elux]*c$/.test(plainText(option) ?? "") && text !== undefined && isTransparentText(text, survey) && areTransparentArguments(words, survey);
}

type Judge = (words: Words, survey: Survey) => boolean;

const isHarmless: Judge = () => true;
const declares: Judge = (words) => words.every((word) => word.type === "Assignment" || isPlainName(word));
const unsets: Judge = (words) => words.every(isPlainName);
const sets: Judge = (words) => words.every((word) => USUAL_SETTING.test(plainText(word) ?? ""));
const USUAL_SETTING = /^(?:[-+](?:[eEuvx]+o?|o)|errexit|errtrace|nounset|pipefail|verbose|xtrace)$/;

const reads: Judge = (words, survey) => {
  survey.captures = true;
  return words.every((word, index) => (index === 0 && plainText(word) === "-r") || isPlainName(word));
};

const echoes: Judge = (words, survey) => {
  survey.prints ||= words.some(({ text }, index) => text.includes("\\") || (index === 0 && text.startsWith("-")));
  return true;
};

const prints: Judge = (words, survey) => {
  survey.prints = true;
  return literalText(words[0])?.startsWith("-") === false;
};

const traps: Judge = (words, survey) => {
  const text = literalText(words[0]);
  return words.length > 1 && text !== undefined && (text === "-" || (!text.startsWith("-") && isTransparentText(text, survey)));
};

/** The builtins that leave the shell as it is, or change no more of it than what is asked for here. */
const BUILTINS: ReadonlyMap<string, Judge> = new Map<string, Judge>([
  ...[":", "[", "true", "cd", "pwd", "exit", "return", "break", "continue", "shift"].map((name) => [name, isHarmless] as const),
  ...["export", "local", "readonly", "declare"].map((name) => [name, declares] as const),
  ["unset", unsets], ["set", sets], ["read", reads], ["echo", echoes], ["printf", prints], ["trap", traps],
]);

/** Programs and words of the shell that run others or change the shell, or how a script is read. */
const LISTED: ReadonlySet<string> = new Set<string>([...BUILTIN_NAMES, ...RESERVED_WORDS, ...WRAPPER_NAMES].filter((name) => !["cd", "echo", "pwd", "true"].includes(name)));

/** Whether a name is that of a program like any other. The file system may ignore case. */
function isUnlisted(name: string): boolean {
  const lower = name.toLowerCase();
  return /^[a-z_][\w-]*(?:\.(?:sh|py|js|mjs|ts|rb|pl))?$/.test(lower) && !LISTED.has(lower) && !isShell(lower);
}

function areTransparentArguments(words: Words, survey: Survey): boolean {
  for (const word of words) if (!(word.type === "Word" ? isTransparentWord(word, survey) : isTransparentAssignment(word, survey))) return false;
  return true;
}

/** The text of a word that stands in the script as its program receives it, without quotes. */
function plainText(word: Word | Assignment | undefined): string | undefined {
  return word?.type === "Word" && word.parts === undefined && word.text === word.value && /^[\w./:,@%+=[-]+$/.test(word.text) ? word.text : undefined;
}

/** Whether a word is the name of a variable that the shell does not act on. */
function isPlainName(word: Word | Assignment): boolean {
  return /^[A-Za-z_]\w*$/.test(plainText(word) ?? "") && !isShellVariable(word.text);
}

/** The text of a word in one pair of quotes, or in none, with nothing in it that the shell reads. */
function literalText(word: Word | Assignment | undefined): string | undefined {
  if (word?.type !== "Word") return undefined;
  const only = word.parts?.[0];
  if (only === undefined) return word.value === word.text ? word.text : undefined;
  if (word.parts?.length !== 1) return undefined;
  if (only.type === "SingleQuoted") return only.value;
  const inner = only.type === "DoubleQuoted" && only.parts.length === 1 ? only.parts[0] : undefined;
  return inner?.type === "Literal" && inner.value === inner.text ? inner.value : undefined;
}

function isTransparentPattern(word: Word, survey: Survey): boolean {
  return comparing(true, survey, () => isTransparentWord(word, survey));
}

function isTransparentWord(word: Word, survey: Survey): boolean {
  const { parts, text, value } = word;
  const literal = literalText(word);
  if (literal === undefined && parts !== undefined) return spell(parts, survey);
  if (value !== text && literal === undefined) survey.words += `${value} `;
  noteLiteral(value, survey);
  return true;
}

/** A text that the shell may take for a pattern, here or once it is the value of a variable. */
function noteLiteral(text: string, survey: Survey): void {
  if (!survey.compares && /[*?[]/.test(text)) survey.takesMore = true;
}

/** Adds the word that the parts make. False where it could be another name than what stands there. */
function spell(parts: readonly WordPart[], survey: Survey): boolean {
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
  return comparing(false, survey, () => isTransparentScript(script, survey));
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
function isPlainArithmetic(node: ArithmeticExpansionPart | ArithmeticCommand): boolean {
  const text = node.type === "ArithmeticCommand" ? node.body : node.text.slice("$((".length, -"))".length);
  if (!/^(?:[\w\s+\-*/%<>!=&|^~?:,()]|\$(?!\())*$/.test(text)) return false;
  return !(text.match(/[A-Za-z_]\w*/g) ?? []).some(isShellVariable);
}
