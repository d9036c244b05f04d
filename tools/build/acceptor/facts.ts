import { counted, type Facts } from "./grammar.ts";

/** Numbers the facts that an acceptor speaks of, by name. The first is the one that is counted. */
export function numbered<Name extends string>(names: readonly Name[]): Readonly<Record<Name, Facts>> {
  if (names.length > 31) throw new Error(`${String(names.length)} facts are more than there are bits`);
  return Object.fromEntries(names.map((name, index) => [name, counted << index])) as Record<Name, Facts>;
}
