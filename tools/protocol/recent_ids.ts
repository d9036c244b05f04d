/** Remembers which ids were seen, with bounded memory. */
export interface RecentIds {
  /** Whether `id` is among those seen lately; it is one of them from now on. */
  readonly seen: (id: string) => boolean;
}

/** How many of the last ids are remembered at least (docs/specs/ipc-v0.md, IPC-EN-010). At most twice as many are. */
const remembered = 1024;

/** Two generations: the older is dropped whole when the younger is full, so that each id costs one insertion and nothing is ever removed singly. */
export function createRecentIds(): RecentIds {
  let older = new Set<string>();
  let younger = new Set<string>();
  return {
    seen: (id) => {
      const { size } = younger;
      younger.add(id);
      // Adding tells whether it was there, which spares a look-up.
      if (younger.size === size || older.has(id)) return true;
      if (size + 1 === remembered) {
        older = younger;
        younger = new Set();
      }
      return false;
    },
  };
}
