import type { Facts, Refusal, Turn } from "./grammar.ts";
import type { Language } from "./language.ts";
import type { Marks } from "./table.ts";

/** What the rules of a family make of one place in a document, beyond what the schema says. */
export interface Meaning {
  /** Of an object: the facts that members state by being there. */
  readonly members?: Readonly<Record<string, Facts>>;
  /** Of an object that may hold any names: the names, in kinds, and what their values may be. */
  readonly entries?: readonly Entry[];
  /** What is refused of an object or a script. */
  readonly refused?: readonly Refusal[];
  /** The facts that go beyond an object, or beyond an array where one element has them. */
  readonly keep?: Facts;
  /** Of an array: the facts that go beyond it where all elements have them. */
  readonly common?: Facts;
  /** Of a text: the texts that are accepted, of which the schema may leave fewer. */
  readonly language?: Language;
  /** Of a text: those that are accepted, with what each states. */
  readonly words?: Readonly<Record<string, Facts>>;
  /** Of a text: whether it may stand only once in the array; for words. */
  readonly once?: boolean;
  /** Of a text: the place of the array in which no other may be the same. */
  readonly uniqueIn?: string;
  /** Of a text: that it is a script. */
  readonly isScript?: boolean;
  /** In bytes. */
  readonly longest?: number;
  /** Of a flag. */
  readonly whenTrue?: Facts;
}

export interface Entry {
  readonly names: Language;
  /** Whether there is only one name of this kind. */
  readonly isOne: boolean;
  readonly value: Meaning;
}

/** By the place: the names of members one behind the other, and `[]` for the elements of an array. */
export type Meanings = Readonly<Record<string, Meaning>>;

/** What an acceptor is made from, besides the schema. */
export interface FamilyMeaning {
  readonly meanings: Meanings;
  /** What marks in scripts mean. */
  readonly marks: Marks;
  readonly turns: readonly Turn[];
  readonly watched: readonly (readonly [Language, Facts])[];
  /** The facts that whoever judges a script may state, by name. */
  readonly scriptFacts: Readonly<Record<string, Facts>>;
}
