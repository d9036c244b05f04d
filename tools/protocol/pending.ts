/** What waits for an answer, by the id of the message that asked for it. */
export interface Pending<Value> {
  /** To be called once for each id that waits. */
  readonly add: (id: string, value: Value) => void;
  readonly has: (id: string) => boolean;
  /** What was added under this id, which waits no longer; undefined where it does not wait. */
  readonly take: (id: string) => Value | undefined;
  readonly count: () => number;
  /** All that wait, in any order. */
  readonly values: () => Iterable<Value>;
}

/** How many places of a queue may be empty before it is moved up. */
const mostEmpty = 1024;

/**
 * Answers mostly come in the order of the questions, and then a queue tells what each belongs to, for a comparison rather than the look-ups of a map.
 * At the first answer out of turn all that wait go into a map, each at most once.
 */
export function createPending<Value extends object | string | true>(): Pending<Value> {
  const scattered = new Map<string, Value>();
  let ids: (string | undefined)[] = [];
  let queue: (Value | undefined)[] = [];
  // Those that wait in the queue; before and behind there is nothing.
  let first = 0;
  let end = 0;

  const moveUp = (): void => {
    ids = ids.slice(first, end);
    queue = queue.slice(first, end);
    end -= first;
    first = 0;
  };
  const takeFirst = (): Value | undefined => {
    const value = queue[first];
    ids[first] = undefined;
    queue[first] = undefined;
    first += 1;
    if (first === end) first = end = 0;
    else if (first > mostEmpty) moveUp();
    return value;
  };
  const scatter = (): void => {
    while (first < end) {
      const id = ids[first];
      const value = takeFirst();
      if (id !== undefined && value !== undefined) scattered.set(id, value);
    }
  };

  return {
    add: (id, value) => {
      ids[end] = id;
      queue[end] = value;
      end += 1;
    },
    has: (id) => {
      if (ids[first] === id) return true;
      scatter();
      return scattered.has(id);
    },
    take: (id) => {
      if (ids[first] === id) return takeFirst();
      scatter();
      const value = scattered.get(id);
      scattered.delete(id);
      return value;
    },
    count: () => end - first + scattered.size,
    values: () => {
      scatter();
      return scattered.values();
    },
  };
}
