import type { Side } from "../protocol/messages.ts";
import type { Case } from "./case.ts";
import type { Requirement, RequirementSet, Suite } from "./suite.ts";

/** What a run is to play and to judge. */
export interface Selection {
  readonly set: RequirementSet;
  /** The requirements that the run speaks of, in the order of the specification. */
  readonly requirements: readonly Requirement[];
  /** The cases that decide them and the controls of those, in the order of the suite. */
  readonly cases: readonly Case[];
  /** Some requirements of the set, or some of their cases, are left out. */
  readonly partial: boolean;
}

/** A wish that selects nothing; `known` holds what it may have meant. */
export class SelectionError extends Error {
  override readonly name = "SelectionError";
  readonly word: string;
  readonly known: readonly string[];

  constructor(message: string, word: string, known: readonly string[]) {
    super(message);
    this.word = word;
    this.known = known;
  }
}

/**
 * Selects by set and, where `patterns` are given, by what matches one of them: the id of a case or of a requirement, `*` standing for anything.
 * Throws SelectionError where a pattern matches nothing.
 */
export function select(suite: Suite, side: Side, setName: string, patterns: readonly string[]): Selection {
  const set = suite.sets.find(({ name }) => name === setName);
  if (set === undefined) throw new SelectionError("is no requirement set", setName, suite.sets.map(({ name }) => name));
  const wanted = suite.requirements.filter((requirement) => requirement.side === side && set.requirements.includes(requirement.id));
  const ids = new Set(wanted.map(({ id }) => id));
  const candidates = suite.cases.filter((one) => one.side === side && one.decides.some((id) => ids.has(id)));
  if (patterns.length === 0) return { set, requirements: wanted, cases: withControls(candidates, suite.cases), partial: false };
  const chosen = new Set<Case>();
  for (const pattern of patterns) {
    const matches = matcher(pattern);
    const found = candidates.filter((one) => matches(one.id) || one.decides.some((id) => ids.has(id) && matches(id)));
    if (found.length === 0) throw new SelectionError("selects no case", pattern, [...candidates.map(({ id }) => id), ...ids]);
    for (const one of found) chosen.add(one);
  }
  const cases = candidates.filter((one) => chosen.has(one));
  const decided = new Set(cases.flatMap(({ decides }) => decides));
  return { set, requirements: wanted.filter(({ id }) => decided.has(id)), cases: withControls(cases, suite.cases), partial: cases.length < candidates.length };
}

/** The cases of shard `index` (from 1) of `count`. The shards are disjoint and together they are all. */
export function shardOf(cases: readonly Case[], index: number, count: number): Case[] {
  return cases.filter((_, place) => place % count === index - 1);
}

function withControls(cases: readonly Case[], all: readonly Case[]): Case[] {
  const needed = new Set(cases.map(({ id }) => id));
  for (const { control } of cases) if (control !== undefined) needed.add(control);
  return all.filter(({ id }) => needed.has(id));
}

function matcher(pattern: string): (text: string) => boolean {
  const parts = pattern.split("*");
  const [first = "", ...rest] = parts;
  return (text) => {
    if (rest.length === 0) return text === pattern;
    if (!text.startsWith(first)) return false;
    let place = first.length;
    for (const [index, part] of rest.entries()) {
      if (index === rest.length - 1) return text.length - place >= part.length && text.endsWith(part);
      const found = text.indexOf(part, place);
      if (found === -1) return false;
      place = found + part.length;
    }
    return true;
  };
}
