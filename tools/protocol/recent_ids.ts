/** Remembers which ids were seen, with bounded memory. */
export interface RecentIds {
  /** Whether `id` is among those seen lately; it is one of them from now on. */
  readonly seen: (id: string) => boolean;
}

/** How many of the last ids are remembered at least (docs/specs/ipc-v0.md, IPC-EN-010). At most twice as many are. */
const remembered = 1024;
/** Ids of up to so many characters are remembered as they are, longer ones by a digest, which has as many. */
const longest = 44;
/** The length that a digest is given, so that no id is taken for it. */
const lengthOfDigest = longest + 1;
/** A power of two, so that the lowest bits of a hash are a place; half of the places stay free, so that a search ends soon. */
const places = 2 * remembered;

/**
 * Two generations: the older is forgotten whole when the younger is full, so that nothing is ever removed singly. The characters lie in tables that are
 * made once. Sets grow and are thrown away over and over, and the strings in them keep alive what they were cut from: that cost several times as much.
 */
export function createRecentIds(): RecentIds {
  const characters = new Uint16Array(2 * remembered * longest);
  const lengths = new Uint8Array(2 * remembered);
  /** For each generation, at the place of each hash or the next that was free, the number of the id, from 1. */
  const tables = [new Int16Array(places), new Int16Array(places)] as const;
  /** The number of the next id, from 0. */
  let next = 0;

  /** Writes the id where the next is to be, and tells its hash. */
  const write = (id: string): number => {
    const text = id.length <= longest ? id : digestOf(id);
    let hash = (lengths[next] = text === id ? id.length : lengthOfDigest);
    const start = next * longest;
    for (let index = 0; index < text.length; index += 1) {
      const character = text.charCodeAt(index);
      characters[start + index] = character;
      hash = Math.imul(hash ^ character, multiplier);
    }
    return hash ^ (hash >>> 15);
  };
  const isNext = (number: number): boolean => {
    const length = lengths[next] ?? 0;
    if (lengths[number] !== length) return false;
    // Most ids differ in what they end in.
    for (let index = Math.min(length, longest) - 1; index >= 0; index -= 1) if (characters[next * longest + index] !== characters[number * longest + index]) return false;
    return true;
  };
  /** The place of the next id, or a free one. */
  const placeOf = (table: Int16Array, hash: number): number => {
    for (let place = hash & (places - 1); ; place = (place + 1) & (places - 1)) {
      const number = table[place] ?? 0;
      if (number === 0 || isNext(number - 1)) return place;
    }
  };

  return {
    seen: (id) => {
      const hash = write(id);
      const [younger, older] = next < remembered ? tables : [tables[1], tables[0]];
      const place = placeOf(younger, hash);
      if (younger[place] !== 0 || older[placeOf(older, hash)] !== 0) return true;
      next += 1;
      younger[place] = next;
      if (next % remembered === 0) older.fill(0);
      if (next === 2 * remembered) next = 0;
      return false;
    },
  };
}

/** Long ids are so rare that nobody should wait for the module at the start. */
function digestOf(id: string): string {
  return process.getBuiltinModule("node:crypto").createHash("sha256").update(id, "utf16le").digest("base64");
}

/** That of FNV-1a. */
const multiplier = 0x01000193;
