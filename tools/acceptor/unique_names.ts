/** The names of one scope, as places in the bytes of a document. */
export interface UniqueNames {
  /** Begins another scope. */
  readonly clear: () => void;
  /** Adds the name that stands there. False where it stands in the scope before, and where that would take too long to tell. */
  readonly add: (bytes: Uint8Array, start: number, end: number) => boolean;
}

/** Up to this many names are compared each with each. */
const few = 12;
/** So many names in one place of a table are made to fall there. */
const mostProbes = 64;
/** No slot of the table. */
const none = -1;

export function uniqueNames(): UniqueNames {
  let places = new Int32Array(64);
  let count = 0;
  /** Numbers of names, from 1, by hash; only for long lists. */
  let slots = new Int32Array(0);

  const isSame = (bytes: Uint8Array, name: number, start: number, end: number): boolean => {
    const first = places[2 * name] ?? 0;
    const length = end - start;
    if ((places[2 * name + 1] ?? 0) - first !== length) return false;
    for (let index = 0; index < length; index += 1) if (bytes[first + index] !== bytes[start + index]) return false;
    return true;
  };

  /** The free slot for a name; none where the name has one already, or none is near. */
  const freeSlot = (bytes: Uint8Array, start: number, end: number): number => {
    let hash = 0x811c9dc5;
    for (let index = start; index < end; index += 1) hash = Math.imul(hash ^ (bytes[index] ?? 0), 0x01000193);
    const mask = slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (let probes = 0; probes < mostProbes; probes += 1) {
      const name = slots[slot] ?? 0;
      if (name === 0) return slot;
      if (isSame(bytes, name - 1, start, end)) return none;
      slot = (slot + 1) & mask;
    }
    return none;
  };

  /** Makes room for four times as many names as there are; false where they fall too close together. */
  const makeRoom = (bytes: Uint8Array): boolean => {
    slots = new Int32Array(2 ** Math.ceil(Math.log2(8 * count)));
    for (let name = 0; name < count; name += 1) {
      const slot = freeSlot(bytes, places[2 * name] ?? 0, places[2 * name + 1] ?? 0);
      if (slot === none) return false;
      slots[slot] = name + 1;
    }
    return true;
  };

  return {
    clear: () => {
      count = 0;
      if (slots.length > 0) slots = new Int32Array(0);
    },
    add: (bytes, start, end) => {
      if (count < few) {
        for (let name = 0; name < count; name += 1) if (isSame(bytes, name, start, end)) return false;
      } else {
        if (2 * count >= slots.length && !makeRoom(bytes)) return false;
        const slot = freeSlot(bytes, start, end);
        if (slot === none) return false;
        slots[slot] = count + 1;
      }
      if (2 * count === places.length) {
        const larger = new Int32Array(2 * places.length);
        larger.set(places);
        places = larger;
      }
      places[2 * count] = start;
      places[2 * count + 1] = end;
      count += 1;
      return true;
    },
  };
}
