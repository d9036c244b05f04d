import type { Word } from "./model.ts";
import { changeDirectory, popDirectory, printDirectory, pushDirectory, write } from "./directories.ts";
import { declare, getOptions, letExpressions, local, printFormatted, setArguments, shiftArguments, unset } from "./declare.ts";
import { argumentContent, leave, leaveShell } from "./functions.ts";
import { cellValues, directoryOf, flag, STDIN, type Machine, type Success } from "./machine.ts";
import { STANDARD_INPUT, writtenCommands } from "./files.ts";
import { assignCell, branches } from "./state.ts";
import { echoed } from "./output.ts";
import type { BuiltinName } from "./names.ts";
import { mapFile, readInput } from "./reading.ts";
import { runText, textRuns } from "./text.ts";
import { knownText, textValue, union, unknownValues } from "./value.ts";
import { assignArguments, readArguments } from "./variables.ts";
import { joinWords } from "./wrapped.ts";
import { placeOfWords, wordText } from "./words.ts";

/** What a command of the shell itself does to the state. */
export type Builtin = (machine: Machine, argv: readonly Word[]) => Success;

const succeed: Builtin = () => true;

const COMMANDS: Readonly<Record<BuiltinName, Builtin>> = {
  cd: changeDirectory,
  chdir: changeDirectory,
  pushd: pushDirectory,
  popd: popDirectory,
  pwd: printDirectory,
  export: (machine, argv) => declare(machine, argv, true),
  declare: local,
  typeset: local,
  local,
  readonly: (machine, argv) => declare(machine, argv, undefined, true),
  unset,
  set: setArguments,
  shift: shiftArguments,
  read: readInput,
  mapfile: mapFile,
  readarray: mapFile,
  getopts: getOptions,
  let: letExpressions,
  printf: printFormatted,
  echo,
  eval: evaluate,
  ".": source,
  source,
  alias,
  unalias,
  trap,
  shopt,
  exit,
  return: (machine) => leaving(machine, "return", undefined),
  break: (machine, argv) => leaving(machine, "break", argv[1]),
  continue: (machine, argv) => leaving(machine, "continue", argv[1]),
  true: succeed,
  ":": succeed,
};

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(Object.entries(COMMANDS));

function echo(machine: Machine, argv: readonly Word[]): Success {
  write(machine, echoed(argv));
  return true;
}

function evaluate(machine: Machine, argv: readonly Word[]): Success {
  const words = wordText(argv[1]) === "--" ? argv.slice(2) : argv.slice(1);
  const texts = joinWords(machine, words);
  const place = placeOfWords(words.length === 0 ? argv : words);
  branches(machine.state, textRuns(machine, texts, (text) => {
    runText(machine, text, place, "eval");
  }));
  return undefined;
}

/** A file that is read as commands. What it holds is known where it is a process substitution or the standard input. */
function source(machine: Machine, argv: readonly Word[]): Success {
  const index = wordText(argv[1]) === "--" ? 2 : 1;
  const file = argv[index];
  if (file === undefined) return undefined;
  const program = wordText(argv[0]) ?? "source";
  const fromInput = STANDARD_INPUT.has(wordText(file) ?? "");
  const texts = fromInput ? (cellValues(machine, STDIN) ?? unknownValues("what stands on the standard input is not known")) : writtenCommands(machine, file.values);
  if (texts === undefined) return undefined;
  const outer = readArguments(machine);
  if (argv.length > index + 1) assignArguments(machine, [argumentContent(argv.slice(index + 1))]);
  branches(machine.state, textRuns(machine, texts, (text) => {
    runText(machine, text, file, program);
  }));
  if (argv.length > index + 1) assignArguments(machine, outer);
  return undefined;
}

function alias(machine: Machine, argv: readonly Word[]): Success {
  for (const word of argv.slice(1)) {
    for (const value of word.values) {
      const first = value[0];
      const match = first?.kind === "text" ? /^([^\s=/$`'"\\|&;()<>]+)=/.exec(first.text) : null;
      const name = match?.[1];
      if (first?.kind !== "text" || name === undefined) continue;
      const before = cellValues(machine, `alias ${name}`) ?? [];
      const text = [...textValue(first.text.slice(name.length + 1)), ...value.slice(1)];
      assignCell(machine.state, `alias ${name}`, { kind: "values", values: word.values.length > 1 ? union(before, [text]) : [text] });
    }
  }
  return true;
}

function unalias(machine: Machine, argv: readonly Word[]): Success {
  for (const word of argv.slice(1)) {
    const name = wordText(word);
    if (name !== undefined) assignCell(machine.state, `alias ${name}`, { kind: "values", values: [] });
  }
  return true;
}

/** The text of a trap runs some time later: with what the variables hold now, or then. `analyse` runs it again at the end. */
function trap(machine: Machine, argv: readonly Word[]): Success {
  const index = wordText(argv[1]) === "--" ? 2 : 1;
  const action = argv[index];
  if (action === undefined || argv.length <= index + 1 || (wordText(action) ?? "").startsWith("-")) return true;
  machine.enteredSince = union(machine.enteredSince, directoryOf(machine));
  machine.traps.push({ values: action.values, place: { start: action.start, end: action.end }, within: machine.within });
  return true;
}

function shopt(machine: Machine, argv: readonly Word[]): Success {
  const texts = argv.map((word) => wordText(word));
  if (texts.includes("lastpipe") && !flag(machine, "lastpipe")) assignCell(machine.state, "lastpipe", { kind: "flag", set: true });
  return undefined;
}

function exit(machine: Machine): Success {
  leaveShell(machine);
  return undefined;
}

function leaving(machine: Machine, kind: "return" | "break" | "continue", count: Word | undefined): Success {
  const text = knownText(count?.values[0] ?? textValue("1")) ?? "1";
  leave(machine, kind, /^\d{1,4}$/.test(text) ? Math.max(1, Number(text)) : 1);
  return undefined;
}

