import type { ArithmeticFor, AndOr, CommandNode, CompoundCommand, CompoundList, For, Pipeline, Redirected, Select, Statement, While } from "unbash";
import { arithmeticValues, expandFields, runReaders } from "./expand.ts";
import { runCase, runIf, runInstead, runTest } from "./conditions.ts";
import { isolated } from "./isolation.ts";
import { joinOthers, leaveOthers } from "./joined_output.ts";
import { runLoop } from "./loop.ts";
import { assignValues, charge, enter, flag, placeOf, runWithin, STDIN, STDOUT, type Machine, type Success } from "./machine.ts";
import { redirect } from "./redirect.ts";
import { assignNamed, emit, runSimple } from "./simple.ts";
import { assignCell, branches, changesSince, merge, undo, type Content, type FunctionDefinition } from "./state.ts";
import { distinct, ONLY_EMPTY, union, unknownValues, type Values } from "./value.ts";
import { assignVariable, readArguments, variableCell, variableValues } from "./variables.ts";

/** Runs statements one after the other. What stands behind an `exit` counts as well: whether it is reached is not for us to vouch for. */
export function runStatements(machine: Machine, statements: readonly Statement[]): Success {
  let success: Success = true;
  for (const statement of statements) {
    charge(machine, 1);
    const readers = machine.readers.length;
    if (statement.background === true) {
      isolated(machine, false, () => {
        runNode(machine, statement.command);
      });
      success = true;
    } else success = runNode(machine, statement.command);
    if (machine.readers.length > readers) runReaders(machine, readers);
  }
  return success;
}

export function runNode(machine: Machine, node: CommandNode | Pipeline | AndOr | CompoundList): Success {
  if (node.type === "Command") return runSimple(machine, node);
  enter(machine);
  const success = runConstruct(machine, node);
  machine.depth--;
  return success;
}

function runConstruct(machine: Machine, node: Exclude<CommandNode, { type: "Command" }> | Pipeline | AndOr | CompoundList): Success {
  switch (node.type) {
    case "Pipeline":
      return runPipeline(machine, node);
    case "AndOr":
      return runAndOr(machine, node);
    case "Redirected":
      return runRedirected(machine, node);
    case "Function":
      return defineFunction(machine, node);
    case "Coproc":
      isolated(machine, false, () => {
        assignValues(machine, STDIN, unknownValues("what is written to a coprocess is not known"));
        assignValues(machine, STDOUT, undefined);
        runNode(machine, node.body);
      });
      assignVariable(machine, node.name === undefined ? "COPROC" : node.name.value, [{ kind: "many", values: unknownValues("the file numbers of a coprocess are not known") }]);
      return undefined;
    case "CompoundList":
      return runStatements(machine, node.commands);
    default:
      return runCompound(machine, node);
  }
}

function runCompound(machine: Machine, node: CompoundCommand): Success {
  switch (node.type) {
    case "BraceGroup":
      return runStatements(machine, node.body.commands);
    case "Subshell":
      isolated(machine, false, () => {
        runStatements(machine, node.body.commands);
      });
      return undefined;
    case "If":
      runIf(machine, node);
      return undefined;
    case "For":
    case "Select":
      runFor(machine, node);
      return undefined;
    case "ArithmeticFor":
      runArithmeticFor(machine, node);
      return undefined;
    case "While":
      runWhile(machine, node);
      return undefined;
    case "Case":
      runCase(machine, node);
      return undefined;
    case "TestCommand":
      runTest(machine, node);
      return undefined;
    case "ArithmeticCommand":
      if (node.expression !== undefined) arithmeticValues(machine, node.expression);
      return undefined;
  }
}

function runAndOr(machine: Machine, node: AndOr): Success {
  const [first, ...others] = node.commands;
  const { state } = machine;
  const start = state.trail.length;
  let success: Success = first === undefined ? true : runNode(machine, first);
  let chosen = -1;
  for (const [index, command] of others.entries()) {
    if (index === chosen) continue;
    charge(machine, 2);
    const operator = node.operators[index];
    const alternative = operator === "&&" && success !== true && node.operators[index + 1] === "||" ? others[index + 1] : undefined;
    if (alternative !== undefined) {
      const choice = runChoice(machine, command, alternative);
      if (choice.isChoice) chosen = index + 1;
      success = choice.success;
      continue;
    }
    if (operator === "&&" && success === true) {
      success = runNode(machine, command);
      continue;
    }
    let second: Success;
    const run = (): void => {
      second = runNode(machine, command);
    };
    if (operator === "||" && success === true) runInstead(machine, start, run);
    else branches(state, [run, () => undefined]);
    success = operator === "||" ? (success ?? second) : undefined;
  }
  return success;
}

/**
 * `test && command || alternative`: where the command is sure to succeed, exactly one of the two runs. Otherwise that is no choice: the command
 * has run, or not, and the alternative is still to come.
 */
function runChoice(machine: Machine, command: AndOr["commands"][number], alternative: AndOr["commands"][number]): { readonly isChoice: boolean; readonly success: Success } {
  const { state } = machine;
  const mark = state.trail.length;
  const success = runNode(machine, command);
  const outcome = changesSince(state, mark);
  undo(state, mark);
  if (success !== true) {
    merge(state, [outcome, { changes: new Map(), ended: false }]);
    return { isChoice: false, success: undefined };
  }
  const otherwise = runNode(machine, alternative);
  const other = changesSince(state, mark);
  undo(state, mark);
  merge(state, [outcome, other]);
  return { isChoice: true, success: otherwise };
}

