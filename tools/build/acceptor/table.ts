/** Turns languages into the tables that an acceptor steps through. */
import { deadState, distinctColumns, partitioned } from "./automaton.ts";
import { special, type Table } from "./grammar.ts";
import { CHARACTERS, SYMBOLS, symbolOf, type Language } from "./language.ts";

/** A table, and the first state for each of its languages, in order. */
export interface Compiled {
  readonly table: Table;
  readonly starts: readonly number[];
}

/** A text of the kind `kind`, from 1, ends in this mark. */
export function kindMark(kind: number): string {
  if (kind < 1 || kind > mostKinds) throw new Error(`there is no kind ${String(kind)}`);
  return String.fromCharCode(FIRST_KIND + kind - 1);
}

const FIRST_KIND = 0xf010;
const mostKinds = 32;

/** What marks other than those of kinds mean: facts that they state, or a turn that they take. */
export type Marks = ReadonlyMap<string, Statement>;

export interface Statement {
  readonly facts: number;
  readonly turn: number;
}

interface Row {
  next: readonly number[];
  readonly stated: Statement;
  standing: Statement;
  readonly kind: number;
}

const nothing: Statement = { facts: 0, turn: 0 };
const refusing: Row = { next: new Array<number>(CHARACTERS).fill(0), stated: nothing, standing: nothing, kind: 0 };

function together(one: Statement, other: Statement): Statement {
  if (one.turn !== 0 && other.turn !== 0) throw new Error("two turns are taken at once");
  return { facts: one.facts | other.facts, turn: one.turn + other.turn };
}

/** The table of languages whose texts end in the mark of their kind. */
export function textTable(languages: readonly Language[], marks: Marks): Compiled {
  const rows: Row[] = [refusing];
  const starts = languages.map((entry) => addRows(entry, marks, rows));
  return compacted(rows, starts);
}

function addRows(entry: Language, marks: Marks, rows: Row[]): number {
  const dead = deadState(entry);
  const after = (state: number, code: number): number => entry.next[state * SYMBOLS + symbolOf(code)] ?? dead;
  const numbers = new Map<string, number>();
  const waiting: (readonly [number, Row])[] = [];
  const rowOf = (state: number, stated: Statement): number => {
    const key = `${String(state)} ${String(stated.facts)} ${String(stated.turn)}`;
    let number = numbers.get(key);
    if (number === undefined) {
      const row: Row = { next: [], stated, ...ending(state) };
      number = rows.push(row) - 1;
      numbers.set(key, number);
      waiting.push([state, row]);
    }
    return number;
  };
  /** All states that marks lead to from here, with what they state: a mark is passed without reading anything. */
  const passed = (state: number, stated: Statement): (readonly [number, Statement])[] => [
    [state, stated] as const,
    ...[...marks].flatMap(([mark, statement]) => {
      const to = after(state, mark.charCodeAt(0));
      return to === dead ? [] : passed(to, together(stated, statement));
    }),
  ];
  const ending = (state: number): Pick<Row, "kind" | "standing"> => {
    const found = passed(state, nothing).flatMap(([from, standing]) =>
      Array.from({ length: mostKinds }, (_, index) => index + 1).flatMap((kind) => (entry.accepts[after(from, kindMark(kind).charCodeAt(0))] === 1 ? [{ kind, standing }] : [])),
    );
    if (found.length > 1) throw new Error(`a text is of several kinds: ${found.map(({ kind }) => kind).join(", ")}`);
    return found[0] ?? { kind: 0, standing: nothing };
  };
  const start = rowOf(0, nothing);
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    const [state, row] = each;
    const next = new Array<number>(CHARACTERS).fill(0);
    for (const [from, stated] of passed(state, nothing)) {
      for (let code = 0; code < CHARACTERS; code += 1) {
        const to = after(from, code);
        if (to === dead) continue;
        if (next[code] !== 0) throw new Error(`a mark leaves it open how a text goes on with ${JSON.stringify(String.fromCharCode(code))}`);
        next[code] = rowOf(to, stated);
      }
    }
    row.next = next;
  }
  return start;
}

