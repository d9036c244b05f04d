import type { Assignment, Command as SyntaxCommand, Word as SyntaxWord } from "unbash";
import type { Redirection, Word } from "./model.ts";
import { allElements, elementOf, PLAIN_KEY, pairedList, putElement, sortedList, type Key } from "./elements.ts";
import { arithmeticValues, expandFields, expandValues, ASSIGNMENT, ELEMENT, TEXT } from "./expand.ts";
import { runAlias } from "./alias.ts";
import type { Place } from "./frame.ts";
import { findFunction } from "./functions.ts";
import { write } from "./directories.ts";
import { cellValues, charge, directoryOf, placeOf, STDIN, type Declaration, type Machine, type Success } from "./machine.ts";
import { parseScript } from "./parse.ts";
import { forgetContents, redirect } from "./redirect.ts";
import { branches, assignCell, type Cell, type Content, type FunctionDefinition } from "./state.ts";
import { concatenate, distinct, EMPTY, knownText, knownTexts, mapValues, product, textValue, unknownValues, type Values } from "./value.ts";
import { wholeWords, type CommandWords } from "./whole_words.ts";
import { assignVariable, contentValues, readVariable, targetName, variableCell } from "./variables.ts";

const MAXIMUM_VARIANTS = 16;
/** Of the words that a function is called with. */
const MAXIMUM_VALUES = 16;

/** Runs one simple command: expands its words, then redirects, then assigns, as the shell does. */
export function runSimple(machine: Machine, node: SyntaxCommand): Success {
  charge(machine, 4);
  const words = wholeWords(node);
  const { name, args, redirects, prefix } = words;
  if (name === undefined) return runAssignments(machine, node, words);
  const place = placeOf(machine, node);
  if (runAlias(machine, node, name)) return undefined;
  const variants = expandArguments(machine, name, args);
  const redirected = redirects.length > 0 ? redirect(machine, redirects) : undefined;
  const redirections = redirected?.redirections ?? NO_REDIRECTIONS;
  const assigned = prefix.length > 0 ? assignTemporarily(machine, prefix.filter((part) => part.type === "Assignment")) : undefined;
  let success: Success;
  const only = variants[0];
  const run = (argv: readonly Word[]): void => {
    emit(machine, argv, redirections, place, assigned?.words, isFollowed(machine, argv));
    if (argv.length > 0) success = machine.run.argv(machine, argv, "shell");
  };
  if (variants.length === 1 && only !== undefined) run(only);
  else {
    branches(machine.state, variants.map((argv) => () => {
      run(argv);
    }));
    success = undefined;
  }
  assigned?.restore();
  // The redirections of `exec` alone stay.
  const stays = name.text === "exec" && args.length === 0;
  redirected?.restore(stays);
  if (stays) for (const { operator, target } of redirections) if (operator.includes(">")) forgetContents(machine, target.values);
  return success;
}

const NO_REDIRECTIONS: readonly Redirection[] = [];
const NO_WORDS: readonly Word[] = [];
const NO_COMMANDS_AROUND: readonly string[] = [];

/** Lists a command. */
export function emit(machine: Machine, argv: readonly Word[], redirections: readonly Redirection[], place: Place, assignments: readonly Word[] = NO_WORDS, isFunctionCall = false): void {
  if (argv.length === 0 && redirections.length === 0) return;
  const within = machine.within.length === 0 ? NO_COMMANDS_AROUND : machine.within;
  machine.commands.push({
    argv, ...(assignments.length > 0 && { assignments }), redirections, ...(isFunctionCall && { isFunctionCall }), directories: directoryOf(machine), within, start: place.start, end: place.end,
  });
}

/**
 * Whether a command line surely calls a function of the script, and what the words are is not lost in it: as it may be of very many, where a function
 * calls itself, or where it does more with its words than to hand them on.
 */
function isFollowed(machine: Machine, argv: readonly Word[]): boolean {
  const [program] = argv;
  const value = program?.values.length === 1 && !program.splits ? program.values[0] : undefined;
  const name = value === undefined ? undefined : knownText(value);
  const cell = name === undefined ? undefined : findFunction(machine, name);
  if (cell === undefined || cell.partial || cell.definitions.some(({ body }) => machine.calls.some((call) => call.body === body))) return false;
  if (cell.definitions.some(losesWords)) return false;
  return argv.reduce((count, { values }) => count + values.length, 0) <= MAXIMUM_VALUES;
}

function losesWords({ body, frame }: FunctionDefinition): boolean {
  let loses = knownLosses.get(body);
  if (loses === undefined) {
    loses = LOSES_WORDS.test(frame.text.slice(body.pos, body.end));
    knownLosses.set(body, loses);
  }
  return loses;
}

