/** A memory of bounded size. */
export interface RecentlyUsed<Value> {
  readonly get: (key: string) => Value | undefined;
  /** `size` in any unit, the same as that of the limit. */
  readonly set: (key: string, value: Value, size: number) => void;
}

/**
 * Remembers what was used lately: two generations of at most `limit` each. When the younger is full it becomes the elder, and what nobody
 * asked for since the last time is forgotten; so keys that come up again and again stay, however many others come between.
 */
export function recentlyUsed<Value>(limit: number): RecentlyUsed<Value> {
  let younger = new Map<string, Entry<Value>>();
  let elder = younger;
  let size = 0;
  const add = (key: string, entry: Entry<Value>): void => {
    // What takes much of the room would drive out all the rest.
    if (entry.size > limit / 16) return;
    if (size + entry.size > limit) {
      elder = younger;
      younger = new Map();
      size = 0;
    }
    younger.set(key, entry);
    size += entry.size;
  };
  return {
    get: (key) => {
      const young = younger.get(key);
      if (young !== undefined) return young.value;
      const old = elder.get(key);
      if (old !== undefined) add(key, old);
      return old?.value;
    },
    set: (key, value, size) => {
      add(key, { value, size });
    },
  };
}

interface Entry<Value> {
  readonly value: Value;
  readonly size: number;
}
