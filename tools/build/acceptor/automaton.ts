/** Finite automata over a small alphabet, as tables (Hopcroft, Motwani, Ullman: Introduction to Automata Theory, chapters 2 and 4). */

/** A complete deterministic automaton. State 0 is the beginning; `next[state * symbols + symbol]` is where a symbol leads. */
export interface Automaton {
  readonly symbols: number;
  readonly next: Int32Array;
  readonly accepts: Uint8Array;
}

/** A nondeterministic automaton with one beginning and one end. */
export interface Fragment {
  readonly start: number;
  readonly end: number;
}

/** Collects the states of nondeterministic automata. */
export class Builder {
  readonly #symbols: number;
  readonly #free: number[][] = [];
  readonly #steps: { readonly symbol: number; readonly to: number }[][] = [];

  constructor(symbols: number) {
    this.#symbols = symbols;
  }

  state(): number {
    this.#free.push([]);
    return this.#steps.push([]) - 1;
  }

  /** From one state to another without reading anything. */
  join(from: number, to: number): void {
    this.#free[from]?.push(to);
  }

  step(from: number, symbol: number, to: number): void {
    this.#steps[from]?.push({ symbol, to });
  }

  /** A copy of a deterministic automaton. */
  copy({ next, accepts, symbols }: Automaton): Fragment {
    const first = this.#steps.length;
    accepts.forEach(() => this.state());
    const end = this.state();
    const dead = deadState({ next, accepts, symbols });
    for (let state = 0; state < accepts.length; state += 1) {
      if (accepts[state] === 1) this.join(first + state, end);
      for (let symbol = 0; symbol < symbols; symbol += 1) {
        const to = next[state * symbols + symbol] ?? 0;
        if (to !== dead) this.step(first + state, symbol, first + to);
      }
    }
    return { start: first, end };
  }

