import type { Value, Word } from "./model.ts";
import { enterFolder, enterHome, write } from "./directories.ts";
import { embed, holdsUnknown } from "./embed.ts";
import { expandFields } from "./expand.ts";
import { runFind } from "./find.ts";
import { leaveShell } from "./functions.ts";
import { isolated } from "./isolation.ts";
import { runParallel, runXargs } from "./items.ts";
import { assignValues, cellValues, charge, reportDynamic, runWithin, STDIN, type Machine } from "./machine.ts";
import { readOptions, type ReadOption } from "./options.ts";
import { located, OUTPUTS } from "./output.ts";
import { parseScript } from "./parse.ts";
import { runInput } from "./shells.ts";
import { emit } from "./simple.ts";
import { changesSince, DIRECTORY } from "./state.ts";
import { runSwitchUser } from "./switch_user.ts";
import { runText, runTexts } from "./text.ts";
import { concatenate, EMPTY, knownText, mapValues, textValue, unknownReason, unknownValues, type Values } from "./value.ts";
import { assignVariable, clearEnvironment } from "./variables.ts";
import { followWays } from "./ways.ts";
import { baseName, placeOfWords, spacedWords, withValues, wordText } from "./words.ts";
import type { Wrapper } from "./wrapper.ts";

/** Runs what a wrapper runs: the command behind its options, or the text that one of them holds. */
export function runWrapped(machine: Machine, program: string, wrapper: Wrapper, argv: readonly Word[]): void {
  switch (wrapper.special) {
    case "find":
      runFind(machine, program, argv);
      return;
    case "xargs":
      runXargs(machine, program, argv);
      return;
    case "parallel":
      runParallel(machine, program, argv);
      return;
    case "su":
      runSwitchUser(machine, program, argv);
      return;
    case undefined:
      break;
  }
  const call: Call = { machine, program, wrapper, mark: machine.state.trail.length };
  if (wrapper.inShell === true) scan(call, argv, startOf(wrapper, 1));
  else
    isolated(machine, false, () => {
      scan(call, argv, startOf(wrapper, 1));
    });
}

interface Call {
  readonly machine: Machine;
  readonly program: string;
  readonly wrapper: Wrapper;
  /** How long the trail was before. */
  readonly mark: number;
}

/** How far the words of a wrapper have been read. */
interface Position {
  readonly index: number;
  /** Operands still to come before the command. */
  readonly operands: number;
  /** Whether the subcommand is still to come. */
  readonly subcommand: boolean;
  /** Whether options may still come. */
  readonly options: boolean;
  /** Whether the words so far can be read in no other way. */
  readonly certain: boolean;
  /** Whether the command gets the variables that the shell exports. */
  readonly keeps: boolean;
  /** Which of its values the word here has, where that makes a difference. */
  readonly value?: number | undefined;
  /** The program that an option named. */
  readonly program?: Word | undefined;
}

function startOf({ operands = 0, subcommands, keeps }: Wrapper, index: number): Position {
  return { index, operands, subcommand: subcommands !== undefined, options: true, certain: true, keeps: keeps === undefined };
}

const MOST_OPERANDS = 1024;
const MOST_VALUES = 128;

/** Later words come later, and so do fewer operands at the same word. */
function orderOf({ index, operands, subcommand, options, certain, keeps, value, program }: Position): number {
  const flags = (subcommand ? 0 : 1) + (options ? 0 : 2) + (certain ? 0 : 4) + (program === undefined ? 0 : 8) + (keeps ? 0 : 16);
  return ((index * MOST_OPERANDS + MOST_OPERANDS - operands) * 32 + flags) * MOST_VALUES + (value === undefined ? 0 : value + 1);
}

/** Nothing more is to be read. */
const DONE: readonly Position[] = [];

function scan(call: Call, argv: readonly Word[], start: Position): void {
  followWays(call.machine, start, orderOf, (position) => read(call, argv, position));
}

