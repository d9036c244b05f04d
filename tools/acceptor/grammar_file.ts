import type { Grammar, Shape, Table } from "./grammar.ts";

/** What a grammar is for: the documents that its roots stand for, and the facts that scripts may state. */
export interface GrammarFile {
  readonly family: string;
  readonly kind: string;
  /** The version of the documents that each root stands for. */
  readonly versions: readonly string[];
  readonly scriptFacts: Readonly<Record<string, number>>;
  readonly grammar: Grammar;
}

type Numbers = Uint8Array | Uint16Array | Uint32Array;

/** The lists of a table, in the order in which the file holds them: those of wider numbers first, so that each begins where numbers of its width may. */
const lists = ["stated", "standing", "next", "kinds", "turns", "lastTurns", "bytes", "characters"] as const;
const tableNames = ["texts", "scripts", "watched"] as const;

/** Whether numbers of several bytes begin with the least here. */
const isLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

interface Header extends Omit<GrammarFile, "grammar"> {
  readonly shapes: readonly Shape[];
  readonly roots: readonly number[];
  readonly watchStart: number;
  readonly turns: Grammar["turns"];
  readonly isLittleEndian: boolean;
  readonly tables: readonly { readonly shift: number; readonly firstStating: number; readonly places: readonly (readonly [start: number, length: number])[] }[];
}

/** Begins a file; the length of the header follows, in digits up to the end of the line, and fills the line. */
const headerOffset = 16;

/** A grammar as a file: a line with the length of the header, the header in JSON, and the numbers of the tables in the byte order of this machine. */
export function packGrammar({ grammar, ...about }: GrammarFile): Uint8Array {
  const parts: Numbers[] = [];
  let end = 0;
  const place = (numbers: Numbers): readonly [number, number] => {
    const start = Math.ceil(end / numbers.BYTES_PER_ELEMENT) * numbers.BYTES_PER_ELEMENT;
    parts.push(numbers);
    end = start + numbers.byteLength;
    return [start, numbers.length];
  };
  const tables = tableNames.map((name) => ({ shift: grammar[name].shift, firstStating: grammar[name].firstStating, places: lists.map((list) => place(grammar[name][list])) }));
  const { shapes, roots, watchStart, turns } = grammar;
  const header = JSON.stringify({ ...about, shapes, roots, watchStart, turns, isLittleEndian, tables } satisfies Header);
  const padded = header.padEnd(Math.ceil(header.length / 8) * 8);
  const file = new Uint8Array(headerOffset + padded.length + end);
  file.set(Buffer.from(String(padded.length).padEnd(headerOffset - 1) + "\n" + padded, "latin1"));
  parts.forEach((numbers, index) => {
    const [start] = tables.flatMap(({ places }) => places)[index] ?? [0, 0];
    file.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), headerOffset + padded.length + start);
  });
  return file;
}

/**
 * Reads what `packGrammar` wrote. The tables look into the given bytes, which must begin where a number of four bytes may. Throws where that is not to be
 * done: what stands there is no such file, or one of a machine that writes numbers the other way round.
 */
export function unpackGrammar(file: Buffer): GrammarFile {
  const first = headerOffset + Number(file.toString("latin1", 0, headerOffset));
  const { shapes, roots, watchStart, turns, tables, isLittleEndian: wasLittleEndian, ...about } = JSON.parse(file.toString("latin1", headerOffset, first)) as Header;
  if (wasLittleEndian !== isLittleEndian) throw new Error("the grammar was made on a machine of another byte order");
  const table = (index: number): Table => {
    const { shift = 0, firstStating = 0, places = [] } = tables[index] ?? {};
    const at = (list: (typeof lists)[number]): [ArrayBufferLike, number, number] => {
      const [start = 0, length = 0] = places[lists.indexOf(list)] ?? [];
      return [file.buffer, file.byteOffset + first + start, length];
    };
    return {
      shift, firstStating, stated: new Uint32Array(...at("stated")), standing: new Uint32Array(...at("standing")), next: new Uint16Array(...at("next")),
      kinds: new Uint8Array(...at("kinds")), turns: new Uint8Array(...at("turns")), lastTurns: new Uint8Array(...at("lastTurns")), bytes: new Uint8Array(...at("bytes")), characters: new Uint8Array(...at("characters")),
    };
  };
  return { ...about, grammar: { shapes, roots, watchStart, turns, texts: table(0), scripts: table(1), watched: table(2) } };
}