/** A long function may be called many times. */
const knownLosses = new WeakMap<FunctionDefinition["body"], boolean>();

/** Expansions that change a value, what is read from a text or the output of a program that is given one, a pipe, and what changes the words or how they are split. */
const LOSES_WORDS = /\$\{(?!(?:\w+(?:\[[@*\d]\])?|[@*#?])(?:\}|:?[-?]))|[`<]|\$\((?![^()$]*\))|(?<!\|)\|(?!\|)|\b(?:IFS|set|read|mapfile|readarray|eval|getopts|unset)\b/;

/** The command lines that the words may expand to. */
function expandArguments(machine: Machine, name: SyntaxWord, args: SyntaxCommand["args"]): readonly (readonly Word[])[] {
  const argv: Word[] = [];
  let variants: Word[][] = [argv];
  for (let index = -1; index < args.length; index++) {
    const node = index < 0 ? name : args[index];
    if (node === undefined) continue;
    const { start, end } = placeOf(machine, node);
    if (node.type === "Assignment") {
      const word = declarationWord(machine, node, start, end);
      for (const variant of variants) variant.push(word);
      continue;
    }
    const alternatives = expandFields(machine, node);
    const only = alternatives[0];
    if (alternatives.length === 1 && only !== undefined) {
      for (const field of only) {
        const word: Word = { values: field.values, splits: field.splits, start, end };
        for (const variant of variants) variant.push(word);
      }
      continue;
    }
    if (variants.length * alternatives.length > MAXIMUM_VARIANTS) {
      const values = distinct([...alternatives.flat().flatMap((field) => field.values), ...unknownValues("it expands in too many ways to follow")]);
      for (const variant of variants) variant.push({ values, splits: true, start, end });
      continue;
    }
    variants = variants.flatMap((variant) => alternatives.map((fields) => [...variant, ...fields.map((field) => ({ values: field.values, splits: field.splits, start, end }))]));
  }
  return variants;
}

/** `NAME=value` among the arguments of `export` and its kin. */
function declarationWord(machine: Machine, node: Assignment, start: number, end: number): Word {
  const declaration = evaluateAssignment(machine, node);
  const word = assignmentWord(node, declaration, start, end);
  machine.declared.set(word, declaration);
  return word;
}

function assignmentWord(node: Assignment, { contents }: Declaration, start: number, end: number): Word {
  const head = textValue(node.text.slice(0, node.text.indexOf("=") + 1));
  const values = contents.flatMap((content) => (content.kind === "text" ? content.values : unknownValues("it is an array")));
  return { values: mapValues(values.length === 0 ? [EMPTY] : values, (value) => concatenate(head, value)), splits: false, start, end };
}

/** A command of assignments and redirections alone: the assignments stay. */
function runAssignments(machine: Machine, node: SyntaxCommand, { prefix, redirects }: CommandWords): Success {
  const redirected = redirects.length > 0 ? redirect(machine, redirects) : undefined;
  for (const part of prefix) if (part.type === "Assignment") assign(machine, evaluateAssignment(machine, part));
  if (redirected !== undefined) {
    emit(machine, [], redirected.redirections, placeOf(machine, node));
    // `$(< file)`: a substitution of nothing but a redirection gives what the file holds.
    if (prefix.length === 1 && redirected.redirections[0]?.operator === "<") write(machine, cellValues(machine, STDIN) ?? [EMPTY]);
    redirected.restore();
  }
  // The output of a command substitution is assigned even when the command fails.
  return /[$][(]|`/.test(machine.frame.text.slice(node.pos, node.end)) ? undefined : true;
}

function evaluateAssignment(machine: Machine, node: Assignment): Declaration {
  const { name } = node;
  const key = node.index === undefined ? undefined : expandValues(machine, node.index, TEXT);
  const append = node.append === true;
  if (node.value.type === "Word") return { name, key, append, contents: [{ kind: "text", values: expandValues(machine, node.value, ASSIGNMENT) }] };
  const { elements } = node.value;
  return { name, key, append, keyed: elements.some((word) => KEYED_ELEMENT.test(word.text)), contents: [arrayContent(machine, elements)] };
}

const KEYED_ELEMENT = /^\[([^\]]{1,128})\]=/;

/** The elements between the parentheses of `a=(...)`, with or without `[key]=`. */
function arrayContent(machine: Machine, words: readonly SyntaxWord[]): Content {
  const elements = new Map<string, Values>();
  let next = 0;
  let many = false;
  for (const word of words) {
    charge(machine, 2);
    const keyed = KEYED_ELEMENT.exec(word.text)?.[1];
    if (keyed !== undefined) {
      const key = /^["']?([^"'$`\\]*)["']?$/.exec(keyed)?.[1];
      many ||= key === undefined;
      elements.set(key ?? String(next), mapValues(expandValues(machine, word, ELEMENT), afterKey));
      if (key !== undefined && PLAIN_KEY.test(key)) next = Number(key) + 1;
      continue;
    }
    const alternatives = expandFields(machine, word);
    many ||= alternatives.length !== 1 || alternatives.some((fields) => fields.some((field) => field.splits));
    if (alternatives.length === 1) for (const field of alternatives[0] ?? []) elements.set(String(next++), field.values);
    else elements.set(String(next++), distinct(alternatives.flat().flatMap((field) => field.values)));
  }
  return many ? { kind: "many", values: distinct([...elements.values()].flat()) } : sortedList([...elements.keys()], [...elements.values()]);
}

function afterKey(value: Values[number]): Values[number] {
  const index = value.findIndex((fragment) => fragment.kind === "text" && fragment.text.includes("]="));
  const fragment = value[index];
  return fragment?.kind === "text" ? concatenate(textValue(fragment.text.slice(fragment.text.indexOf("]=") + 2)), value.slice(index + 1)) : value;
}

/** Carries an assignment out. */
export function assign(machine: Machine, declaration: Declaration, exported?: boolean): void {
  const { append, keyed = false } = declaration;
  const name = targetName(machine, declaration.name);
  const isAssociative = variableCell(machine, name)?.associative === true;
  const options = exported === undefined ? {} : { exported };
  // Keys that have to be calculated are not looked at one by one.
  const contents = declaration.contents.map((content): Content => {
    if (content.kind !== "list") return content;
    if (keyed) return !isAssociative && !content.keys.every((key) => PLAIN_KEY.test(key)) ? { kind: "many", values: allElements([content]) } : content;
    return isAssociative ? pairedList(content.elements) : content;
  });
  if (declaration.key === undefined && !(append && keyed)) {
    assignVariable(machine, name, contents, { ...options, append });
    return;
  }
  const key = declaration.key === undefined ? undefined : elementKey(machine, name, declaration.key);
  const changed = readVariable(machine, name).flatMap((before) =>
    contents.map((content) => {
      if (content.kind === "list") return content.keys.reduce<Content>((all, each, index) => putElement(all, each, content.elements[index] ?? []), before);
      const values = content.kind === "text" ? content.values : unknownValues("it is an array");
      const old = append ? elementOf(name, before, key) : undefined;
      return putElement(before, key, old === undefined ? values : product(contentValues(machine, name, old), values));
    }),
  );
  assignVariable(machine, name, changed, options);
}

/** `name` or `name[key]` in a word, as `read` and `printf -v` assign to. */
export function assignNamed(machine: Machine, target: string, values: Values): void {
  const [, name, key] = /^([A-Za-z_]\w*)(?:\[([\s\S]+)\])?$/.exec(target) ?? [];
  if (name !== undefined) assign(machine, { name, key: key === undefined ? undefined : [textValue(key)], append: false, contents: [{ kind: "text", values }] });
}

/** The key that a text between brackets means: itself, or the number that it gives as a calculation. */
export function elementKey(machine: Machine, name: string, values: Values): Key {
  const text = values.length === 1 ? knownText(values[0] ?? EMPTY) : undefined;
  if (text === undefined || PLAIN_KEY.test(text) || variableCell(machine, name)?.associative === true) return text;
  charge(machine, text.length);
  const command = parseScript(`((${text}))`)?.commands[0]?.command;
  if (command?.type !== "ArithmeticCommand" || command.expression === undefined) return undefined;
  const numbers = knownTexts(arithmeticValues(machine, command.expression));
  return numbers?.length === 1 && PLAIN_KEY.test(numbers[0] ?? "") ? numbers[0] : undefined;
}

/** `X=1 command`: the variables hold for that command only, and it gets them in its environment. */
function assignTemporarily(machine: Machine, assignments: readonly Assignment[]): { readonly words: readonly Word[]; readonly restore: () => void } {
  const before: [string, Cell | undefined][] = [];
  const words: Word[] = [];
  for (const node of assignments) {
    const declaration = evaluateAssignment(machine, node);
    const { start, end } = placeOf(machine, node);
    words.push(assignmentWord(node, declaration, start, end));
    const cellName = `$${declaration.name}`;
    before.push([cellName, machine.state.cells.get(cellName)]);
    assign(machine, declaration, true);
  }
  return {
    words,
    restore: () => {
      for (const [cellName, cell] of before.reverse()) {
        assignCell(machine.state, cellName, cell ?? { kind: "variable", contents: [{ kind: "environment" }], exported: false, level: machine.level });
      }
    },
  };
}