/** Reads one word, or an option with its values. Gives where to go on. */
function read(call: Call, words: readonly Word[], { value: chosen, ...position }: Position): readonly Position[] {
  const { machine, wrapper } = call;
  const word = words[position.index];
  if (word === undefined) return finish(call, words, position);
  if (chosen === undefined && word.values.length > 1 && word.values.some((value) => matters(value, wrapper, position))) return word.values.map((_, value) => ({ ...position, value }));
  const value = word.values[chosen ?? 0] ?? EMPTY;
  const argv = chosen === undefined ? words : words.map((other) => (other === word ? withValues(word, [value]) : other));
  if (chosen !== undefined) charge(machine, argv.length);
  const first = value[0];
  const text = first?.kind === "text" ? first.text : "";
  if (word.splits && first?.kind !== "text" && position.index + 1 < argv.length) return passDoubtful(call, argv, position);
  if (position.options && text.startsWith("-") && !(text === "-" && wrapper.dash !== true)) return option(call, argv, position, text);
  return operand(call, argv, position);
}

/** At a word that may be anything: options, an operand, the command, or nothing at all. */
function passDoubtful(call: Call, argv: readonly Word[], position: Position): readonly Position[] {
  const { machine, program } = call;
  charge(machine, argv.length);
  let next = position.index;
  while (argv[next]?.splits === true && argv[next]?.values[0]?.[0]?.kind !== "text") next++;
  const reached = [{ ...position, index: next }];
  const word = argv[position.index];
  if (position.operands > 0) reached.push({ ...position, index: position.index + 1, operands: position.operands - 1 });
  else if (baseName(word?.values[0] ?? EMPTY) !== undefined) return operand(call, argv, position);
  else if (word !== undefined) reportDynamic(machine, `Which program \`${program}\` runs is not known: ${unknownReason(word.values[0] ?? EMPTY) ?? "a pattern of file names chooses it"}`, word);
  return reached;
}

/** Whether it makes a difference to the reading which of its values a word has. */
function matters(value: Value, wrapper: Wrapper, position: Position): boolean {
  const first = value[0];
  if (first?.kind !== "text") return first === undefined || first.kind === "unknown";
  return (position.options && first.text.startsWith("-")) || position.subcommand || (wrapper.assignments === true && /^[A-Za-z_]\w*=/.test(first.text));
}

function option(call: Call, argv: readonly Word[], position: Position, text: string): readonly Position[] {
  const { machine, program, wrapper } = call;
  if (wrapper.begins?.includes(text) === true && !position.subcommand) return finish(call, argv, { ...position, index: position.index + 1 });
  if (text === "--") return [{ ...position, index: position.index + 1, options: false }];
  if (text === "-") {
    if (wrapper.clears?.includes(text) === true) clearEnvironment(machine, true, undefined);
    return [{ ...position, index: position.index + 1 }];
  }
  const { options, next, doubtful } = readOptions(wrapper, argv, position.index, text);
  let named = position.program;
  let keeps = position.keeps;
  for (const each of options) {
    if (wrapper.clears?.includes(each.name) === true) clearEnvironment(machine, true, undefined);
    if (wrapper.logins?.includes(each.name) === true) enterHome(machine);
    keeps ||= wrapper.keeps?.includes(each.name) === true;
    if (wrapper.inert?.includes(each.name) === true) {
      // `command -v program` writes where the program lies.
      write(machine, (program === "command" ? located(machine, argv) : undefined) ?? unknownValues(`the output of \`${program}\` is not known`));
      return DONE;
    }
    if (wrapper.programs?.includes(each.name) === true && each.value !== undefined) named = namedProgram(each.value);
    const others = applyOption(call, each);
    if (others !== undefined) {
      scan(call, [...others, ...argv.slice(next)], { ...position, index: 0 });
      return DONE;
    }
  }
  const after: Position = { ...position, index: next, program: named, keeps };
  if (!doubtful || next >= argv.length) return [after];
  // What follows an option that is not known may be its value.
  return [{ ...after, certain: false }, { ...after, index: next + 1, certain: false }];
}

