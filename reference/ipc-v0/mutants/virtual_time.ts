/** So many turns of the event loop count as a moment, so that time passes for who never rests. */
const turnsPerMoment = 200;
const momentMilliseconds = 10;

/**
 * Does `work` with a clock of its own: `setTimeout`, `Date.now` and `performance.now` of this thread tell a time that goes on only when nothing is left
 * to do but to wait. So waits cost nothing, and no deadline is missed because the machine is busy. For work that rests on timers, promises and
 * `setImmediate` alone, and one at a time.
 */
export async function inVirtualTime<Value>(work: () => Promise<Value>): Promise<Value> {
  const real = { setTimeout: globalThis.setTimeout, clearTimeout: globalThis.clearTimeout, setImmediate: globalThis.setImmediate, dateNow: Date.now, performanceNow: performance.now.bind(performance) };
  const timers = new Map<number, { readonly time: number; readonly act: () => void }>();
  let elapsed = 0;
  let pending = 0;
  let lastId = 0;
  const start = real.dateNow();

  const setTimeout = (act: (...values: unknown[]) => void, milliseconds = 0, ...values: unknown[]): number => {
    lastId += 1;
    timers.set(lastId, {
      time: elapsed + Math.max(1, milliseconds),
      act: () => {
        act(...values);
      },
    });
    return lastId;
  };
  const setImmediate = (act: (...values: unknown[]) => void, ...values: unknown[]): NodeJS.Immediate => {
    pending += 1;
    return real.setImmediate(() => {
      pending -= 1;
      act(...values);
    });
  };
  const replacements: object = {
    setTimeout,
    setImmediate,
    clearTimeout: (id: number | undefined): void => {
      if (id !== undefined) timers.delete(id);
    },
  };
  const advanceTo = (time: number): void => {
    for (let due = earliest(timers); due !== undefined && due.time <= time; due = earliest(timers)) {
      timers.delete(due.id);
      elapsed = Math.max(elapsed, due.time);
      due.act();
    }
    elapsed = Math.max(elapsed, time);
  };

  Object.assign(globalThis, replacements);
  Date.now = () => start + elapsed;
  performance.now = () => elapsed;
  try {
    const state = { isOver: false };
    const done = work().finally(() => {
      state.isOver = true;
    });
    done.catch(() => undefined);
    let busyTurns = 0;
    while (!state.isOver) {
      // A turn of the event loop, promises included.
      await new Promise<void>((resolve) => {
        real.setImmediate(resolve);
      });
      if (pending > 0) {
        busyTurns += 1;
        if (busyTurns % turnsPerMoment === 0) advanceTo(elapsed + momentMilliseconds);
      } else {
        busyTurns = 0;
        const due = earliest(timers);
        if (due !== undefined) advanceTo(due.time);
      }
    }
    return await done;
  } finally {
    Object.assign(globalThis, { setTimeout: real.setTimeout, clearTimeout: real.clearTimeout, setImmediate: real.setImmediate });
    Date.now = real.dateNow;
    performance.now = real.performanceNow;
  }
}

function earliest(timers: ReadonlyMap<number, { readonly time: number; readonly act: () => void }>): { readonly id: number; readonly time: number; readonly act: () => void } | undefined {
  let found: { readonly id: number; readonly time: number; readonly act: () => void } | undefined;
  for (const [id, timer] of timers) if (found === undefined || timer.time < found.time) found = { id, ...timer };
  return found;
}
