/** Judges a script that the grammar does not accept: the facts that it states, or `refused`. */
export type JudgeScript = (text: string) => number;

/** Tells which of the grammar's roots accepts a document; undefined where none does, which says nothing of the document. */
export type Acceptor = (bytes: Uint8Array, judgeScript: JudgeScript) => number | undefined;

/** What is not accepted has no facts. */
export const refused = -1;

/** Where in memory the parts of a grammar are. */
export interface Places {
  /** Where its image begins. */
  readonly start: number;
  /** Its record. */
  readonly grammar: number;
  /** Where the image ends, and documents begin. */
  readonly document: number;
}

/** What the program of tools/acceptor/assembly offers. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly accept: (grammar: number, length: number) => number;
}

const bytesOfPage = 65_536;
/** Behind a document there is room for the names of a small one; the program asks for more itself. */
const roomBehind = 16_384;
/** A memory has 4 GiB, of which a document may take a part. */
const longestDocument = 2 ** 30;

/** Starts the program with a grammar in its memory, whose image `readImage` reads into the room that it is given. */
export function startAcceptor(program: WebAssembly.Module, { start, grammar, document }: Places, readImage: (room: Buffer) => void): Acceptor {
  let judge: JudgeScript = () => refused;
  const instance = new WebAssembly.Instance(program, { host: { judgeScript: (from: number, to: number) => judge(readString(from, to)) } });
  const { memory, accept } = instance.exports as unknown as Exports;
  let room = Buffer.alloc(0);

  /** Of what is written in the document as a string. */
  const readString = (from: number, to: number): string => {
    const written = Buffer.from(memory.buffer, from, to - from).toString("utf8");
    return written.includes("\\") ? String(JSON.parse(`"${written}"`)) : written;
  };
  const makeRoom = (end: number): void => {
    const lacking = end - memory.buffer.byteLength;
    if (lacking > 0) memory.grow(Math.ceil(lacking / bytesOfPage));
    // Whenever the memory grows, what looked into it before is of no use any more.
    if (room.buffer !== memory.buffer) room = Buffer.from(memory.buffer);
  };

  makeRoom(document + roomBehind);
  readImage(room.subarray(start, document));
  return (bytes, judgeScript) => {
    if (bytes.length > longestDocument) return undefined;
    judge = judgeScript;
    try {
      makeRoom(document + bytes.length + roomBehind);
    } catch {
      // There is not that much memory to be had.
      return undefined;
    }
    room.set(bytes, document);
    const root = accept(grammar, bytes.length);
    return root < 0 ? undefined : root;
  };
}
