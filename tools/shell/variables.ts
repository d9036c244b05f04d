import { charge, directoryOf, flag, type Machine } from "./machine.ts";
import { putElement } from "./elements.ts";
import { ARGUMENTS, assignCell, joinContents, listContent, type Content, type Variable } from "./state.ts";
import { concatenate, EMPTY, knownText, mapValues, ONLY_EMPTY, textValue, union, unknownNumber, unknownValue, unknownValues, type Values } from "./value.ts";
import type { Value } from "./model.ts";
import { WORKSPACE_VARIABLES } from "./names.ts";
import { writtenFolder } from "./path.ts";

/** Variables that are part of every environment, so that an inner shell sees what the script assigns to them. */
const INHERITED_VARIABLES: ReadonlySet<string> = new Set(["HOME", "PATH", "USER", "LOGNAME", "SHELL", "PWD", "OLDPWD", "LANG", "TERM", "CDPATH"]);

const ENVIRONMENT: readonly Content[] = [{ kind: "environment" }];
const MAXIMUM_REFERENCES = 8;

/** What a variable may hold. */
export function readVariable(machine: Machine, name: string, references = 0): readonly Content[] {
  const cell = machine.state.cells.get(`$${name}`);
  if (cell?.kind !== "variable") return ENVIRONMENT;
  const target = cell.reference;
  if (target !== undefined && references < MAXIMUM_REFERENCES) {
    return readVariable(machine, target, references + 1).map((content) => (content.kind === "environment" ? { kind: "text", values: environmentValues(machine, target) } : content));
  }
  if (cell.level >= machine.level || cell.exported || INHERITED_VARIABLES.has(name) || WORKSPACE_VARIABLES.has(name)) return cell.contents;
  return joinContents(cell.contents, [{ kind: "unset" }]);
}

/** The values of a variable where one value is asked for: `$X`. */
export function variableValues(machine: Machine, name: string): Values {
  let values: Values = [];
  for (const content of readVariable(machine, name)) values = union(values, contentValues(machine, name, content));
  return values;
}

export function contentValues(machine: Machine, name: string, content: Content): Values {
  switch (content.kind) {
    case "text":
    case "many":
      return content.values;
    case "list": {
      const index = content.keys.indexOf("0");
      return content.elements[index] ?? ONLY_EMPTY;
    }
    case "unset":
      return ONLY_EMPTY;
    case "environment":
      return environmentValues(machine, name);
  }
}

/** Whether the environment is sure to hold this variable, with a value that is not empty. */
export function isAlwaysSet(name: string): boolean {
  return name === "HOME" || name === "PWD" || name === "SHELL" || name === "BASH" || name === "IFS";
}

const HOME: Values = [[{ kind: "home", user: undefined }]];
const CHECKOUT: Values = [[{ kind: "workspace" }]];

function environmentValues(machine: Machine, name: string): Values {
  if (name === "HOME" || name === "USERPROFILE") return HOME;
  if (name === "PWD") return mapValues(directoryOf(machine), writtenFolder);
  if (WORKSPACE_VARIABLES.has(name)) return CHECKOUT;
  if (name === "IFS") return DEFAULT_SEPARATORS;
  if (name === "SHELL") return [programNamed("the login shell is not known", "sh")];
  if (name === "BASH") return [programNamed("where bash lies is not known", "bash")];
  return unknownValues(`\`$${name}\` is not assigned in the script`);
}

/** What separates words: `$IFS`, or where it is not set, blanks. */
export function separatorValues(machine: Machine): Values {
  let values: Values = [];
  for (const content of readVariable(machine, "IFS")) values = union(values, content.kind === "unset" ? DEFAULT_SEPARATORS : contentValues(machine, "IFS", content));
  return values;
}

const DEFAULT_SEPARATORS: Values = [textValue(" \t\n")];

