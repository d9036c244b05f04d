/** The grammar as it lies in memory, field for field as tools/build/acceptor/image.ts writes it: numbers of four bytes. */

/** Where a list begins. */
type address = usize;
export type Facts = i32;

@unmanaged
export class Grammar {
  /** Where the document begins. */
  document: address;
  rootCount: i32;
  /** Addresses of shapes. */
  roots: address;
  texts: Table;
  scripts: Table;
  watched: Table;
  watchStart: u32;
  /** A list of `Turn`. */
  turns: address;
  /** A list of `Scope`. */
  scopes: address;
  scopeCount: i32;
}

@unmanaged
export class Table {
  bytes: address;
  characters: address;
  shift: u32;
  next: address;
  firstStating: u32;
  stated: address;
  standing: address;
  kinds: address;
  turns: address;
  lastTurns: address;
}

@unmanaged
export class Turn {
  from: i32;
  to: i32;
}

@unmanaged
export class Refusal {
  of: Facts;
  when: Facts;
}

@unmanaged
export class Shape {
  type: ShapeType;
}

export enum ShapeType {
  object,
  array,
  text,
  flag,
}

@unmanaged
export class ObjectShape extends Shape {
  names: u32;
  required: i32;
  keep: Facts;
  /** Null where names need not be compared. */
  scope: Scope | null;
  memberCount: i32;
  members: address;
  refusedCount: i32;
  refused: address;
}

@unmanaged
export class Member {
  once: i32;
  facts: Facts;
  value: Shape;
}

@unmanaged
export class ArrayShape extends Shape {
  element: Shape;
  atLeastOne: i32;
  keep: Facts;
  common: Facts;
  /** Null where no text has to be the only one of its kind. */
  scope: Scope | null;
}

@unmanaged
export class TextShape extends Shape {
  start: u32;
  longest: i32;
  /** Null where it may be the same as another. */
  uniqueIn: Scope | null;
  isScript: i32;
  keep: Facts;
  kinds: address;
  refusedCount: i32;
  refused: address;
}

@unmanaged
export class TextKind {
  once: i32;
  facts: Facts;
}

@unmanaged
export class FlagShape extends Shape {
  whenTrue: Facts;
  whenFalse: Facts;
}

/** The names of one array or object, as far as it is read. */
@unmanaged
export class Scope {
  count: i32;
  /** Where each name begins and ends, and room for how many. */
  places: address;
  room: i32;
  /** Numbers of names, from 1, by hash; only for long lists. */
  slots: address;
  slotCount: i32;
}
