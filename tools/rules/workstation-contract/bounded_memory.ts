/** A memory of bounded size. */
export interface BoundedMemory<Value> {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
}

/**
 * Remembers what was found out, at most `limit` in the unit of `sizeOf`. A memory that is full begins anew: what is asked for often is back at
 * once, and to look something up takes one look whatever there is.
 */
export function boundedMemory<Value>(limit: number, sizeOf: (key: string, value: Value) => number): BoundedMemory<Value> {
  let known = new Map<string, Value>();
  let size = 0;
  return {
    get: (key) => known.get(key),
    set: (key, value) => {
      const added = sizeOf(key, value);
      // What takes much of the room would drive out all the rest.
      if (added > limit / 4) return;
      if (size + added > limit) {
        known = new Map();
        size = 0;
      }
      known.set(key, value);
      size += added;
    },
  };
}
