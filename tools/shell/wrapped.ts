import type { Value, Word } from "./model.ts";
import { enterFolder, write } from "./directories.ts";
import { embed, holdsUnknown } from "./embed.ts";
import { expandFields } from "./expand.ts";
import { runFind } from "./find.ts";
import { leaveShell } from "./functions.ts";
import { isolated } from "./isolation.ts";
import { runParallel, runXargs } from "./items.ts";
import { assignValues, cellValues, charge, reportDynamic, runWithin, STDIN, type Machine } from "./machine.ts";
import { readOptions, type ReadOption } from "./options.ts";
import { located } from "./output.ts";
import { parseScript } from "./parse.ts";
import { runInput } from "./shells.ts";
import { emit } from "./simple.ts";
import { branches, DIRECTORY } from "./state.ts";
import { runSwitchUser } from "./switch_user.ts";
import { runText } from "./text.ts";
import { concatenate, EMPTY, knownText, mapValues, ONLY_EMPTY, product, textValue, unknownReason, unknownValues, type Values } from "./value.ts";
import { assignVariable } from "./variables.ts";
import { placeOfWords, withValues, wordText } from "./words.ts";
import type { Wrapper } from "./wrappers.ts";

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
  const call: Call = { machine, program, wrapper };
  const start: Position = { index: 1, operands: wrapper.operands ?? 0, subcommand: wrapper.subcommands !== undefined, options: true };
  if (wrapper.inShell === true) scan(call, argv, start);
  else
    isolated(machine, false, () => {
      scan(call, argv, start);
    });
}

interface Call {
  readonly machine: Machine;
  readonly program: string;
  readonly wrapper: Wrapper;
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
}

function scan(call: Call, argv: readonly Word[], start: Position): void {
  const { machine, wrapper } = call;
  let position = start;
  for (;;) {
    charge(machine, 1);
    const word = argv[position.index];
    if (word === undefined) {
      finish(call, argv, position);
      return;
    }
    if (word.values.length > 1 && word.values.some((value) => matters(value, wrapper, position))) {
      charge(machine, argv.length * word.values.length);
      branches(machine.state, word.values.map((value) => () => {
        scan(call, argv.map((other) => (other === word ? withValues(word, [value]) : other)), position);
      }));
      return;
    }
    const value = word.values[0] ?? EMPTY;
    const first = value[0];
    const text = first?.kind === "text" ? first.text : "";
    if (word.splits && first?.kind !== "text" && position.index + 1 < argv.length) {
      runDoubtful(call, argv, position);
      return;
    }
    if (position.options && text.startsWith("-") && !(text === "-" && wrapper.dash !== true)) {
      const next = option(call, argv, position, text);
      if (next === undefined) return;
      position = next;
      continue;
    }
    const next = operand(call, argv, position);
    if (next === undefined) return;
    position = next;
  }
}

/** At a word that may be anything: options, an operand, the command, or nothing at all. */
function runDoubtful(call: Call, argv: readonly Word[], position: Position): void {
  const { machine } = call;
  charge(machine, argv.length);
  let next = position.index;
  while (argv[next]?.splits === true && argv[next]?.values[0]?.[0]?.kind !== "text") next++;
  const runs = [
    () => {
      scan(call, argv, { ...position, index: next });
    },
  ];
  if (position.operands > 0) {
    runs.push(() => {
      scan(call, argv, { ...position, index: position.index + 1, operands: position.operands - 1 });
    });
  }
  const word = argv[position.index];
  if (word !== undefined && position.operands === 0) reportDynamic(machine, `Which program \`${call.program}\` runs is not known: ${unknownReason(word.values[0] ?? EMPTY) ?? "a pattern of file names chooses it"}`, word);
  branches(machine.state, runs);
}

/** Whether it makes a difference to the reading which of its values a word has. */
function matters(value: Value, wrapper: Wrapper, position: Position): boolean {
  const first = value[0];
  if (first?.kind !== "text") return first === undefined || first.kind === "unknown";
  return (position.options && first.text.startsWith("-")) || position.subcommand || (wrapper.assignments === true && /^[A-Za-z_]\w*=/.test(first.text));
}

function option(call: Call, argv: readonly Word[], position: Position, text: string): Position | undefined {
  const { machine, program, wrapper } = call;
  if (wrapper.begins?.includes(text) === true && !position.subcommand) {
    finish(call, argv, { ...position, index: position.index + 1 });
    return undefined;
  }
  if (text === "--") return { ...position, index: position.index + 1, options: false };
  if (text === "-") return { ...position, index: position.index + 1 };
  const read = readOptions(wrapper, argv, position.index, text);
  for (const each of read.options) {
    if (wrapper.inert?.includes(each.name) === true) {
      // `command -v program` writes where the program lies.
      write(machine, (program === "command" ? located(machine, argv) : undefined) ?? unknownValues(`the output of \`${program}\` is not known`));
      return undefined;
    }
    const rest = applyOption(call, each, argv.slice(read.next));
    if (rest !== undefined) {
      scan(call, rest, { ...position, index: 0 });
      return undefined;
    }
  }
  if (!read.doubtful || read.next + 1 > argv.length) return { ...position, index: read.next };
  branches(machine.state, [
    () => {
      scan(call, argv, { ...position, index: read.next });
    },
    () => {
      scan(call, argv, { ...position, index: read.next + 1 });
    },
  ]);
  return undefined;
}

