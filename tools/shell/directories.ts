import type { Value, Word } from "./model.ts";
import type { OTHERS } from "./machine.ts";
import { assignValues, cellValues, charge, directoryOf, STDOUT, type Machine, type Success } from "./machine.ts";
import { resolveValue, writtenFolder } from "./path.ts";
import { assignCell, DIRECTORY } from "./state.ts";
import { distinct, knownText, mapValues, product, textValue, union, unknownValue, unknownValues, type Values } from "./value.ts";
import { assignVariable, variableValues } from "./variables.ts";
import { wordText } from "./words.ts";

const STACK = "stack";

/** `cd`, taken to succeed: a step whose `cd` fails does not go on. */
export function changeDirectory(machine: Machine, argv: readonly Word[]): Success {
  let index = 1;
  while (index < argv.length && /^-[LPe@]+$/.test(wordText(argv[index]) ?? "")) index++;
  if (wordText(argv[index]) === "--") index++;
  const target = argv[index];
  if (target === undefined) enterFolder(machine, variableValues(machine, "HOME"));
  else if (wordText(target) === "-") {
    const before = variableValues(machine, "OLDPWD");
    enterFolder(machine, before);
    write(machine, product(before, [textValue("\n")]));
  }
  else enterFolder(machine, mayVanish(target) ? distinct([...target.values, ...variableValues(machine, "HOME")]) : target.values);
  return true;
}

/** Whether the word may become no word at all: one with a letter of its own cannot. */
function mayVanish({ splits, values }: Word): boolean {
  return splits && values.some((value) => value.every(({ kind }) => kind !== "text"));
}

export function enterFolder(machine: Machine, targets: Values): void {
  const before = directoryOf(machine);
  const folders: Value[] = [];
  for (const target of targets) {
    charge(machine, 16 * before.length);
    for (const directory of before) folders.push(resolveValue(target, directory));
    if (machine.state.cells.has("$CDPATH") && isRelative(target)) folders.push(unknownValue("`$CDPATH` may lead elsewhere"));
  }
  const entered = distinct(folders);
  if (machine.traps.length > 0) machine.enteredSince = union(machine.enteredSince, entered);
  assignValues(machine, DIRECTORY, entered);
  assignVariable(machine, "OLDPWD", [{ kind: "text", values: mapValues(before, writtenFolder) }]);
  if (machine.state.cells.has("$PWD")) assignVariable(machine, "PWD", [{ kind: "environment" }]);
}

function isRelative(target: Value): boolean {
  const text = knownText(target);
  return text !== undefined && !/^(\/|\.\.?(\/|$))/.test(text);
}

function readStack(machine: Machine): readonly Values[] {
  const cell = machine.state.cells.get(STACK);
  return cell?.kind === "stack" ? cell.folders : [];
}

function writeStack(machine: Machine, folders: readonly Values[]): void {
  assignCell(machine.state, STACK, { kind: "stack", folders: folders.slice(-64) });
}

export function pushDirectory(machine: Machine, argv: readonly Word[]): Success {
  if (isStackOnly(argv)) {
    writeStack(machine, [...readStack(machine), unknownValues("the directory stack is not known")]);
    return true;
  }
  const operands = argv.slice(1).filter((word) => wordText(word) !== "--");
  const target = operands[0];
  const stack = readStack(machine);
  const here = directoryOf(machine);
  if (target === undefined) {
    const top = stack[stack.length - 1];
    writeStack(machine, [...stack.slice(0, -1), here]);
    enterFolder(machine, top ?? unknownValues("the directory stack is not known"));
  } else if (/^[+-]\d+$/.test(wordText(target) ?? "")) {
    enterFolder(machine, distinct([...stack.flat(), ...here, ...unknownValues("the directory stack is not known")]));
  } else {
    writeStack(machine, [...stack, here]);
    enterFolder(machine, target.values);
  }
  return true;
}

/** With `-n` the stack changes, and the folder stays. */
function isStackOnly(argv: readonly Word[]): boolean {
  return argv.some((word) => wordText(word) === "-n");
}

export function popDirectory(machine: Machine, argv: readonly Word[]): Success {
  const stack = readStack(machine);
  if (isStackOnly(argv)) {
    writeStack(machine, [...stack.slice(0, -1), unknownValues("the directory stack is not known")]);
    return true;
  }
  if (argv.length > 1) {
    enterFolder(machine, distinct([...stack.flat(), ...directoryOf(machine), ...unknownValues("the directory stack is not known")]));
    return true;
  }
  const top = stack[stack.length - 1];
  writeStack(machine, stack.slice(0, -1));
  enterFolder(machine, top ?? unknownValues("the directory stack is not known"));
  return true;
}

export function printDirectory(machine: Machine): Success {
  write(machine, product(mapValues(directoryOf(machine), writtenFolder), [textValue("\n")]));
  return true;
}

/** Goes to the home of whoever it is that a program runs a command as. */
export function enterHome(machine: Machine): void {
  assignValues(machine, DIRECTORY, [[{ kind: "home", user: undefined }]]);
}

/** Adds to what is written, where somebody reads it. */
export function write(machine: Machine, values: Values, output: typeof STDOUT | typeof OTHERS = STDOUT): void {
  const before = cellValues(machine, output);
  if (before !== undefined) assignValues(machine, output, product(before, values));
}
