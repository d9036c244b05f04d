import type { Command, DynamicCommand, Script, SyntaxProblem } from "./model.ts";
import { runArgv } from "./dispatch.ts";
import { runNode, runStatements } from "./evaluate.ts";
import { runReaders } from "./expand.ts";
import { callUnknown } from "./functions.ts";
import { isolated } from "./isolation.ts";
import { assignValues, directoryOf, WorkExhausted, type Machine } from "./machine.ts";
import { parseScript, syntaxProblems, TOO_DEEP } from "./parse.ts";
import { createState, DIRECTORY, joinContents, type FunctionDefinition } from "./state.ts";
import { runText, runTexts } from "./text.ts";
import { union, valueKey } from "./value.ts";
import { assignVariable, readVariable } from "./variables.ts";

/**
 * Lists every simple command that a step's script can run, with its words as the shell would give them to the program, as far as that can
 * be known. Never fails: what cannot be read is a problem, and what cannot be followed is a dynamic command.
 */
export function interpretScript(text: string): Script {
  const script = parseScript(text);
  if (script === undefined) return { commands: [], problems: [{ message: TOO_DEEP, start: 0, end: text.length }], dynamic: [] };
  const machine = createMachine(text);
  let exhausted: DynamicCommand | undefined;
  try {
    for (const problem of syntaxProblems(script, text)) machine.problems.push(problem);
    runStatements(machine, script.commands);
    runTraps(machine);
    runUncalled(machine);
    runReaders(machine, 0);
  } catch (error) {
    if (!(error instanceof WorkExhausted) && !(error instanceof RangeError)) throw error;
    const reason = error instanceof WorkExhausted ? error.message : "The script nests its commands more deeply than can be followed";
    exhausted = { reason, hidesCommands: true, start: 0, end: text.length };
  }
  return {
    commands: machine.repeats ? distinctBy(machine.commands, commandKey) : machine.commands,
    problems: distinctBy(machine.problems, (problem) => `${problem.start} ${problem.message}`),
    dynamic: exhausted === undefined ? distinctBy(machine.dynamic, (entry) => `${entry.start} ${entry.reason}`) : [exhausted, ...machine.dynamic],
  };
}

/** Work that any script may ask for, and what each of its code units adds. */
const BASE_WORK = 300_000;
const WORK_PER_UNIT = 8;

function createMachine(text: string): Machine {
  return {
    state: createState(),
    commands: [],
    problems: [],
    dynamic: [],
    definitions: [],
    called: new Set(),
    replaced: new Set(),
    traps: [],
    assignedSince: new Map(),
    enteredSince: [],
    hasFiles: false,
    reads: [],
    substitutions: new Map(),
    readers: [],
    declared: new Map(),
    frame: { text, place: undefined, embedded: [] },
    within: [],
    level: 0,
    depth: 0,
    work: BASE_WORK + text.length * WORK_PER_UNIT,
    exits: [],
    exitOutputs: [],
    calls: [],
    locals: new Map(),
    aliases: new Set(),
    repeats: false,
    run: { statements: runStatements, node: runNode, argv: runArgv },
  };
}

/** The texts of `trap` run at the end at the latest, but at any time before as well: with all that was assigned since they were registered. */
function runTraps(machine: Machine): void {
  if (machine.traps.length === 0) return;
  for (const [name, contents] of [...machine.assignedSince]) assignVariable(machine, name, joinContents(readVariable(machine, name), contents));
  assignValues(machine, DIRECTORY, union(directoryOf(machine), machine.enteredSince));
  for (const trap of machine.traps) {
    machine.within = trap.within;
    runTexts(machine, trap.values, (value) => {
      isolated(machine, false, () => {
        runText(machine, value, trap.place, "trap");
      });
    });
  }
  machine.within = [];
}

/** A function that nothing here calls may still be called: from a file that is read, or by a program that cannot be known. */
function runUncalled(machine: Machine): void {
  for (const definition of machine.definitions) if (!machine.called.has(definition.body) && !isReplaced(machine, definition)) callUnknown(machine, definition);
}

function isReplaced({ replaced, state }: Machine, { name, body }: FunctionDefinition): boolean {
  const cell = state.cells.get(`function ${name}`);
  return replaced.has(body) && !(cell?.kind === "functions" && cell.definitions.some((definition) => definition.body === body));
}

function distinctBy<Item extends Command | SyntaxProblem | DynamicCommand>(items: readonly Item[], key: (item: Item) => string): readonly Item[] {
  if (items.length < 2) return items;
  const seen = new Set<string>();
  return items.filter((item) => {
    const own = key(item);
    return seen.has(own) ? false : seen.add(own);
  });
}

function commandKey(command: Command): string {
  const words = [...command.argv, ...(command.assignments ?? [])].map((word) => `${word.splits ? "?" : "."}${word.values.map(valueKey).join("\u0001")}`);
  const redirections = command.redirections.map(({ operator, target }) => operator + target.values.map(valueKey).join("\u0001"));
  return [command.start, command.isFunctionCall === true ? "function" : "", command.within.join(" "), command.directories.map(valueKey).join("\u0001"), ...redirections, ...words].join("\u0002");
}
