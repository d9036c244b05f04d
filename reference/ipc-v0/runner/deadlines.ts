export interface Deadlines {
  readonly add: (name: string, milliseconds: number) => void;
  readonly remove: (name: string) => void;
  readonly clear: () => void;
}

/** Many deadlines with one timer, which is set to the earliest and looks for the next when it fires. A removed deadline costs no timer. */
export function createDeadlines(onMissed: () => void): Deadlines {
  const ends = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;
  let firesAt = Infinity;
  const arm = (at: number): void => {
    clearTimeout(timer);
    firesAt = at;
    timer = setTimeout(check, Math.min(Math.max(1, at - performance.now()), longestTimer));
  };
  const check = (): void => {
    firesAt = Infinity;
    const now = performance.now();
    let next = Infinity;
    for (const end of ends.values()) {
      if (end <= now) {
        onMissed();
        return;
      }
      next = Math.min(next, end);
    }
    if (next < Infinity) arm(next);
  };
  return {
    add: (name, milliseconds) => {
      const end = performance.now() + milliseconds;
      ends.set(name, end);
      if (end < firesAt) arm(end);
    },
    remove: (name) => {
      ends.delete(name);
    },
    clear: () => {
      ends.clear();
      clearTimeout(timer);
      firesAt = Infinity;
    },
  };
}

/** The longest time a timer can be set to. */
const longestTimer = 2 ** 31 - 1;
