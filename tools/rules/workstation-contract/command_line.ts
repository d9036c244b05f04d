import type { Command, Value, Word } from "../../shell/model.ts";

/** A long flag that a program knows. */
export interface Flag {
  readonly name: `--${string}`;
  readonly takesValue: boolean;
  /** True when only the whole name counts: the flag belongs to a neighbouring subcommand, so it makes no abbreviation ambiguous. */
  readonly wholeNameOnly?: boolean;
}

/** One place that may give a flag its final value. */
export interface Setting {
  /** Undefined for a flag that stands alone. */
  readonly value: Value | undefined;
  /** The word that holds the value, or the flag itself when it stands alone. */
  readonly word: Word;
}

/** What a program makes of its arguments, over every run that the words allow. */
export interface Options {
  /** The settings that may be the last of that flag; empty when it is never set. */
  readonly settings: (flag: Flag) => readonly Setting[];
  /** Whether the flag is set in every run. */
  readonly certain: (flag: Flag) => boolean;
  /** Words that may hold any option: unknown ones where an option may stand. */
  readonly open: readonly Word[];
  /** Words that may be positional arguments, in order. */
  readonly positionals: readonly Word[];
}

/**
 * Reads arguments as argparse does: `--flag value`, `--flag=value`, abbreviations that fit one flag only (an exact name wins), positionals
 * anywhere, `--` ends the options, the last setting wins. One pass over the words follows every run at once: the state is the set of what
 * the next word may be. An abbreviation that fits several flags makes the program stop with an error, or, if our table is longer than the
 * program's, sets one of them; so it may set each and surely sets none. An option outside the table takes the next word as its value when
 * that word is no option itself and no name in `names` (the subcommands).
 */
export function readOptions(words: readonly Word[], flags: readonly Flag[], names: ReadonlySet<string> = noNames): Options {
  const reading: Reading = { flags, names, pendings: [], assigned: [], isOpen: false, isPositional: false };
  const found: FlagSettings[] = [];
  const open: Word[] = [];
  const positionals: Word[] = [];
  let states: readonly State[] = [free];
  for (const word of words) {
    const next: State[] = [];
    beginWord(reading);
    for (const state of states) {
      if (word.splits && !next.includes(state)) next.push(state);
      for (const value of word.values) {
        const after = readValue(reading, state, value, word);
        if (!next.includes(after)) next.push(after);
      }
    }
    if (word.splits && word.values.length > 1) readFurther(reading, word, states, next);
    if (reading.assigned.length > 0) settle(reading.assigned, found, word.splits ? undefined : states.length * word.values.length);
    if (reading.isOpen) open.push(word);
    if (reading.isPositional) positionals.push(word);
    states = next;
  }
  return {
    settings: (flag) => settingsOf(found, flag.name)?.settings ?? [],
    certain: (flag) => settingsOf(found, flag.name)?.certain ?? false,
    open,
    positionals,
  };
}

/** A word that splits may be several of its values, one behind the other: those that are known are read once more from each state that they lead to. */
function readFurther(reading: Reading, word: Word, before: readonly State[], reached: State[]): void {
  const known = word.values.filter((value) => value.every(({ kind }) => kind !== "unknown"));
  // The walk takes in the states that it adds.
  for (const state of reached) {
    if (before.includes(state)) continue;
    for (const value of known) {
      const after = readValue(reading, state, value, word);
      if (!reached.includes(after)) reached.push(after);
    }
  }
}

