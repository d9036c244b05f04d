/** Regular languages, put together from expressions and from one another. */
import { JS, type NoParent, type Node } from "refa";
import { Builder, intersection, type Automaton, type Fragment } from "./automaton.ts";

/**
 * A set of texts. A text is made of the ASCII characters, U+0080 for any other, and marks from U+F000 on, which stand for no character but say something
 * of what is before or behind them.
 */
export type Language = Automaton;

/**
 * The language of a regular expression, anchored on both sides, without look-around. A language that is put in stands for any one of its texts:
 * language`${program}(?: ${word})*`.
 */
export function language({ raw }: TemplateStringsArray, ...parts: readonly (Language | string)[]): Language {
  const inner: Language[] = [];
  let source = raw[0] ?? "";
  parts.forEach((part, index) => {
    source += typeof part === "string" ? part : String.fromCharCode(FIRST_PLACE + inner.push(part) - 1);
    source += raw[index + 1] ?? "";
  });
  const builder = new Builder(SYMBOLS);
  return builder.determined(fragmentOf(JS.Parser.fromLiteral({ source, flags: "" }).parse({ assertions: "throw", backreferences: "throw" }).expression, builder, inner));
}

/** The texts of the list, as they stand. */
export function texts(list: Iterable<string>): Language {
  return either(...[...list].map((text) => language`${text.replace(/[^\w-]/g, "\\$&")}`));
}

export function without(all: Language, excluded: Language): Language {
  return intersection(all, excluded, true);
}

export function both(one: Language, other: Language): Language {
  return intersection(one, other, false);
}

export function either(...languages: readonly Language[]): Language {
  const builder = new Builder(SYMBOLS);
  const whole = { start: builder.state(), end: builder.state() };
  for (const each of languages) between(builder, whole, builder.copy(each));
  return builder.determined(whole);
}

/** Texts that hold one of `inner` anywhere. */
export function holding(inner: Language): Language {
  return language`${ANYTHING}${inner}${ANYTHING}`;
}

/** Puts a language in the place of a mark. */
export function replaced(all: Language, mark: string, part: Language): Language {
  const builder = new Builder(SYMBOLS);
  const symbol = symbolOf(mark.charCodeAt(0));
  const whole = { start: builder.state(), end: builder.state() };
  const states = Array.from(all.accepts, () => builder.state());
  builder.join(whole.start, states[0] ?? 0);
  all.accepts.forEach((accepts, state) => {
    if (accepts === 1) builder.join(states[state] ?? 0, whole.end);
    for (let each = 0; each < SYMBOLS; each += 1) {
      const from = states[state] ?? 0;
      const to = states[all.next[state * SYMBOLS + each] ?? 0] ?? 0;
      if (each !== symbol) builder.step(from, each, to);
      else between(builder, { start: from, end: to }, builder.copy(part));
    }
  });
  return builder.determined(whole);
}

/** Any text, marks included, as an expression. */
export const ANYTHING = "[\\0-\\x80\\uf000-\\uf03f]*";

export const CHARACTERS = 0x81;
/** Stand in an expression for the languages that are put in. */
const FIRST_PLACE = 0xe000;
const FIRST_MARK = 0xf000;
const MARKS = 64;
export const SYMBOLS = CHARACTERS + MARKS;

export function symbolOf(code: number): number {
  return code < CHARACTERS ? code : CHARACTERS + code - FIRST_MARK;
}

function codeOf(symbol: number): number {
  return symbol < CHARACTERS ? symbol : FIRST_MARK + symbol - CHARACTERS;
}

function between(builder: Builder, { start, end }: Fragment, inner: Fragment): void {
  builder.join(start, inner.start);
  builder.join(inner.end, end);
}

function fragmentOf(node: NoParent<Node>, builder: Builder, inner: readonly Language[]): Fragment {
  const whole = { start: builder.state(), end: builder.state() };
  switch (node.type) {
    case "Expression":
    case "Alternation":
      for (const alternative of node.alternatives) between(builder, whole, fragmentOf(alternative, builder, inner));
      return whole;
    case "Concatenation": {
      let end = whole.start;
      for (const element of node.elements) {
        const next = fragmentOf(element, builder, inner);
        builder.join(end, next.start);
        end = next.end;
      }
      builder.join(end, whole.end);
      return whole;
    }
    case "Quantifier": {
      const once = (): Fragment => fragmentOf({ type: "Alternation", alternatives: node.alternatives }, builder, inner);
      let end = whole.start;
      for (let count = 0; count < node.min || count < (node.max === Number.POSITIVE_INFINITY ? node.min + 1 : node.max); count += 1) {
        const next = once();
        if (count >= node.min) builder.join(end, whole.end);
        if (node.max === Number.POSITIVE_INFINITY && count >= node.min) builder.join(next.end, next.start);
        builder.join(end, next.start);
        end = next.end;
      }
      builder.join(end, whole.end);
      return whole;
    }
    case "CharacterClass": {
      const { characters } = node;
      inner.forEach((part, index) => {
        if (characters.ranges.some(({ min, max }) => min === FIRST_PLACE + index && max === min)) between(builder, whole, builder.copy(part));
      });
      for (let symbol = 0; symbol < SYMBOLS; symbol += 1) if (characters.has(codeOf(symbol))) builder.step(whole.start, symbol, whole.end);
      return whole;
    }
    default:
      throw new Error(`an expression holds what no language has: ${node.type}`);
  }
}