/** The program that an option's value names; an empty one takes back the program that is set elsewhere, as with `docker run --entrypoint ''`. */
function namedProgram(value: NonNullable<ReadOption["value"]>): Word | undefined {
  const program = withValues(value.word, valuesOf(value));
  return wordText(program) === "" ? undefined : program;
}

function valuesOf({ word, from }: NonNullable<ReadOption["value"]>): Values {
  return mapValues(word.values, (whole) => cutHead(whole, from));
}

/** Goes where the wrapper runs what it is given. */
function enterPlace({ machine, program, wrapper }: Call): void {
  if (wrapper.place === "home") enterHome(machine);
  if (wrapper.place === "unknown") assignValues(machine, DIRECTORY, unknownValues(`the folder in which \`${program}\` runs a command is not known`));
}

/** Does what an option asks for. Gives the words that it puts in its place, where it does. */
function applyOption(call: Call, { name, value }: ReadOption): readonly Word[] | undefined {
  const { machine, program, wrapper } = call;
  if (value === undefined) return undefined;
  const values = valuesOf(value);
  if (wrapper.texts?.includes(name) === true) {
    enterPlace(call);
    isolatedTexts(machine, values, value.word, `${program} ${name.length === 1 ? "-" : "--"}${name}`);
  }
  if (wrapper.folders?.includes(name) === true) enterFolder(machine, values);
  if (wrapper.unsets?.includes(name) === true) {
    for (const one of values) {
      const unset = knownText(one);
      if (unset !== undefined) assignVariable(machine, unset, [{ kind: "unset" }], { exported: true });
    }
  }
  return wrapper.splits?.includes(name) === true ? splitWords(machine, program, values, value.word) : undefined;
}

function cutHead(value: Value, from: number): Value {
  const first = value[0];
  return from === 0 || first?.kind !== "text" ? value : concatenate(textValue(first.text.slice(from)), value.slice(1));
}

/** `env -S 'a b'`: the words of a text. */
function splitWords(machine: Machine, program: string, values: Values, word: Word): readonly Word[] {
  const only = values[0];
  const known = values.length === 1 && only !== undefined && !holdsUnknown(only) ? embed(concatenate(textValue(": "), only)) : undefined;
  const command = known === undefined ? undefined : parseScript(known.text)?.commands[0]?.command;
  if (known === undefined || command?.type !== "Command") {
    reportDynamic(machine, `The text that \`${program} -S\` splits is not known: ${unknownReason(only ?? EMPTY) ?? "it has several values"}`, word);
    return [];
  }
  const { frame } = machine;
  machine.frame = { ...known, place: { start: word.start, end: word.end } };
  const fields = command.args.flatMap((argument) => (argument.type === "Word" ? (expandFields(machine, argument)[0] ?? []) : [{ values: [textValue(argument.text)], splits: false }]));
  machine.frame = frame;
  return fields.map((field) => ({ values: field.values, splits: field.splits, start: word.start, end: word.end }));
}

function operand(call: Call, argv: readonly Word[], position: Position): readonly Position[] {
  const { machine, wrapper } = call;
  const word = argv[position.index];
  const text = wordText(word) ?? "";
  const next = position.index + 1;
  if (position.subcommand) {
    if (wrapper.groups?.includes(text) === true) return [{ ...position, index: next }];
    const variant = wrapper.variants?.get(text);
    if (variant !== undefined) scan({ ...call, wrapper: variant }, argv, startOf(variant, next));
    else if (wrapper.subcommands?.includes(text) === true) return wrapper.runsSubcommand === true ? finish(call, argv, { ...position, subcommand: false }) : [{ ...position, index: next, subcommand: false }];
    else writeOutput(call, argv);
    return DONE;
  }
  if (wrapper.begins !== undefined && wrapper.operands === undefined) return [{ ...position, index: next, options: true }];
  if (wrapper.assignments === true) {
    const value = word?.values[0] ?? EMPTY;
    const first = value[0];
    const name = first?.kind === "text" ? /^([A-Za-z_]\w*)=/.exec(first.text)?.[1] : undefined;
    if (name !== undefined) {
      assignVariable(machine, name, [{ kind: "text", values: [cutHead(value, name.length + 1)] }], { exported: true });
      return [{ ...position, index: next }];
    }
  }
  // Options may follow an operand, but neither the command nor the operand behind which the words of a program begin that was named before.
  const operands = position.operands - 1;
  if (operands >= 0) return [{ ...position, index: next, operands, options: operands > 0 || position.program === undefined }];
  return finish(call, argv, position);
}

