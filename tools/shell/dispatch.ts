import type { Value, Word } from "./model.ts";
import { BUILTINS } from "./builtins.ts";
import { changeFiles } from "./file_changes.ts";
import { isShellText, readFile } from "./files.ts";
import { cellValues, charge, OTHERS, reportDynamic, STDOUT, type Machine, type Reach, type Success } from "./machine.ts";
import { write } from "./directories.ts";
import { callFunction, findFunction } from "./functions.ts";
import { isShell } from "./names.ts";
import { OUTPUTS } from "./output.ts";
import { runFiles, runShell } from "./shells.ts";
import { emit } from "./simple.ts";
import { branches } from "./state.ts";
import { concatenate, EMPTY, knownText, textValue, unknownNumber, unknownReason, unknownValue, unknownValues, type Values } from "./value.ts";
import { variableValues } from "./variables.ts";
import { runWrapped } from "./wrapped.ts";
import { wrapperNamed } from "./wrappers.ts";
import { baseName, placeOfWords, withValues } from "./words.ts";

/** Runs an expanded command line: does what its program does to the state, and runs what it is told to run. */
export function runArgv(machine: Machine, argv: readonly Word[], reach: Reach): Success {
  charge(machine, 2);
  const program = argv[0];
  if (program === undefined) return undefined;
  const only = program.values[0];
  if (program.values.length === 1 && only !== undefined && !program.splits) return runProgram(machine, only, argv, reach);
  const runs = program.values.map((value) => () => {
    runProgram(machine, value, [withValues(program, [value]), ...argv.slice(1)], reach);
  });
  // A word that may vanish leaves its place to the next that cannot.
  const next = program.splits ? argv.findIndex((word) => !word.splits) : -1;
  if (next > 0) {
    const rest = argv.slice(next);
    runs.push(() => {
      emit(machine, rest, [], placeOfWords(rest));
      runArgv(machine, rest, reach);
    });
  }
  charge(machine, argv.length);
  // A value that names no program is reported by itself.
  if (program.splits && program.values.length > 1 && program.values.every((value) => baseName(value) !== undefined)) reportDynamic(machine, "Which program runs is not known: the words of a list are not known one by one", program);
  branches(machine.state, runs);
  return undefined;
}

function runProgram(machine: Machine, value: Word["values"][number], argv: readonly Word[], reach: Reach): Success {
  const name = knownText(value);
  const base = baseName(value);
  // `time -f %e command`: no keyword of bash, but the program of other shells.
  if (name?.startsWith("-") === true && machine.within.includes("time")) {
    const word = argv[0];
    if (word !== undefined) return runKnown(machine, "time", "time", [withValues(word, [textValue("time")]), ...argv], reach);
  }
  if (base === undefined) {
    if (name !== "") reportUnknown(machine, value, argv);
    for (const output of [STDOUT, OTHERS] as const) write(machine, unknownValues("the output of an unknown program is not known"), output);
    return undefined;
  }
  if (reach === "shell" && name !== undefined) {
    const found = findFunction(machine, name);
    if (found !== undefined) {
      if (!found.partial) return callFunction(machine, found, argv);
      branches(machine.state, [() => void callFunction(machine, found, argv), () => void runKnown(machine, name, base, argv, reach)]);
      return undefined;
    }
  }
  return runKnown(machine, name, base, argv, reach);
}

/** A program that is no function of the script. */
export function runKnown(machine: Machine, name: string | undefined, base: string, argv: readonly Word[], reach: Reach): Success {
  if (reach !== "programs" && name !== undefined) {
    const builtin = BUILTINS.get(name);
    if (builtin !== undefined) return builtin(machine, argv);
  }
  const program = base.endsWith(".exe") ? base.slice(0, -4) : base;
  if (isShell(program)) {
    runShell(machine, program, argv);
    return undefined;
  }
  const wrapper = wrapperNamed(program);
  if (wrapper !== undefined) {
    runWrapped(machine, program, wrapper, argv);
    return undefined;
  }
  changeFiles(machine, program, argv);
  if (machine.hasFiles) runWritten(machine, base, argv, name?.includes("/") === false ? onPath(machine, name) : (argv[0]?.values ?? []));
  if (cellValues(machine, STDOUT) !== undefined || cellValues(machine, OTHERS) !== undefined) {
    const output: Values | undefined = OUTPUTS.get(program)?.(machine, argv);
    const reason = `the output of \`${base}\` is not known`;
    write(machine, output ?? [program === "nproc" ? unknownNumber(reason) : unknownValue(reason)]);
    if (output === undefined) write(machine, unknownValues(reason), OTHERS);
  }
  return undefined;
}

/** A script that this script has written, run by its path or its name. */
function runWritten(machine: Machine, base: string, argv: readonly Word[], candidates: Values): void {
  const paths = candidates.filter((path) => readFile(machine, path)?.some(isShellText) === true);
  if (paths.length > 0) runFiles(machine, base, argv, paths);
}

/** Where a program may lie: in the folders of a `PATH` that the script assigns. */
function onPath(machine: Machine, name: string): Values {
  if (!machine.state.cells.has("$PATH")) return [];
  const paths: Value[] = [];
  for (const path of variableValues(machine, "PATH")) {
    let folder: Value = EMPTY;
    for (const fragment of [...path, END]) {
      const [start = "", ...others] = fragment.kind === "text" ? fragment.text.split(":") : [];
      folder = concatenate(folder, fragment.kind === "text" ? textValue(start) : [fragment]);
      charge(machine, 16 * others.length + (fragment.kind === "text" ? fragment.text.length : 0));
      for (const other of others) {
        paths.push(concatenate(folder.length === 0 ? HERE : folder, textValue(`/${name}`)));
        folder = textValue(other);
      }
    }
  }
  return paths;
}

const END = { kind: "text", text: ":" } as const;
const HERE = textValue(".");

function reportUnknown(machine: Machine, value: Word["values"][number], argv: readonly Word[]): void {
  const program = argv[0];
  if (program === undefined) return;
  const isPattern = value.some((fragment) => fragment.kind === "glob");
  const reason = unknownReason(value);
  reportDynamic(
    machine,
    reason !== undefined ? `Which program runs is not known: ${reason}` : isPattern ? "Which program runs is not known: a pattern of file names chooses it" : "Which program runs is not known: its path ends in a folder",
    program,
  );
}
