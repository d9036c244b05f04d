import type { Word } from "./model.ts";
import { isolated } from "./isolation.ts";
import { cellValues, charge, enter, STDOUT, type Exit, type Machine, type Success } from "./machine.ts";
import { ARGUMENTS, assignCell, branches, changesSince, end, hasEnded, listContent, merge, undo, type Cell, type Content, type FunctionDefinition } from "./state.ts";
import { distinct, unknownValues } from "./value.ts";
import { assignArguments } from "./variables.ts";

type FunctionCell = Extract<Cell, { kind: "functions" }>;

/** The function of this name that the present shell knows. */
export function findFunction(machine: Machine, name: string): FunctionCell | undefined {
  const cell = machine.state.cells.get(`function ${name}`);
  if (cell?.kind !== "functions" || cell.definitions.length === 0) return undefined;
  return cell.level >= machine.level || cell.exported ? cell : undefined;
}

/** Calls a function with the words behind its name. */
export function callFunction(machine: Machine, cell: FunctionCell, argv: readonly Word[]): Success {
  const only = cell.definitions[0];
  const contents = [argumentContent(argv.slice(1))];
  if (cell.definitions.length === 1 && only !== undefined) runFunction(machine, only, contents);
  else branches(machine.state, cell.definitions.map((definition) => () => {
    runFunction(machine, definition, contents);
  }));
  return undefined;
}

/** Words as the list that `$@` stands for. */
export function argumentContent(words: readonly Word[]): Content {
  if (words.some((word) => word.splits)) return { kind: "many", values: distinct(words.flatMap((word) => word.values)) };
  return listContent(words.map((word) => word.values), words.map((_, index) => String(index + 1)));
}

const UNKNOWN_ARGUMENTS: readonly Content[] = [{ kind: "many", values: unknownValues("the arguments of a function are not known") }];

/** Calls a function whose arguments are not known: one that nothing in the script calls, or that calls itself. */
export function callUnknown(machine: Machine, definition: FunctionDefinition): void {
  isolated(machine, false, () => {
    runFunction(machine, definition, UNKNOWN_ARGUMENTS);
  });
}

function runFunction(machine: Machine, definition: FunctionDefinition, contents: readonly Content[]): void {
  const active = machine.calls.filter((call) => call.body === definition.body).length;
  // A call from within itself is run once more, with any arguments; what that calls is the same again.
  if (active >= 2) return;
  enter(machine);
  charge(machine, 32);
  const { state, calls, frame, exits } = machine;
  if (machine.called.has(definition.body)) machine.repeats = true;
  machine.called.add(definition.body);
  const mark = state.trail.length;
  const outerArguments = state.cells.get(ARGUMENTS);
  const exit: Exit = { kind: "function", mark, leaves: [], repeats: [] };
  machine.exits = [...exits, exit];
  machine.calls = [...calls, definition];
  machine.frame = definition.frame;
  const locals = machine.locals;
  machine.locals = new Map();
  assignArguments(machine, active === 1 ? UNKNOWN_ARGUMENTS : contents);
  machine.run.node(machine, definition.body);
  const outcomes = [changesSince(state, mark), ...exit.leaves];
  if (exit.leaves.length > 0) {
    undo(state, mark);
    merge(state, outcomes);
  }
  for (const [name, cell] of machine.locals) assignCell(state, name, cell ?? { kind: "variable", contents: [{ kind: "environment" }], exported: false, level: machine.level });
  if (outerArguments !== undefined) assignCell(state, ARGUMENTS, outerArguments);
  machine.locals = locals;
  machine.frame = frame;
  machine.calls = calls;
  machine.exits = exits;
  machine.depth--;
}

/** `return`, `break`, `continue`: what is left behind meets again where the construct ends. */
export function leave(machine: Machine, kind: "return" | "break" | "continue", count: number): void {
  const { exits, state } = machine;
  let wanted = count;
  for (let index = exits.length - 1; index >= 0; index--) {
    const exit = exits[index];
    if (exit === undefined || (exit.kind === "function" && kind !== "return")) return;
    if (exit.kind !== (kind === "return" ? "function" : "loop")) continue;
    wanted--;
    if (wanted > 0 && exits.slice(0, index).some((outer) => outer.kind === "loop")) continue;
    if (hasEnded(state)) return;
    charge(machine, state.trail.length - exit.mark);
    const outcome = changesSince(state, exit.mark);
    (kind === "continue" ? exit.repeats : exit.leaves).push(outcome);
    end(state);
    return;
  }
}

/** `exit`, and `exec` of a program: the present shell runs nothing more. */
export function leaveShell(machine: Machine): void {
  if (hasEnded(machine.state)) return;
  const written = cellValues(machine, STDOUT);
  if (written !== undefined) machine.exitOutputs.push(written);
  end(machine.state);
}
