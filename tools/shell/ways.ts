import { charge, type Machine } from "./machine.ts";
import { changesSince, merge, undo, type Outcome } from "./state.ts";

/**
 * Follows every way through something that can be read in several ways, from place to place until none follows. A place that several ways lead
 * to is passed once, with all that they leave; so the work grows with the places, not with the ways. `orderOf` tells places apart: each must come
 * behind the one it is reached from.
 */
export function followWays<Place>(machine: Machine, start: Place, orderOf: (place: Place) => number, pass: (place: Place) => readonly Place[]): void {
  const { state } = machine;
  const mark = state.trail.length;
  const waiting = new Map<number, { readonly place: Place; readonly outcomes: Outcome[] }>();
  const ends: Outcome[] = [];
  let place: Place | undefined = start;
  while (place !== undefined) {
    charge(machine, 1);
    const reached = pass(place);
    // Nearly always there is one way, which is followed where it stands.
    if (reached.length < 2 && waiting.size === 0 && ends.length === 0) {
      place = reached[0];
      continue;
    }
    charge(machine, state.trail.length - mark + waiting.size + reached.length);
    const outcome = changesSince(state, mark);
    undo(state, mark);
    if (reached.length === 0) ends.push(outcome);
    for (const next of reached) {
      const order = orderOf(next);
      const known = waiting.get(order);
      if (known === undefined) waiting.set(order, { place: next, outcomes: [outcome] });
      else known.outcomes.push(outcome);
    }
    const first = Math.min(...waiting.keys());
    const next = waiting.get(first);
    waiting.delete(first);
    merge(state, next === undefined ? ends : next.outcomes);
    place = next?.place;
  }
}
