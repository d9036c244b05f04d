import { charge, type Exit, type Machine } from "./machine.ts";
import { assignCell, changesSince, loosen, merge, sameCell, undo, widen, type Cell, type Outcome } from "./state.ts";

/** The parts of a loop. `before` is the condition, which runs once more than the body. */
export interface Loop {
  readonly atLeastOnce: boolean;
  readonly before: () => void;
  readonly body: () => void;
  /** What is known where the condition has failed. */
  readonly failed?: () => void;
}

/** After this many repetitions, what still changes is taken to be unknown. */
const PRECISE_REPETITIONS = 2;
const MAXIMUM_REPETITIONS = 6;

/**
 * Repeats a loop until another repetition adds nothing to what the state may hold. Only the findings of the last repetition stay:
 * its state holds everything that the earlier ones held. Gives whether it may be left before its end.
 */
export function runLoop(machine: Machine, loop: Loop): boolean {
  const { state, commands, problems, dynamic } = machine;
  const start = state.trail.length;
  const marks = { commands: commands.length, problems: problems.length, dynamic: dynamic.length };
  machine.repeats = true;
  for (let repetition = 1; ; repetition++) {
    charge(machine, 16);
    const entry = state.trail.length;
    const exit: Exit = { kind: "loop", mark: entry, leaves: [], repeats: [] };
    machine.exits.push(exit);
    loop.before();
    const mark = state.trail.length;
    loop.failed?.();
    const skipped = changesSince(state, entry);
    undo(state, mark);
    loop.body();
    machine.exits.pop();
    const ends: Outcome[] = [changesSince(state, entry), ...exit.repeats];
    undo(state, entry);
    if (!grow(machine, ends, repetition)) {
      finish(machine, loop, skipped, ends, exit.leaves);
      return exit.leaves.length > 0;
    }
    commands.length = marks.commands;
    problems.length = marks.problems;
    dynamic.length = marks.dynamic;
    charge(machine, state.trail.length - start);
  }
}

/** Adds to the state at the loop's start what a repetition leaves; false when that is nothing new. */
function grow(machine: Machine, ends: readonly Outcome[], repetition: number): boolean {
  if (repetition >= MAXIMUM_REPETITIONS) return false;
  const { state } = machine;
  const alive = ends.filter((outcome) => !outcome.ended);
  if (alive.length === 0) return false;
  const mark = state.trail.length;
  merge(state, [...alive, { changes: new Map(), ended: false }]);
  const before = new Map<string, Cell | undefined>();
  for (const change of state.trail.slice(mark)) if (!before.has(change.name)) before.set(change.name, change.before);
  const grown: [string, Cell][] = [];
  for (const [name, cell] of changesSince(state, mark).changes) {
    const old = before.get(name);
    if (sameCell(old, cell)) continue;
    if (repetition < PRECISE_REPETITIONS) grown.push([name, cell]);
    else {
      // An array that grows by what it holds already has come to its end. Unknown stands for whatever else a cell may come to hold, so after that nothing more is added.
      const wide = repetition === PRECISE_REPETITIONS ? loosen(cell) : widen(old ?? cell);
      if (!sameCell(old, wide)) grown.push([name, wide]);
    }
  }
  undo(state, mark);
  if (grown.length === 0) return false;
  for (const [name, cell] of grown) assignCell(state, name, cell);
  return true;
}

/** The state behind the loop: after a condition that failed, or after a `break`. */
function finish(machine: Machine, loop: Loop, skipped: Outcome, ends: readonly Outcome[], leaves: readonly Outcome[]): void {
  // A list that holds at least one value runs its body at least once.
  const normal = loop.atLeastOnce ? ends : [skipped];
  merge(machine.state, [...normal, ...leaves]);
}
