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
export function createPending<Value extends object | true>(): Pending<Value> {
  const scattered = new Map<string, Value>();
  let ids: string[] = [];
  let queue: Value[] = [];
  /** Everything before it has left the queue. */
  let first = 0;

  const keepFrom = (index: number): void => {
    ids = ids.slice(index);
    queue = queue.slice(index);
    first = 0;
  };
  const scatter = (): void => {
    if (first === ids.length) return;
    for (let index = first; index < ids.length; index += 1) {
      const value = queue[index];
      if (value !== undefined) scattered.set(ids[index] ?? "", value);
    }
    keepFrom(ids.length);
  };

  return {
    add: (id, value) => {
      ids.push(id);
      queue.push(value);
    },
    has: (id) => {
      if (ids[first] === id) return true;
      scatter();
      return scattered.has(id);
    },
    take: (id) => {
      if (ids[first] === id) {
        const value = queue[first];
        first += 1;
        if (first === ids.length || first > mostEmpty) keepFrom(first);
        return value;
      }
      scatter();
      const value = scattered.get(id);
      scattered.delete(id);
      return value;
    },
    count: () => ids.length - first + scattered.size,
    values: () => [...queue.slice(first), ...scattered.values()],
  };
}
