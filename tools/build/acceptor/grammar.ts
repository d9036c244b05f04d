/**
 * What an acceptor is made of: shapes, one for each place in a document, and tables, by which texts are read. tools/build/acceptor makes both from the
 * schemas and rules of a family; all of it is data.
 */

/**
 * A set of facts, as bits: what a text states, which members there are, what the elements of an array have in common. What becomes known of a value is
 * handed up to the value around it.
 */
export type Facts = number;

/** Refused is that of which, of the facts in `of`, exactly those in `when` hold. */
export interface Refusal {
  readonly of: Facts;
  readonly when: Facts;
}

export interface Member {
  /** The bit of this member among those of its object; 0 where more members than one may be of this kind. */
  readonly once: number;
  readonly facts: Facts;
  /** The number of the value's shape. */
  readonly value: number;
}

export interface ObjectShape {
  readonly type: "object";
  /** The state from which names are read; a name of the kind `n` is that of `members[n - 1]`. */
  readonly names: number;
  readonly members: readonly Member[];
  readonly required: number;
  readonly refused: readonly Refusal[];
  /** The facts that are handed up. */
  readonly keep: Facts;
  /** Whether names of one kind may differ, so that they have to be compared. */
  readonly compares: boolean;
}

export interface ArrayShape {
  readonly type: "array";
  readonly element: number;
  readonly atLeastOne: boolean;
  /** The facts that are handed up where they hold of some element, */
  readonly keep: Facts;
  /** and where they hold of every one. */
  readonly common: Facts;
}

export interface TextKind {
  /** The bit of this kind among the elements of its array, where it may stand there only once; else 0. */
  readonly once: number;
  readonly facts: Facts;
}

export interface TextShape {
  readonly type: "text";
  /** The state from which it is read. */
  readonly start: number;
  readonly kinds: readonly TextKind[];
  /** In bytes. */
  readonly longest: number;
  /** The number of the array in which no other such text may be the same; -1 for none. */
  readonly uniqueIn: number;
  /** Whether names and signs are watched for as well; such a text may be judged by somebody else where the table refuses it. */
  readonly isScript: boolean;
  readonly refused: readonly Refusal[];
  readonly keep: Facts;
}

export interface FlagShape {
  readonly type: "flag";
  readonly whenTrue: Facts;
  readonly whenFalse: Facts;
}

export type Shape = ObjectShape | ArrayShape | TextShape | FlagShape;

/** A Moore machine: it goes from state to state with each character, and what it says depends on the state. State 0 refuses whatever follows. */
export interface Table {
  /** The column of each byte; `special` for one that ends a text, begins an escape, belongs to a character outside ASCII, or is not allowed. */
  readonly bytes: Uint8Array;
  /** The column of each character up to U+0080, which stands for all that follow. */
  readonly characters: Uint8Array;
  /** Rows are `1 << shift` wide. */
  readonly shift: number;
  readonly next: Uint16Array;
  /** The states from this one on state something. */
  readonly firstStating: number;
  /** The facts that are stated as soon as a state is reached, */
  readonly stated: Uint32Array;
  /** those that hold when the text ends there, */
  readonly standing: Uint32Array;
  /** and the kind of a text that ends there, from 1; 0 for one that is refused. */
  readonly kinds: Uint8Array;
  /** The turn that is taken as soon as a state is reached, from 1, */
  readonly turns: Uint8Array;
  /** and when the text ends there. */
  readonly lastTurns: Uint8Array;
}

/** What a word of a text does to the constructs that are open there, each of which is at some point. */
export interface Turn {
  /** The points, as bits, one of which the innermost has to be at; 0 for a turn that opens another. */
  readonly from: number;
  /** The point that it is at then, from 1; 0 for a turn that closes it. */
  readonly to: number;
}

/** The fact that is counted as well: a script has to state it as often as it is watched for. */
export const counted: Facts = 1;

export const special = 0xff;

export interface Grammar {
  readonly shapes: readonly Shape[];
  /** The shapes that whole documents have. */
  readonly roots: readonly number[];
  readonly texts: Table;
  readonly scripts: Table;
  readonly watched: Table;
  readonly watchStart: number;
  readonly turns: readonly Turn[];
}
