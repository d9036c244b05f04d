import type { AndOr, Command, CommandNode, CompoundCommand, CompoundList, ParsedScript, Pipeline, Redirection, Statement, TestExpression, Word, Assignment } from "unbash";
import type { Transparency } from "./model.ts";
import { missedProblem, parseScript } from "./parse.ts";
import type { Survey } from "./survey.ts";
import { isTransparentAssignment, isTransparentCall, isUnlisted } from "./transparent_calls.ts";
import { isPlainArithmetic, isPlainName, isTransparentPattern, isTransparentWord, noteLiteral, spell } from "./transparent_words.ts";

/**
 * Looks through the parsed script instead of following it: undefined unless every program is written out, runs no other than what is written out
 * behind it, and no word can be put together from pieces at run time. Which way a condition goes, and what a loop goes through, is then all the
 * same. Takes a fraction of the time of the interpreter, and says nothing that the interpreter does not say.
 */
export function readTransparent(text: string): Transparency | undefined {
  const survey: Survey = {
    words: "", takesMore: false, runsPath: false, writes: false, captures: false, prints: false, compares: false, text, level: 0,
    isTransparentScript: (script) => isTransparentScript(script, survey),
    isTransparentText: (within) => isTransparentText(within, survey),
  };
  if (!isTransparentText(text, survey)) return undefined;
  // A file that the script itself wrote would be more to read, and what is printed in pieces may be taken in as one word.
  if ((survey.runsPath && survey.writes) || (survey.captures && survey.prints)) return undefined;
  return { words: survey.words, takesMore: survey.takesMore };
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
