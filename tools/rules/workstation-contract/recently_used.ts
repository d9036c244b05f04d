/** A memory of bounded size. */
export interface RecentlyUsed<Value> {
  readonly get: (key: string) => Value | undefined;
  readonly set: (key: string, value: Value) => void;
}

/**
 * Remembers what was used lately: two generations of at most `limit` each, in the unit of `sizeOf`. When the younger is full it becomes the
 * elder, and what nobody asked for since the last time is forgotten; so keys that come up again and again stay, however many others come
 * between.
 */
export function recentlyUsed<Value>(limit: number, sizeOf: (key: string, value: Value) => number): RecentlyUsed<Value> {
  let younger = new Map<string, Value>();
  let elder = younger;
  let size = 0;
  const set = (key: string, value: Value): void => {
    const added = sizeOf(key, value);
    // What takes much of the room would drive out all the rest.
    if (added > limit / 4) return;
    if (size + added > limit) {
      elder = younger;
      younger = new Map();
      size = 0;
    }
    younger.set(key, value);
    size += added;
  };
  return {
    get: (key) => {
      const young = younger.get(key);
      if (young !== undefined) return young;
      const old = elder === younger ? undefined : elder.get(key);
      if (old !== undefined) set(key, old);
      return old;
    },
    set,
  };
}
