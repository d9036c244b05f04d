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
  const settings = new Map<string, Setting[]>();
  const certain = new Set<string>();
  const open: Word[] = [];
  const positionals: Word[] = [];
  let states: ReadonlySet<State> = new Set([free]);
  // One object per list of flags, so that a set of states holds it once however often it is reached.
  const pendings = new Map<string, State>();
  const interned = (state: State): State => {
    if (typeof state === "symbol") return state;
    const key = state.flags.map(({ name }) => name).join(" ");
    const known = pendings.get(key);
    if (known === undefined) pendings.set(key, state);
    return known ?? state;
  };

  for (const word of words) {
    const next = new Set<State>();
    const assigned = new Map<string, Setting[]>();
    let outcomes = 0;
    const sureOutcomes = new Map<string, number>();
    const assign = (flag: Flag, value: Value | undefined, sure: boolean): void => {
      listOf(assigned, flag.name).push({ value, word });
      if (sure) sureOutcomes.set(flag.name, (sureOutcomes.get(flag.name) ?? 0) + 1);
    };
    let isOpen = false;
    let isPositional = false;

    for (const state of states) {
      if (word.splits) next.add(state);
      for (const value of word.values) {
        outcomes += 1;
        const text = leadingText(value);
        const whole = isKnownText(value);
        if (state === ended) {
          isPositional = true;
          next.add(ended);
        } else if (typeof state !== "symbol") {
          for (const flag of state.flags) assign(flag, value, state.flags.length === 1);
          next.add(free);
        } else if (whole && text === "--") {
          next.add(ended);
        } else if (!whole && (text === "" ? value[0]?.kind === "unknown" : text.startsWith("-") && !text.includes("="))) {
          if (state !== valueOfOther || text !== "" || word.splits) isOpen = true;
          if (text === "") isPositional = true;
          next.add(free);
        } else if (text.startsWith("-") && text !== "-") {
          next.add(interned(readOption(text, value, flags, assign)));
        } else {
          if (!whole && word.splits && value.some(({ kind }) => kind === "unknown")) isOpen = true;
          if (state === valueOfOther && !(whole && names.has(text))) next.add(free);
          else {
            isPositional = true;
            next.add(free);
          }
        }
      }
    }

    for (const [flag, found] of assigned) {
      if (!word.splits && sureOutcomes.get(flag) === outcomes) {
        certain.add(flag);
        settings.set(flag, found);
      } else {
        listOf(settings, flag).push(...found);
      }
    }
    if (isOpen) open.push(word);
    if (isPositional) positionals.push(word);
    states = next;
  }

  return { settings: (flag) => settings.get(flag.name) ?? [], certain: (flag) => certain.has(flag.name), open, positionals };
}

/** The base names that a command's program may have, in lower case (a macOS file system ignores case) and without `.exe`. */
export function programNames(command: Command): string[] {
  const program = command.argv[0];
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
  const last = value.at(-1);
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

function readOption(
  text: string,
  value: Value,
  flags: readonly Flag[],
  assign: (flag: Flag, value: Value | undefined, sure: boolean) => void,
): State {
  const equals = text.indexOf("=");
  const name = equals === -1 ? text : text.slice(0, equals);
  const matches = matchFlags(name, flags);
  if (equals !== -1) {
    const given: Value = [...(equals + 1 < text.length ? [{ kind: "text", text: text.slice(equals + 1) } as const] : []), ...value.slice(1)];
    for (const flag of matches) {
      if (flag.takesValue || !isDenial(given)) assign(flag, given, matches.length === 1);
    }
    return free;
  }
  if (matches.length === 0) return valueOfOther;
  for (const flag of matches) if (!flag.takesValue) assign(flag, undefined, matches.length === 1);
  const pending = matches.filter(({ takesValue }) => takesValue);
  return pending.length === 0 ? free : { flags: pending };
}

function matchFlags(name: string, flags: readonly Flag[]): readonly Flag[] {
  const exact = flags.find((flag) => flag.name === name);
  if (exact !== undefined) return [exact];
  if (!name.startsWith("--") || name.length < 3) return [];
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

function listOf<Key, Item>(map: Map<Key, Item[]>, key: Key): Item[] {
  const known = map.get(key);
  if (known !== undefined) return known;
  const list: Item[] = [];
  map.set(key, list);
  return list;
}
