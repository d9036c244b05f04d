import { createPending } from "../../../tools/protocol/pending.ts";
import { createTurnClock } from "../../../tools/protocol/turn_clock.ts";

export interface Deadlines<Value> {
  readonly add: (name: string, milliseconds: number, value: Value) => void;
  /** What was added by that name, which need not be there in time any more; undefined where nothing was. */
  readonly remove: (name: string) => Value | undefined;
  /** From now on none can be missed. */
  readonly stop: () => void;
}

/** Many deadlines with one timer, which is set to the earliest and looks for the next when it fires. A removed deadline costs no timer. */
export function createDeadlines<Value>(onMissed: () => void): Deadlines<Value> {
  const pending = createPending<{ readonly end: number; readonly value: Value }>();
  let timer: NodeJS.Timeout | undefined;
  let firesAt = Infinity;
  let stopped = false;
  // Whole numbers take no memory of their own.
  const time = createTurnClock(() => Math.ceil(performance.now()));
  const arm = (at: number): void => {
    clearTimeout(timer);
    firesAt = at;
    timer = setTimeout(check, Math.min(Math.max(1, at - performance.now()), longestTimer));
  };
  const check = (): void => {
    firesAt = Infinity;
    const now = performance.now();
    let next = Infinity;
    for (const { end } of pending.values()) {
      if (end <= now) {
        onMissed();
        return;
      }
      next = Math.min(next, end);
    }
    if (next < Infinity) arm(next);
  };
  return {
    add: (name, milliseconds, value) => {
      const end = time() + milliseconds;
      pending.add(name, { end, value });
      if (end < firesAt && !stopped) arm(end);
    },
    remove: (name) => pending.take(name)?.value,
    stop: () => {
      clearTimeout(timer);
      stopped = true;
    },
  };
}

/** The longest time a timer can be set to. */
const longestTimer = 2 ** 31 - 1;
