/** Names that are given back in the order of their code units, so that the order is the same on every machine. */
export interface SortedNames {
  readonly add: (name: string) => void;
  readonly all: () => Iterable<string>;
}

const namesOfChunk = 1024;
/** No file's name holds it. */
const separator = "\0";

/**
 * Names of a folder, however many. Strings by the hundred thousand are what makes the engine give all that is young far more room, for the rest of the
 * run; so names are kept in sorted chunks, each one string, and merged when they are asked for.
 */
export function sortedNames(): SortedNames {
  const chunks: string[] = [];
  let recent: string[] = [];
  return {
    add(name) {
      recent.push(name);
      if (recent.length < namesOfChunk) return;
      chunks.push(recent.sort().join(separator));
      recent = [];
    },
    all() {
      const last = recent.sort();
      return chunks.length === 0 ? last : merged([...chunks, ...(last.length > 0 ? [last.join(separator)] : [])]);
    },
  };
}

/** A chunk as far as it is read. */
interface Cursor {
  readonly chunk: string;
  name: string;
  /** Behind the name. */
  end: number;
}

/** The names of all chunks in order. The cursors are a heap: none comes before the one at half its index. */
function* merged(chunks: readonly string[]): Generator<string> {
  const heap = chunks.map((chunk): Cursor => advance({ chunk, name: "", end: -1 }) ?? { chunk, name: "", end: 0 });
  for (let index = (heap.length >> 1) - 1; index >= 0; index -= 1) sink(heap, index);
  for (let first = heap[0]; first !== undefined; first = heap[0]) {
    yield first.name;
    if (advance(first) === undefined) {
      const last = heap.pop();
      if (last === undefined || heap.length === 0) return;
      heap[0] = last;
    }
    sink(heap, 0);
  }
}

/** Moves a cursor to its next name; undefined at the end. */
function advance(cursor: Cursor): Cursor | undefined {
  const { chunk, end } = cursor;
  if (end >= chunk.length) return undefined;
  const next = chunk.indexOf(separator, end + 1);
  cursor.end = next === -1 ? chunk.length : next;
  cursor.name = chunk.slice(end + 1, cursor.end);
  return cursor;
}

function sink(heap: Cursor[], start: number): void {
  const moved = heap[start];
  if (moved === undefined) return;
  let index = start;
  for (let child = 2 * index + 1; child < heap.length; child = 2 * index + 1) {
    const left = heap[child];
    const right = heap[child + 1];
    const least = right !== undefined && left !== undefined && right.name < left.name ? child + 1 : child;
    const chosen = heap[least];
    if (chosen === undefined || chosen.name >= moved.name) break;
    heap[index] = chosen;
    index = least;
  }
  heap[index] = moved;
}