/** Does what an option asks for. Gives the words to go on with where it puts others in their place. */
function applyOption(call: Call, { name, value }: ReadOption, rest: readonly Word[]): readonly Word[] | undefined {
  const { machine, program, wrapper } = call;
  if (value === undefined) return undefined;
  const values = mapValues(value.word.values, (whole) => cutHead(whole, value.from));
  if (wrapper.texts?.includes(name) === true) {
    for (const one of values) isolatedText(machine, one, value.word, `${program} ${name.length === 1 ? "-" : "--"}${name}`);
  }
  if (wrapper.folders?.includes(name) === true) enterFolder(machine, values);
  if (wrapper.unsets?.includes(name) === true) {
    for (const one of values) {
      const unset = knownText(one);
      if (unset !== undefined) assignVariable(machine, unset, [{ kind: "unset" }], { exported: true });
    }
  }
  return wrapper.splits?.includes(name) === true ? [...splitWords(machine, program, values, value.word), ...rest] : undefined;
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

function operand(call: Call, argv: readonly Word[], position: Position): Position | undefined {
  const { machine, wrapper } = call;
  const word = argv[position.index];
  const text = wordText(word) ?? "";
  const next = position.index + 1;
  if (position.subcommand) {
    if (wrapper.groups?.includes(text) === true) return { ...position, index: next };
    if (wrapper.subcommands?.includes(text) === true) return { ...position, index: next, subcommand: false };
    writeUnknown(call);
    return undefined;
  }
  if (wrapper.begins !== undefined) return { ...position, index: next, options: true };
  if (wrapper.assignments === true) {
    const value = word?.values[0] ?? EMPTY;
    const first = value[0];
    const name = first?.kind === "text" ? /^([A-Za-z_]\w*)=/.exec(first.text)?.[1] : undefined;
    if (name !== undefined) {
      assignVariable(machine, name, [{ kind: "text", values: [cutHead(value, name.length + 1)] }], { exported: true });
      return { ...position, index: next };
    }
  }
  // Options may follow an operand, but not the command.
  if (position.operands > 0) return { ...position, index: next, operands: position.operands - 1, options: true };
  finish(call, argv, position);
  return undefined;
}

/** Runs the command that begins at the position. */
function finish(call: Call, argv: readonly Word[], position: Position): void {
  const { machine, program, wrapper } = call;
  if (position.subcommand) {
    writeUnknown(call);
    return;
  }
  const command = argv.slice(position.index);
  const place = placeOfWords(argv);
  charge(machine, argv.length);
  if (wrapper.place === "home") assignValues(machine, DIRECTORY, [[{ kind: "home", user: undefined }]]);
  if (wrapper.place === "unknown") assignValues(machine, DIRECTORY, unknownValues(`the folder in which \`${program}\` runs a command is not known`));
  if (command.length === 0) {
    if (wrapper.interactive === true && cellValues(machine, STDIN) !== undefined) runInput(machine, program, place);
    else if (wrapper.inShell !== true) writeUnknown(call);
    return;
  }
  if (wrapper.each === true) {
    for (const word of command) for (const value of word.values) isolatedText(machine, value, word, program);
  } else if (wrapper.joined === true || (wrapper.lone === true && isLoneText(command))) {
    for (const value of joinWords(machine, command)) isolatedText(machine, value, placeOfWords(command), program);
  } else {
    runWithin(machine, program, () => {
      emit(machine, command, [], placeOfWords(command));
      machine.run.argv(machine, command, wrapper.inShell !== true ? "programs" : wrapper.replaces === true ? "programs" : "builtins");
    });
    if (wrapper.replaces === true) leaveShell(machine);
  }
}

/** Whether a command is one word of several names, which no program is called by. */
function isLoneText(command: readonly Word[]): boolean {
  return command.length === 1 && command[0]?.values.every((value) => value.some((fragment) => fragment.kind === "text" && /[\s;&|]/.test(fragment.text))) === true;
}

function writeUnknown({ machine, program }: Call): void {
  write(machine, unknownValues(`the output of \`${program}\` is not known`));
}

/** The words with a blank between each two, as `eval` and `ssh` join them. */
export function joinWords(machine: Machine, words: readonly Word[]): Values {
  charge(machine, words.length * 4);
  return words.reduce<Values>((all, word, index) => (index === 0 ? word.values : product(product(all, [textValue(" ")]), word.values)), ONLY_EMPTY);
}

export function isolatedText(machine: Machine, value: Value, place: { readonly start: number; readonly end: number }, label: string): void {
  isolated(machine, false, () => {
    machine.level++;
    runText(machine, value, { start: place.start, end: place.end }, label);
    machine.level--;
  });
}