/** The path of a program of which only the name is known. */
export function programNamed(reason: string, name: string): Value {
  return concatenate(unknownValue(reason), textValue(`/${name}`));
}

export function assignVariable(machine: Machine, name: string, contents: readonly Content[], options: { readonly append?: boolean; readonly exported?: boolean } = {}): void {
  const before = variableCell(machine, name);
  if (before?.reference !== undefined && before.reference !== name) {
    assignVariable(machine, before.reference, contents, options);
    return;
  }
  let assigned = before?.conversion === undefined ? contents : contents.map((content) => convert(content, before.conversion));
  if (options.append === true) assigned = appended(machine, name, assigned);
  const isFixed = before?.readonly === true && before.level >= machine.level;
  // The assignment may fail, and what follows run all the same.
  if (isFixed) assigned = joinContents(before.contents, assigned);
  if (machine.traps.length > 0) machine.assignedSince.set(name, joinContents(machine.assignedSince.get(name) ?? before?.contents.filter(({ kind }) => kind !== "unset" && kind !== "environment") ?? [], assigned));
  assignCell(machine.state, `$${name}`, {
    kind: "variable",
    contents: assigned,
    exported: options.exported ?? (before?.exported === true || flag(machine, "allexport")),
    level: machine.level,
    conversion: before?.conversion,
    associative: before?.associative,
    readonly: isFixed,
  });
}

/** The name of the variable that a name stands for. */
export function targetName(machine: Machine, name: string, references = 0): string {
  const reference = variableCell(machine, name)?.reference;
  return reference === undefined || references >= MAXIMUM_REFERENCES ? name : targetName(machine, reference, references + 1);
}

export function variableCell(machine: Machine, name: string): Variable | undefined {
  const cell = machine.state.cells.get(`$${name}`);
  return cell?.kind === "variable" ? cell : undefined;
}

/** The variables that the shell has assigned get lost, or may get lost, on the way to another program, but for some. */
export function clearEnvironment(machine: Machine, isCertain: boolean, others: ReadonlyMap<string, unknown> | undefined): void {
  charge(machine, machine.state.cells.size);
  for (const [cellName, cell] of [...machine.state.cells]) {
    if (cell.kind !== "variable" || !/^\$[A-Za-z_]/.test(cellName) || others?.has(cellName) === true) continue;
    const name = cellName.slice(1);
    const left: readonly Content[] = INHERITED_VARIABLES.has(name) || isAlwaysSet(name) ? ENVIRONMENT : [{ kind: "unset" }];
    assignCell(machine.state, cellName, { ...cell, contents: isCertain ? left : joinContents(cell.contents, left) });
  }
}

/** Changes what is known of a variable besides its contents. */
export function describeVariable(machine: Machine, name: string, change: Partial<Pick<Variable, "exported" | "reference" | "conversion" | "associative" | "readonly">>): void {
  const before = variableCell(machine, name) ?? { kind: "variable", contents: ENVIRONMENT, exported: false, level: machine.level };
  assignCell(machine.state, `$${name}`, { ...before, ...change });
}

/** `X+=...`: a text is put behind the text, an array behind the array. */
function appended(machine: Machine, name: string, contents: readonly Content[]): readonly Content[] {
  let joined: readonly Content[] = [];
  for (const before of readVariable(machine, name)) {
    for (const after of contents) joined = joinContents(joined, [appendContent(machine, name, before, after)]);
  }
  return joined;
}

