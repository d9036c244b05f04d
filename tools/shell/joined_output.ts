import { assignValues, cellValues, OTHERS, STDOUT, type Machine } from "./machine.ts";
import { assignCell, type Cell } from "./state.ts";
import { ONLY_EMPTY, product, union } from "./value.ts";

/** Other numbers that lead to where the standard output leads (`2>&1`). */
export interface JoinedOutput {
  /** Where they led before. */
  readonly before: Cell | undefined;
}

/** Lets the other numbers lead to where the standard output leads; undefined where nobody reads that. */
export function joinOthers(machine: Machine): JoinedOutput | undefined {
  if (cellValues(machine, STDOUT) === undefined) return undefined;
  const before = machine.state.cells.get(OTHERS);
  assignValues(machine, OTHERS, ONLY_EMPTY);
  return { before };
}

/** Puts what was written by the other numbers to the standard output. Which of the two came first is not known. */
export function leaveOthers(machine: Machine, { before }: JoinedOutput): void {
  const others = cellValues(machine, OTHERS) ?? ONLY_EMPTY;
  const output = cellValues(machine, STDOUT) ?? ONLY_EMPTY;
  assignCell(machine.state, OTHERS, before ?? { kind: "values", values: undefined });
  assignValues(machine, STDOUT, union(product(output, others), product(others, output)));
}
