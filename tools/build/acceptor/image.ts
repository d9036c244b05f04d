import type { Grammar, Refusal, Table } from "./grammar.ts";

export interface Image {
  readonly bytes: Uint8Array;
  /** Where it begins in memory, and where the record of the grammar is in it. */
  readonly start: number;
  readonly grammar: number;
  /** Where documents begin. */
  readonly document: number;
}

/** Nothing lies at address 0. */
const start = 16;
const bytesOfNumber = 4;
const numbersOfScope = 5;
const types = { object: 0, array: 1, text: 2, flag: 3 } as const;

/** A grammar as it lies in memory, for tools/acceptor/assembly/image.ts: lists, and records of numbers of four bytes, the least of each first. */
export function imageOf({ shapes, roots, texts, scripts, watched, watchStart, turns }: Grammar): Image {
  const parts: { readonly address: number; readonly bytes: Uint8Array }[] = [];
  let end = start;
  const put = (bytes: Uint8Array): number => {
    const address = end;
    parts.push({ address, bytes });
    end += Math.ceil(bytes.length / 8) * 8;
    return address;
  };
  /** The address of a record, or of a list of them one behind the other. */
  const record = (...numbers: readonly number[]): number => put(littleEndian(numbers, bytesOfNumber));
  const table = ({ bytes, characters, shift, next, firstStating, stated, standing, kinds, turns: taken, lastTurns }: Table): number =>
    record(put(bytes), put(characters), shift, put(littleEndian([...next], 2)), firstStating, record(...stated), record(...standing), put(kinds), put(taken), put(lastTurns));
  const refusals = (list: readonly Refusal[]): readonly [number, number] => [list.length, record(...list.flatMap(({ of, when }) => [of, when]))];

  const scoped = shapes.flatMap((shape, number) => (shape.type === "object" && shape.compares ? [number] : shape.type === "text" && shape.uniqueIn !== -1 ? [shape.uniqueIn] : []));
  const scopes = record(...scoped.flatMap(() => new Array<number>(numbersOfScope).fill(0)));
  const scopeOf = (number: number): number => (scoped.includes(number) ? scopes + scoped.indexOf(number) * numbersOfScope * bytesOfNumber : 0);

  /** Shapes lie in one another, so each is put down behind those it holds. */
  const putShape = (number: number): number => {
    const shape = shapes[number];
    switch (shape?.type) {
      case "object": {
        const members = record(...shape.members.flatMap(({ once, facts, value }) => [once, facts, putShape(value)]));
        return record(types.object, shape.names, shape.required, shape.keep, shape.compares ? scopeOf(number) : 0, shape.members.length, members, ...refusals(shape.refused));
      }
      case "array":
        return record(types.array, putShape(shape.element), shape.atLeastOne ? 1 : 0, shape.keep, shape.common, scopeOf(number));
      case "text": {
        const kinds = record(...shape.kinds.flatMap(({ once, facts }) => [once, facts]));
        return record(types.text, shape.start, shape.longest, scopeOf(shape.uniqueIn), shape.isScript ? 1 : 0, shape.keep, kinds, ...refusals(shape.refused));
      }
      case "flag":
        return record(types.flag, shape.whenTrue, shape.whenFalse);
      case undefined:
        throw new Error(`there is no shape ${String(number)}`);
    }
  };

  const fields = [
    roots.length, record(...roots.map(putShape)), table(texts), table(scripts), table(watched), watchStart, record(...turns.flatMap(({ from, to }) => [from, to])), scopes, scoped.length,
  ];
  const document = end + Math.ceil(((fields.length + 1) * bytesOfNumber) / 8) * 8;
  const grammar = record(document, ...fields);
  const image = new Uint8Array(document - start);
  for (const { address, bytes } of parts) image.set(bytes, address - start);
  return { bytes: image, start, grammar, document };
}

function littleEndian(numbers: readonly number[], width: number): Uint8Array {
  const bytes = Buffer.alloc(numbers.length * width);
  numbers.forEach((number, index) => {
    bytes.writeUIntLE(width === bytesOfNumber ? number >>> 0 : number, index * width, width);
  });
  return bytes;
}
