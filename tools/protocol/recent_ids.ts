/** Remembers which ids were seen, with bounded memory. */
export interface RecentIds {
  /** Whether `id` is among those seen lately; it is one of them from now on. */
  readonly seen: (id: string) => boolean;
}

/** How many of the last ids are remembered at least (docs/specs/ipc-v0.md, IPC-EN-010). At most twice as many are. */
const remembered = 1024;

/** Two generations: the older is forgotten whole when the younger is full, so that nothing is ever removed singly. */
export function createRecentIds(): RecentIds {
  let older = createGeneration();
  let younger = createGeneration();
  return {
    seen: (id) => {
      const hash = hashOf(id);
      if (younger.has(id, hash) || older.has(id, hash)) return true;
      if (younger.add(id, hash) === remembered) {
        older.clear();
        [older, younger] = [younger, older];
      }
      return false;
    },
  };
}

/** A set of at most `remembered` texts in tables that are made once: a Set grows and is thrown away over and over, which costs several times as much. */
interface Generation {
  readonly has: (id: string, hash: number) => boolean;
  /** How many there are then. */
  readonly add: (id: string, hash: number) => number;
  readonly clear: () => void;
}

/** A power of two, so that the lowest bits of a hash are a place; half of the places stay free, so that a search ends soon. */
const places = 2 * remembered;

function createGeneration(): Generation {
  const ids: string[] = [];
  const hashes = new Int32Array(remembered);
  /** At the place of each hash, or the next one that was free, the number of its id, from 1. */
  const table = new Int16Array(places);
  /** The place of an id, or a free one. */
  const placeOf = (id: string, hash: number): number => {
    for (let place = hash & (places - 1); ; place = (place + 1) & (places - 1)) {
      const number = table[place] ?? 0;
      if (number === 0 || (hashes[number - 1] === hash && ids[number - 1] === id)) return place;
    }
  };
  return {
    has: (id, hash) => table[placeOf(id, hash)] !== 0,
    add: (id, hash) => {
      const place = placeOf(id, hash);
      hashes[ids.length] = hash;
      ids.push(id);
      table[place] = ids.length;
      return ids.length;
    },
    clear: () => {
      ids.length = 0;
      table.fill(0);
    },
  };
}

/** The characters that a hash looks at, at either end of an id; what differs between ids stands there. */
const hashed = 32;

function hashOf(id: string): number {
  let hash = id.length;
  const { length } = id;
  for (let index = 0; index < length; index += 1) {
    if (index === hashed && length > 2 * hashed) index = length - hashed;
    hash = Math.imul(hash ^ id.charCodeAt(index), multiplier);
  }
  return hash ^ (hash >>> 15);
}

/** That of FNV-1a. */
const multiplier = 0x01000193;