/** The table of what is watched for: a fact is stated where the text up to there is in the fact's language. The end of the text counts as the end of a line. */
export function watchTable(watched: readonly (readonly [Language, number])[]): Compiled {
  const rows: Row[] = [refusing];
  const numbers = new Map<string, number>();
  const waiting: (readonly [readonly number[], Row])[] = [];
  const rowOf = (states: readonly number[]): number => {
    const key = states.join();
    let number = numbers.get(key);
    if (number === undefined) {
      const stated = watched.reduce((facts, [{ accepts }, fact], index) => (accepts[states[index] ?? 0] === 1 ? facts | fact : facts), 0);
      const row: Row = { next: [], stated: { facts: stated, turn: 0 }, standing: nothing, kind: 1 };
      number = rows.push(row) - 1;
      numbers.set(key, number);
      waiting.push([states, row]);
    }
    return number;
  };
  const start = rowOf(watched.map(() => 0));
  for (let each = waiting.pop(); each !== undefined; each = waiting.pop()) {
    const [states, row] = each;
    row.next = Array.from({ length: CHARACTERS }, (_, code) => rowOf(states.map((state, index) => watched[index]?.[0].next[state * SYMBOLS + symbolOf(code)] ?? 0)));
  }
  for (const row of rows) row.standing = rows[row.next[LINE_END] ?? 0]?.stated ?? nothing;
  return compacted(rows, [start]);
}

const LINE_END = 0x0a;

/** Rows that lead and end alike become one, and so do columns. */
function compacted(rows: readonly Row[], starts: readonly number[]): Compiled {
  const blocks = statingLast(rows, blocksOf(rows));
  const count = new Set(blocks).size;
  if (count > 0xffff) throw new Error(`a table has ${String(count)} states, which is too many to number`);
  const wide = new Int32Array(count * CHARACTERS);
  rows.forEach(({ next }, row) => {
    next.forEach((to, code) => (wide[(blocks[row] ?? 0) * CHARACTERS + code] = blocks[to] ?? 0));
  });
  const distinct = distinctColumns(wide, CHARACTERS).sort((one, other) => rank(one) - rank(other));
  const isSame = (one: number, other: number): boolean => blocks.every((block) => wide[block * CHARACTERS + one] === wide[block * CHARACTERS + other]);
  const characters = Uint8Array.from({ length: CHARACTERS }, (_, code) => distinct.findIndex((column) => isSame(column, code)));
  const shift = Math.ceil(Math.log2(distinct.length));
  const table: Table = {
    bytes: Uint8Array.from({ length: 256 }, (_, byte) => (byte < 0x20 || byte === 0x22 || byte === 0x5c || byte >= 0x80 ? special : (characters[byte] ?? 0))),
    characters,
    shift,
    next: new Uint16Array(count << shift),
    firstStating: Math.min(count, ...rows.flatMap(({ stated }, row) => (isSilent(stated) ? [] : [blocks[row] ?? 0]))),
    stated: new Uint32Array(count),
    standing: new Uint32Array(count),
    kinds: new Uint8Array(count),
    turns: new Uint8Array(count),
    lastTurns: new Uint8Array(count),
  };
  rows.forEach(({ stated, standing, kind }, row) => {
    const block = blocks[row] ?? 0;
    table.stated[block] = stated.facts;
    table.standing[block] = standing.facts;
    table.turns[block] = stated.turn;
    table.lastTurns[block] = standing.turn;
    table.kinds[block] = kind;
  });
  for (let state = 0; state < count; state += 1) distinct.forEach((code, column) => (table.next[(state << shift) + column] = wide[state * CHARACTERS + code] ?? 0));
  return { table, starts: starts.map((start) => blocks[start] ?? 0) };
}

/** The characters of usual texts in the order of their frequency: columns that are looked up together lie together in memory. */
const FREQUENT = "etaoinsrlcdup-mhg/bfyw.v 0k_x1jqz";

function rank(code: number): number {
  const place = FREQUENT.indexOf(String.fromCharCode(code));
  return place === -1 ? FREQUENT.length + code : place;
}

function isSilent({ facts, turn }: Statement): boolean {
  return facts === 0 && turn === 0;
}

/** The blocks, numbered anew so that those of rows that state something come last. */
function statingLast(rows: readonly Row[], blocks: Int32Array): Int32Array {
  const numbers = new Map<number, number>();
  for (const states of [false, true]) {
    rows.forEach(({ stated }, row) => {
      const block = blocks[row] ?? 0;
      if (isSilent(stated) !== states && !numbers.has(block)) numbers.set(block, numbers.size);
    });
  }
  return blocks.map((block) => numbers.get(block) ?? 0);
}

/** For each row its block: rows are split apart until all that are left together end and lead alike. */
function blocksOf(rows: readonly Row[]): Int32Array {
  const kinds = new Map<string, number>();
  const classes = rows.map(({ stated, standing, kind }) => {
    const key = [stated.facts, stated.turn, standing.facts, standing.turn, kind].join();
    const known = kinds.get(key) ?? kinds.size;
    kinds.set(key, known);
    return known;
  });
  return partitioned(Int32Array.from(classes), Int32Array.from(rows.flatMap(({ next }) => next)), CHARACTERS).blocks;
}
