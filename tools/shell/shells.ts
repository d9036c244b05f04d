import type { Value, Word } from "./model.ts";
import { argumentContent } from "./functions.ts";
import { isolated } from "./isolation.ts";
import type { Place } from "./frame.ts";
import { assignValues, cellValues, charge, reportDynamic, STDIN, type Machine } from "./machine.ts";
import { STANDARD_INPUT, writtenCommands } from "./files.ts";
import { assignCell, branches } from "./state.ts";
import { runText, runTexts, textRuns } from "./text.ts";
import { knownText, unknownValues } from "./value.ts";
import { assignArguments, assignVariable, readVariable } from "./variables.ts";
import { placeOfWords, withValues, wordText } from "./words.ts";

/** Options of shells that take the next word. */
const WITH_VALUE: ReadonlySet<string> = new Set(["--rcfile", "--init-file", "--emulate"]);

/** Runs what a shell is given: the text behind `-c`, a process substitution, or its standard input. */
export function runShell(machine: Machine, program: string, argv: readonly Word[], from = 1, command = false, standardInput = false): void {
  const word = argv[from];
  if (word !== undefined && word.values.length > 1) {
    branches(machine.state, textRuns(machine, word.values, (value) => {
      runShell(machine, program, replaced(argv, from, value), from, command, standardInput);
    }));
    return;
  }
  const text = wordText(word);
  const operands = { machine, program, argv };
  if (word === undefined) runOperands(operands, from, command, standardInput);
  else if (text === undefined) runUnknownWord(operands, from, command, standardInput);
  else if (text === "--" || text === "-") runOperands(operands, from + 1, command, standardInput);
  else if (text.startsWith("--")) runShell(machine, program, argv, from + (WITH_VALUE.has(text) ? 2 : 1), command, standardInput);
  else if (/^[-+]./.test(text)) {
    const takesValue = /[oO]/.test(text.slice(1)) ? 1 : 0;
    const minus = text.startsWith("-");
    runShell(machine, program, argv, from + 1 + takesValue, command || (minus && text.includes("c")), standardInput || (minus && text.includes("s")));
  } else runOperands(operands, from, command, standardInput);
}

function replaced(argv: readonly Word[], index: number, value: Value): readonly Word[] {
  return argv.map((word, at) => (at === index ? withValues(word, [value]) : word));
}

interface ShellCall {
  readonly machine: Machine;
  readonly program: string;
  readonly argv: readonly Word[];
}

/** A word that is not known may be an option, or nothing at all. */
function runUnknownWord(call: ShellCall, from: number, command: boolean, standardInput: boolean): void {
  const { machine, program, argv } = call;
  if (argv[from]?.splits !== true || from + 1 >= argv.length) {
    runOperands(call, from, command, standardInput);
    return;
  }
  branches(machine.state, [
    () => {
      runOperands(call, from, command, standardInput);
    },
    () => {
      runShell(machine, program, argv, from + 1, command, standardInput);
    },
  ]);
}

function runOperands(call: ShellCall, from: number, command: boolean, standardInput: boolean): void {
  const { machine, program, argv } = call;
  const first = argv[from];
  if (command) {
    // The word behind the text is `$0`, unless it vanishes.
    const name = argv[from + 1];
    const named = name?.splits === true ? from + 1 : from + 2;
    if (first !== undefined) inside(machine, program, argv.slice(named), placeOfWords(argv), () => {
      if (name !== undefined && !name.splits) assignVariable(machine, "0", [{ kind: "text", values: name.values }]);
      runTexts(machine, first.values, (value) => {
        runIsolatedText(machine, value, first, `${program} -c`);
      });
    });
    return;
  }
  const fromInput = standardInput || first === undefined || STANDARD_INPUT.has(wordText(first) ?? "");
  if (fromInput) {
    inside(machine, program, argv.slice(standardInput ? from : from + 1), placeOfWords(argv), () => {
      runInput(machine, program, placeOfWords(argv));
    });
  } else runFiles(machine, program, argv.slice(from), first.values);
}

/** Runs the texts of files that the script itself has written. */
export function runFiles(machine: Machine, program: string, words: readonly Word[], paths: readonly Value[]): void {
  const texts = writtenCommands(machine, paths);
  const file = words[0];
  if (file === undefined || (texts === undefined && !machine.state.cells.has("$BASH_ENV"))) return;
  inside(machine, program, words.slice(1), placeOfWords(words), () => {
    if (texts !== undefined) runTexts(machine, texts, (text) => {
      runIsolatedText(machine, text, file, program);
    });
  });
}

/** Runs in a shell of its own: what it changes is gone afterwards, and it sees no more than what is exported. */
function inside(machine: Machine, program: string, words: readonly Word[], place: Place, run: () => void): void {
  charge(machine, words.length);
  isolated(machine, false, () => {
    machine.level++;
    assignArguments(machine, [argumentContent(words)]);
    if (machine.state.cells.has("$0")) assignVariable(machine, "0", [{ kind: "text", values: unknownValues("the name of the shell is not known") }]);
    if (/zsh|ksh/.test(program)) assignCell(machine.state, "lastpipe", { kind: "flag", set: true });
    if (/^-?r?bash/.test(program)) runStartup(machine, place);
    run();
    machine.level--;
  });
}

/** Bash reads the file that `BASH_ENV` names before anything else. A bash in that file would read it again without end. */
function runStartup(machine: Machine, place: Place): void {
  if (machine.within.includes(STARTUP)) return;
  for (const content of readVariable(machine, STARTUP)) {
    const texts = content.kind === "text" ? writtenCommands(machine, content.values) : undefined;
    if (texts !== undefined) runTexts(machine, texts, (text) => {
      runText(machine, text, place, STARTUP);
    });
  }
}

const STARTUP = "BASH_ENV";

function runIsolatedText(machine: Machine, value: Value, place: Place, label: string): void {
  isolated(machine, false, () => {
    runText(machine, value, { start: place.start, end: place.end }, label);
  });
}

/** Runs what stands on the standard input. */
export function runInput(machine: Machine, program: string, place: Place): void {
  const values = cellValues(machine, STDIN);
  if (values === undefined) {
    reportDynamic(machine, `\`${program}\` runs what stands on its standard input, and that is not known`, place);
    return;
  }
  runTexts(machine, values, (value) => {
    isolated(machine, false, () => {
      assignValues(machine, STDIN, undefined);
      if (knownText(value) !== "") runText(machine, value, place, program);
    });
  });
}
