import { assignValues, cellValues, joinOutputs, OTHERS, STDOUT, type Machine } from "./machine.ts";
import { FILE_CELL } from "./files.ts";
import { assignCell, ENDED, hasEnded, undo, type Cell } from "./state.ts";
import { ONLY_EMPTY, type Values } from "./value.ts";

/**
 * Runs something in a subshell: what it changes is gone afterwards, and an `exit` in it ends no more than itself.
 * Gives what it writes when `capture` is set; otherwise that goes where the output goes now.
 */
export function isolated(machine: Machine, capture: boolean, run: () => void): Values {
  const { state, exits, exitOutputs } = machine;
  const mark = state.trail.length;
  machine.exits = [];
  machine.exitOutputs = [];
  if (capture) {
    assignValues(machine, STDOUT, ONLY_EMPTY);
    if (cellValues(machine, OTHERS) !== undefined) assignValues(machine, OTHERS, undefined);
  }
  if (hasEnded(state)) assignCell(state, ENDED, { kind: "flag", set: false });
  run();
  const last = cellValues(machine, STDOUT);
  const output = joinOutputs(hasEnded(state) || last === undefined ? machine.exitOutputs : [...machine.exitOutputs, last]);
  const others = cellValues(machine, OTHERS);
  const files = writtenFiles(machine, mark);
  undo(state, mark);
  for (const [name, cell] of files) assignCell(state, name, cell);
  machine.exits = exits;
  machine.exitOutputs = exitOutputs;
  if (!capture && cellValues(machine, STDOUT) !== undefined) assignValues(machine, STDOUT, output);
  if (!capture && others !== undefined) assignValues(machine, OTHERS, others);
  return output;
}

/** The files that were written since: they outlive the subshell. */
function writtenFiles(machine: Machine, mark: number): Map<string, Cell> {
  const files = new Map<string, Cell>();
  const { trail, cells } = machine.state;
  for (let index = mark; index < trail.length; index++) {
    const name = trail[index]?.name;
    if (name?.startsWith(FILE_CELL) !== true) continue;
    const cell = cells.get(name);
    if (cell !== undefined) files.set(name, cell);
  }
  return files;
}
