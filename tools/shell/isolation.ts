import { assignValues, cellValues, joinOutputs, STDOUT, type Machine } from "./machine.ts";
import { assignCell, ENDED, hasEnded, undo } from "./state.ts";
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
  if (capture) assignValues(machine, STDOUT, ONLY_EMPTY);
  if (hasEnded(state)) assignCell(state, ENDED, { kind: "flag", set: false });
  run();
  const last = cellValues(machine, STDOUT);
  const output = joinOutputs(hasEnded(state) || last === undefined ? machine.exitOutputs : [...machine.exitOutputs, last]);
  undo(state, mark);
  machine.exits = exits;
  machine.exitOutputs = exitOutputs;
  if (!capture && cellValues(machine, STDOUT) !== undefined) assignValues(machine, STDOUT, output);
  return output;
}