/** Runs the command that begins at the position. */
function finish(call: Call, argv: readonly Word[], position: Position): typeof DONE {
  const { machine, program, wrapper } = call;
  if (position.subcommand) {
    writeOutput(call, argv);
    return DONE;
  }
  const command = commandAt(wrapper, argv, position);
  const place = placeOfWords(argv);
  charge(machine, argv.length);
  enterPlace(call);
  if (command.length === 0) {
    if (wrapper.interactive === true && cellValues(machine, STDIN) !== undefined) runInput(machine, program, place);
    else if (wrapper.inShell !== true) writeOutput(call, argv);
    return DONE;
  }
  if (!position.keeps) clearEnvironment(machine, false, changesSince(machine.state, call.mark).changes);
  const faults = machine.dynamic.length;
  if (wrapper.each === true) {
    for (const word of command) isolatedTexts(machine, word.values, word, program);
  } else if (wrapper.joined === true || (wrapper.lone === true && isLoneText(command))) {
    isolatedTexts(machine, joinWords(machine, command), placeOfWords(command), program);
  } else {
    runWithin(machine, program, () => {
      emit(machine, command, [], placeOfWords(command));
      machine.run.argv(machine, command, wrapper.inShell !== true ? "programs" : wrapper.replaces === true ? "programs" : "builtins");
    });
    if (wrapper.replaces === true) leaveShell(machine);
  }
  // What of a command is not known says nothing where it may be no command at all.
  if (wrapper.likely === true && position.options && (!position.certain || wordText(command[0]) === undefined)) machine.dynamic.length = faults;
  return DONE;
}

function commandAt({ installable }: Wrapper, argv: readonly Word[], { index, program }: Position): readonly Word[] {
  const words = argv.slice(index);
  const [first, ...rest] = words;
  if (program !== undefined) return [program, ...words];
  if (installable !== true || first === undefined) return words;
  return [withValues(first, mapValues(first.values, programOf)), ...(wordText(rest[0]) === "--" ? rest.slice(1) : rest)];
}

/** What `nix run` runs: the last name behind `#`, or of the path. */
function programOf(value: Value): Value {
  const last = value[value.length - 1];
  const name = last?.kind === "text" ? /([^/#.:]+)[/.]*$/.exec(last.text.replace(/[?^].*$/, ""))?.[1] : undefined;
  return name === undefined ? value : textValue(name);
}

/** Whether a command is one word of several names, which no program is called by. */
function isLoneText(command: readonly Word[]): boolean {
  return command.length === 1 && command[0]?.values.every((value) => value.some((fragment) => fragment.kind === "text" && /[\s;&|]/.test(fragment.text))) === true;
}

/** The output of a program that runs no other this time. */
function writeOutput({ machine, program }: Call, argv: readonly Word[]): void {
  write(machine, OUTPUTS.get(program)?.(machine, argv) ?? unknownValues(`the output of \`${program}\` is not known`));
}

/** The words with a blank between each two, as `eval` and `ssh` join them. */
export function joinWords(machine: Machine, words: readonly Word[]): Values {
  charge(machine, words.length * 4);
  return spacedWords(words);
}

/** Runs a text in a shell of its own; one of these. */
function isolatedTexts(machine: Machine, texts: Values, place: { readonly start: number; readonly end: number }, label: string): void {
  runTexts(machine, texts, (text) => {
    isolated(machine, false, () => {
      machine.level++;
      runText(machine, text, { start: place.start, end: place.end }, label);
      machine.level--;
    });
  });
}