  /** The smallest deterministic automaton that accepts the same. */
  determined({ start, end }: Fragment): Automaton {
    const numbers = new Map<string, number>();
    const sets: number[][] = [];
    const rows: Int32Array[] = [];
    const accepts: number[] = [];
    const numberOf = (states: Iterable<number>): number => {
      const closed = this.#closure(states);
      const key = closed.join();
      let number = numbers.get(key);
      if (number === undefined) {
        number = sets.push(closed) - 1;
        numbers.set(key, number);
        accepts.push(closed.includes(end) ? 1 : 0);
      }
      return number;
    };
    numberOf([start]);
    // The list grows as it is walked.
    for (const set of sets) {
      const targets = new Map<number, number[]>();
      for (const state of set) {
        for (const { symbol, to } of this.#steps[state] ?? []) {
          const known = targets.get(symbol);
          if (known === undefined) targets.set(symbol, [to]);
          else known.push(to);
        }
      }
      const row = new Int32Array(this.#symbols).fill(-1);
      for (const [symbol, states] of targets) row[symbol] = numberOf(states);
      rows.push(row);
    }
    const dead = numberOf([]);
    rows[dead] ??= new Int32Array(this.#symbols).fill(dead);
    const next = new Int32Array(rows.length * this.#symbols);
    rows.forEach((row, state) => {
      row.forEach((to, symbol) => (next[state * this.#symbols + symbol] = to === -1 ? dead : to));
    });
    return minimised({ symbols: this.#symbols, next, accepts: Uint8Array.from(accepts) });
  }

  #closure(states: Iterable<number>): number[] {
    const closed = new Set(states);
    for (const state of closed) for (const to of this.#free[state] ?? []) closed.add(to);
    return [...closed].sort((a, b) => a - b);
  }
}

/** The texts that both accept, or, where `excluded`, those that the first accepts and the second does not. */
export function intersection(one: Automaton, other: Automaton, excluded: boolean): Automaton {
  const { symbols } = one;
  const numbers = new Map<number, number>([[0, 0]]);
  const pairs: (readonly [number, number])[] = [[0, 0]];
  const next: number[] = [];
  const accepts: number[] = [];
  // The list grows as it is walked.
  for (const [left, right] of pairs) {
    accepts.push(one.accepts[left] === 1 && (other.accepts[right] === 1) !== excluded ? 1 : 0);
    for (let symbol = 0; symbol < symbols; symbol += 1) {
      const pair = [one.next[left * symbols + symbol] ?? 0, other.next[right * symbols + symbol] ?? 0] as const;
      const key = pair[0] * other.accepts.length + pair[1];
      let number = numbers.get(key);
      if (number === undefined) {
        number = pairs.push(pair) - 1;
        numbers.set(key, number);
      }
      next.push(number);
    }
  }
  return minimised({ symbols, next: Int32Array.from(next), accepts: Uint8Array.from(accepts) });
}

/** The state from which nothing is accepted; -1 where there is none. */
export function deadState({ next, accepts, symbols }: Automaton): number {
  for (let state = 0; state < accepts.length; state += 1) {
    if (accepts[state] === 1) continue;
    let isDead = true;
    for (let symbol = 0; symbol < symbols && isDead; symbol += 1) isDead = next[state * symbols + symbol] === state;
    if (isDead) return state;
  }
  return -1;
}

function minimised({ symbols, next, accepts }: Automaton): Automaton {
  const { blocks, count } = partitioned(Int32Array.from(accepts), next, symbols);
  const small = new Int32Array(count * symbols);
  const accepting = new Uint8Array(count);
  blocks.forEach((block, state) => {
    accepting[block] = accepts[state] ?? 0;
    for (let symbol = 0; symbol < symbols; symbol += 1) small[block * symbols + symbol] = blocks[next[state * symbols + symbol] ?? 0] ?? 0;
  });
  return { symbols, next: small, accepts: accepting };
}

/** Splits classes of states apart until all states of a block lead to the same blocks (Moore). The block of state 0 is block 0. */
export function partitioned(classes: Int32Array, next: Int32Array, symbols: number): Blocks {
  const columns = distinctColumns(next, symbols);
  let found = numbered(classes, new Int32Array(classes.length));
  for (;;) {
    const { blocks } = found;
    let refined = found;
    for (const symbol of columns) refined = numbered(refined.blocks, blocks.map((_, state) => blocks[next[state * symbols + symbol] ?? 0] ?? 0));
    if (refined.count === found.count) return refined;
    found = refined;
  }
}

interface Blocks {
  /** For each state the number of its block. */
  readonly blocks: Int32Array;
  readonly count: number;
}

/** The pairs of values that stand at the same place, numbered in the order in which they appear. */
function numbered(ones: Int32Array, others: Int32Array): Blocks {
  const mask = 2 ** Math.ceil(Math.log2(2 * ones.length + 1)) - 1;
  /** The place at which a pair stood first, plus one. */
  const slots = new Int32Array(mask + 1);
  const blocks = new Int32Array(ones.length);
  let count = 0;
  for (let at = 0; at < ones.length; at += 1) {
    const one = ones[at] ?? 0;
    const other = others[at] ?? 0;
    for (let slot = (Math.imul(one, 0x9e3779b1) ^ Math.imul(other, 0x85ebca6b)) & mask; ; slot = (slot + 1) & mask) {
      const first = (slots[slot] ?? 0) - 1;
      if (first !== -1 && (ones[first] !== one || others[first] !== other)) continue;
      blocks[at] = first === -1 ? count : (blocks[first] ?? 0);
      if (first === -1) {
        slots[slot] = at + 1;
        count += 1;
      }
      break;
    }
  }
  return { blocks, count };
}

/** One symbol of each kind that leads the same way from every state. */
export function distinctColumns(next: Int32Array, symbols: number): number[] {
  const seen = new Set<string>();
  const found: number[] = [];
  for (let symbol = 0; symbol < symbols; symbol += 1) {
    const column: number[] = [];
    for (let at = symbol; at < next.length; at += symbols) column.push(next[at] ?? 0);
    const key = column.join();
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(symbol);
  }
  return found;
}