function appendContent(machine: Machine, name: string, before: Content, after: Content): Content {
  if (after.kind === "text") {
    if (before.kind === "list") return putElement(before, "0", joinTexts(contentValues(machine, name, before), after.values));
    if (before.kind === "many") return { kind: "many", values: union(before.values, unknownValues("an element is appended to")) };
    return { kind: "text", values: joinTexts(contentValues(machine, name, before), after.values) };
  }
  if (after.kind === "list") {
    if (before.kind === "list") {
      const next = before.keys.reduce((highest, key) => Math.max(highest, /^\d+$/.test(key) ? Number(key) : -1), -1) + 1;
      const keys = after.keys.map((key) => (/^\d+$/.test(key) ? String(Number(key) + next) : key));
      return listContent([...before.elements, ...after.elements], [...before.keys, ...keys]);
    }
    if (before.kind === "unset") return after;
    if (before.kind === "text") return listContent([before.values, ...after.elements]);
    const values = before.kind === "many" ? before.values : environmentValues(machine, name);
    return { kind: "many", values: after.elements.reduce<Values>((all, element) => union(all, element), values) };
  }
  if (after.kind === "many") {
    const own = before.kind === "list" ? before.elements.flat() : contentValues(machine, name, before);
    return { kind: "many", values: union(own, after.values) };
  }
  return before;
}

function joinTexts(before: Values, after: Values): Values {
  const first = before[0];
  const second = after[0];
  if (before.length === 1 && after.length === 1 && first !== undefined && second !== undefined) return [concatenate(first, second)];
  return before.reduce<Values>((all, value) => union(all, mapValues(after, (other) => concatenate(value, other))), []);
}

function convert(content: Content, conversion: Variable["conversion"]): Content {
  const change = (values: Values): Values =>
    mapValues(values, (value) => {
      if (conversion === "integer") {
        const text = knownText(value);
        return text !== undefined && /^-?\d+$/.test(text) ? value : unknownValue("it is the result of a calculation");
      }
      return value.map((fragment) =>
        fragment.kind === "text" ? { kind: "text", text: conversion === "lower" ? fragment.text.toLowerCase() : fragment.text.toUpperCase() } : fragment,
      );
    });
  return mapContent(content, change);
}

export function mapContent(content: Content, change: (values: Values) => Values): Content {
  switch (content.kind) {
    case "text":
    case "many":
      return { kind: content.kind, values: change(content.values) };
    case "list":
      return { kind: "list", keys: content.keys, elements: content.elements.map(change) };
    case "unset":
    case "environment":
      return content;
  }
}

/** The arguments of the script or of the function that runs. */
export function readArguments(machine: Machine): readonly Content[] {
  const cell = machine.state.cells.get(ARGUMENTS);
  return cell?.kind === "arguments" ? cell.contents : [{ kind: "many", values: unknownValues("the arguments are not known") }];
}

export function assignArguments(machine: Machine, contents: readonly Content[]): void {
  assignCell(machine.state, ARGUMENTS, { kind: "arguments", contents });
}

/** What `$1`, `$2`... may hold. */
export function readArgument(machine: Machine, position: number): readonly Content[] {
  let joined: readonly Content[] = [];
  for (const content of readArguments(machine)) {
    const values = content.kind === "list" ? content.elements[position - 1] : content.kind === "many" ? content.values : undefined;
    joined = joinContents(joined, values === undefined ? [{ kind: "unset" }] : content.kind === "many" ? [{ kind: "text", values }, { kind: "unset" }] : [{ kind: "text", values }]);
  }
  return joined;
}

/** `$?`, `$$`, `$#`... */
export function specialParameter(machine: Machine, name: string): Values {
  if (name === "#") {
    let values: Values = [];
    for (const content of readArguments(machine)) {
      values = union(values, content.kind === "list" ? [textValue(String(content.elements.length))] : [unknownNumber("how many arguments there are is not known")]);
    }
    return values;
  }
  const cell = machine.state.cells.get(`$${name}`);
  if (cell?.kind === "variable") return variableValues(machine, name);
  if (name === "-") return unknownValues("the options of the shell are not known");
  const reason = `\`$${name}\` is not known before run time`;
  // Without a job in the background there is no `$!`.
  if (name === "!") return [unknownNumber(reason), EMPTY];
  return [/^[?$]$/.test(name) ? unknownNumber(reason) : unknownValue(reason)];
}