function runPipeline(machine: Machine, node: Pipeline): Success {
  const label = node.prefixes.some((prefix) => prefix.type === "Time") ? "time" : undefined;
  return runWithin(machine, label, () => {
    const only = node.commands[0];
    if (node.commands.length === 1 && only !== undefined) {
      const success = runNode(machine, only);
      return node.prefixes.some((prefix) => prefix.type === "Negation") ? undefined : success;
    }
    let input: Values | undefined;
    for (const [index, command] of node.commands.entries()) {
      const feed = index === 0 ? undefined : input;
      const last = index === node.commands.length - 1;
      const run = (): void => {
        if (feed !== undefined) assignValues(machine, STDIN, feed);
        const joined = node.operators[index] === "|&" ? joinOthers(machine) : undefined;
        runNode(machine, command);
        if (joined !== undefined) leaveOthers(machine, joined);
      };
      if (!last) input = isolated(machine, true, run);
      else if (flag(machine, "lastpipe")) runInPlace(machine, run);
      else isolated(machine, false, run);
    }
    return undefined;
  });
}

/** The last part of a pipeline, in a shell that may run it itself (zsh, `shopt -s lastpipe`). */
function runInPlace(machine: Machine, run: () => void): void {
  const input = machine.state.cells.get(STDIN);
  branches(machine.state, [
    () => {
      run();
      if (input !== undefined) assignCell(machine.state, STDIN, input);
      else assignValues(machine, STDIN, undefined);
    },
    () => undefined,
  ]);
}

function runRedirected(machine: Machine, node: Redirected): Success {
  const { redirections, restore } = redirect(machine, node.redirects);
  if (redirections.length > 0) emit(machine, [], redirections, placeOf(machine, node));
  const success = runNode(machine, node.command);
  restore();
  return success;
}

function defineFunction(machine: Machine, node: Extract<CommandNode, { type: "Function" }>): Success {
  const definition: FunctionDefinition = { name: node.name.value, body: node.body, frame: machine.frame, since: machine.commands[machine.commands.length - 1] };
  const before = machine.state.cells.get(`function ${definition.name}`);
  // Nothing has run since that could have called what is replaced.
  if (before?.kind === "functions" && !before.partial) for (const { body, since } of before.definitions) if (since === definition.since && body !== node.body) machine.replaced.add(body);
  if (!machine.definitions.some((other) => other.body === node.body)) machine.definitions.push(definition);
  assignCell(machine.state, `function ${definition.name}`, { kind: "functions", definitions: [definition], partial: false, level: machine.level, exported: false });
  return true;
}

function runFor(machine: Machine, node: For | Select): void {
  const name = node.name.value;
  let values: Values = [];
  let certain = false;
  let last: Values | undefined;
  if (node.wordlist === undefined) {
    for (const content of readArguments(machine)) {
      if (content.kind === "list") values = distinct([...values, ...content.elements.flat()]);
      else if (content.kind === "many") values = distinct([...values, ...content.values]);
    }
  } else {
    const all: Values[] = [];
    let isKnown = true;
    for (const word of node.wordlist) {
      const alternatives = expandFields(machine, word);
      for (const fields of alternatives) for (const field of fields) all.push(field.values);
      certain ||= alternatives.every((fields) => fields.some((field) => !field.splits));
      isKnown &&= alternatives.length === 1 && alternatives[0]?.every((field) => !field.splits) === true;
    }
    if (isKnown) last = all[all.length - 1];
    values = distinct(all.flat());
  }
  const isSelect = node.type === "Select";
  if (isSelect) assignVariable(machine, "REPLY", [{ kind: "text", values: unknownValues("what is chosen is not known") }]);
  const given: readonly Content[] = [{ kind: "text", values: values.length === 0 ? unknownValues(`the values of \`$${name}\` are not known`) : values }];
  const mayBeLeft = runLoop(machine, {
    atLeastOnce: certain && !isSelect,
    before: () => undefined,
    body: () => {
      assignVariable(machine, name, given);
      runStatements(machine, node.body.commands);
    },
  });
  // It ends with the last of the list, unless the body assigns something else.
  if (last !== undefined && !isSelect && !mayBeLeft && variableCell(machine, name)?.contents === given) assignVariable(machine, name, [{ kind: "text", values: last }]);
}

function runArithmeticFor(machine: Machine, node: ArithmeticFor): void {
  if (node.initialize !== undefined) arithmeticValues(machine, node.initialize);
  runLoop(machine, {
    atLeastOnce: false,
    before: () => {
      if (node.test !== undefined) arithmeticValues(machine, node.test);
    },
    body: () => {
      runStatements(machine, node.body.commands);
      if (node.update !== undefined) arithmeticValues(machine, node.update);
    },
  });
}

function runWhile(machine: Machine, node: While): void {
  let reads = 0;
  runLoop(machine, {
    atLeastOnce: false,
    before: () => {
      reads = machine.reads.length;
      runStatements(machine, node.clause.commands);
    },
    // Where there is nothing more to read, what `read` leaves is empty.
    failed: () => {
      for (const name of new Set(machine.reads.splice(reads))) assignNamed(machine, name, union(variableValues(machine, name), ONLY_EMPTY));
    },
    body: () => {
      runStatements(machine, node.body.commands);
    },
  });
}