/** The base names that a command's program may have, in lower case (a macOS file system ignores case) and without `.exe`. */
export function programNames({ argv }: Pick<Command, "argv">): string[] {
  const program = argv[0];
  if (program === undefined) return [];
  const names: string[] = [];
  for (const value of program.values) {
    const name = baseName(value);
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** The last name of the path that a value spells; undefined when it cannot be known. */
export function baseName(value: Value): string | undefined {
  const last = value[value.length - 1];
  if (last?.kind !== "text") return undefined;
  const slash = Math.max(last.text.lastIndexOf("/"), last.text.lastIndexOf("\\"));
  if (slash === -1 && value.length > 1) return undefined;
  const name = last.text.slice(slash + 1).toLowerCase();
  return name.endsWith(".exe") ? name.slice(0, -4) : name;
}

/** The whole text of a value, when all of it is known and needs no expansion. */
export function knownText(value: Value): string | undefined {
  return isKnownText(value) ? leadingText(value) : undefined;
}

/** The place of a word in its script, as a key. */
export function placeOf(word: Word): string {
  return `${word.start} ${word.end}`;
}

/** The text of a word that has one value only, when all of it is known. */
export function wordText(word: Word | undefined): string | undefined {
  const value = word?.values[0];
  return value !== undefined && word?.values.length === 1 ? knownText(value) : undefined;
}

/** A fresh option or positional may stand next. */
const free = Symbol("free");
/** `--` was seen. */
const ended = Symbol("ended");
/** An option outside the table was seen, which may take the next word. */
const valueOfOther = Symbol("value of another option");
/** The next word is the value of one of these flags. */
interface Pending {
  readonly flags: readonly Flag[];
}
type State = typeof free | typeof ended | typeof valueOfOther | Pending;

const noNames: ReadonlySet<string> = new Set();
const noFlags: readonly Flag[] = [];

/** What is at hand while one word is read. */
interface Reading {
  readonly flags: readonly Flag[];
  readonly names: ReadonlySet<string>;
  /** One object per list of flags, so that a set of states holds it once however often it is reached. */
  readonly pendings: Pending[];
  /** The settings that the word makes. */
  assigned: Assignment[];
  /** Whether the word may hold any option. */
  isOpen: boolean;
  isPositional: boolean;
}

function beginWord(reading: Reading): void {
  if (reading.assigned.length > 0) reading.assigned = [];
  reading.isOpen = false;
  reading.isPositional = false;
}

interface Assignment {
  readonly flag: Flag;
  readonly setting: Setting;
  /** False where the same text may set another flag instead. */
  readonly sure: boolean;
}

interface FlagSettings {
  readonly name: Flag["name"];
  settings: Setting[];
  certain: boolean;
}

interface NewSettings {
  readonly name: Flag["name"];
  readonly settings: Setting[];
  /** How many outcomes of the word surely make one. */
  sure: number;
}

function settingsOf<Entry extends { readonly name: Flag["name"] }>(found: readonly Entry[], name: Flag["name"]): Entry | undefined {
  for (const each of found) if (each.name === name) return each;
  return undefined;
}

/** Adds what one word assigns. A flag that each of the word's outcomes surely sets has no setting from before; `outcomes` is undefined for a word that may not be there. */
function settle(assigned: readonly Assignment[], found: FlagSettings[], outcomes: number | undefined): void {
  const made: NewSettings[] = [];
  for (const { flag, setting, sure } of assigned) {
    let own = settingsOf(made, flag.name);
    if (own === undefined) made.push((own = { name: flag.name, settings: [], sure: 0 }));
    own.settings.push(setting);
    if (sure) own.sure += 1;
  }
  for (const { name, settings, sure } of made) {
    const certain = sure === outcomes;
    const known = settingsOf(found, name);
    if (known === undefined) found.push({ name, settings, certain });
    else if (certain) {
      known.settings = settings;
      known.certain = true;
    } else known.settings.push(...settings);
  }
}

/** What the next word may be after this one, which is read as this value. */
function readValue(reading: Reading, state: State, value: Value, word: Word): State {
  const text = leadingText(value);
  const whole = isKnownText(value);
  if (state === ended) {
    reading.isPositional = true;
    return ended;
  }
  if (typeof state !== "symbol") {
    for (const flag of state.flags) assign(reading, flag, value, word, state.flags.length === 1);
    return free;
  }
  if (whole && text === "--") return ended;
  if (!whole && (text === "" ? value[0]?.kind === "unknown" : text.startsWith("-") && !text.includes("="))) {
    if (state !== valueOfOther || text !== "" || word.splits) reading.isOpen = true;
    if (text === "") reading.isPositional = true;
    return free;
  }
  if (text.startsWith("-") && text !== "-") return readOption(reading, text, value, word);
  if (!whole && word.splits && value.some(({ kind }) => kind === "unknown")) reading.isOpen = true;
  if (state !== valueOfOther || (whole && reading.names.has(text))) reading.isPositional = true;
  return free;
}

function assign(reading: Reading, flag: Flag, value: Value | undefined, word: Word, sure: boolean): void {
  reading.assigned.push({ flag, setting: { value, word }, sure });
}

function readOption(reading: Reading, text: string, value: Value, word: Word): State {
  const equals = text.indexOf("=");
  const matches = matchFlags(equals === -1 ? text : text.slice(0, equals), reading.flags);
  if (equals !== -1) {
    if (matches.length === 0) return free;
    const given: Value = [...(equals + 1 < text.length ? [{ kind: "text", text: text.slice(equals + 1) } as const] : []), ...value.slice(1)];
    for (const flag of matches) {
      if (flag.takesValue || !isDenial(given)) assign(reading, flag, given, word, matches.length === 1);
    }
    return free;
  }
  if (matches.length === 0) return valueOfOther;
  for (const flag of matches) if (!flag.takesValue) assign(reading, flag, undefined, word, matches.length === 1);
  const pending = matches.filter(({ takesValue }) => takesValue);
  return pending.length === 0 ? free : pendingFor(reading, pending);
}

function pendingFor({ pendings }: Reading, flags: readonly Flag[]): Pending {
  for (const known of pendings) {
    if (known.flags.length === flags.length && known.flags.every((flag, index) => flag === flags[index])) return known;
  }
  const pending: Pending = { flags };
  pendings.push(pending);
  return pending;
}

function matchFlags(name: string, flags: readonly Flag[]): readonly Flag[] {
  for (const flag of flags) if (flag.name === name) return [flag];
  if (!name.startsWith("--") || name.length < 3) return noFlags;
  return flags.filter((flag) => flag.wholeNameOnly !== true && flag.name.startsWith(name));
}

/** `--execute=false` and its like, which some parsers take to unset a flag. */
function isDenial(value: Value): boolean {
  const text = knownText(value);
  return text !== undefined && /^(?:false|no|0|off)$/i.test(text);
}

function leadingText(value: Value): string {
  const first = value[0];
  return first?.kind === "text" ? first.text : "";
}

function isKnownText(value: Value): boolean {
  return value.length === 0 || (value.length === 1 && value[0]?.kind === "text");
}
