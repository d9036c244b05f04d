import { pieceEnd } from "./characters.ts";
import { BUILTIN_NAMES } from "./names.ts";
import type { Command, Fragment, Redirection, Value, Word } from "./model.ts";
import type { Outline } from "./outline.ts";
import { ASSIGNMENT, COMPOSED, HOME, PROGRAM, QUOTED, REDIRECTION, SEPARATOR } from "./outline_kinds.ts";
import { concatenate, EMPTY, textValue } from "./value.ts";

/**
 * The commands of a simple script whose words depend on nothing but the user's home: no variable, no substitution, no other folder.
 * Undefined for every other script; for these the commands are those that the interpreter lists.
 */
export function plainCommands(outline: Outline): readonly Command[] | undefined {
  const { text, items, count } = outline;
  const commands: Command[] = [];
  let argv: Word[] = [];
  let redirections: Redirection[] = [];
  let hasBuiltin = false;
  for (let item = 0; item < 3 * count; item += 3) {
    const kind = items[item] ?? 0;
    const start = items[item + 1] ?? 0;
    const end = items[item + 2] ?? 0;
    if (kind === ASSIGNMENT) return undefined;
    if (kind === SEPARATOR) {
      commands.push({ argv, redirections: redirections.length === 0 ? NONE : redirections, directories: CHECKOUT, within: NONE, start: argv[0]?.start ?? 0, end: start });
      argv = [];
      redirections = [];
      // What a builtin does is known, so the interpreter knows which side of `||` runs.
      if (hasBuiltin && text.startsWith("||", end - 2)) return undefined;
      continue;
    }
    if (kind === PROGRAM) {
      const name = text.slice(start, end);
      if (CHANGING.has(name)) return undefined;
      hasBuiltin ||= BUILTINS.has(name);
    }
    if (kind === REDIRECTION) {
      const target = wordAt(outline, item + 3);
      if (target === undefined) return undefined;
      redirections.push({ operator: text.slice(start, end), target });
      item += 3;
      continue;
    }
    const word = wordAt(outline, item);
    if (word === undefined) return undefined;
    argv.push(word);
  }
  return commands;
}

const NONE: readonly never[] = [];
const CHECKOUT: readonly Value[] = [[{ kind: "workspace" }]];
const HOME_FOLDER: Fragment = { kind: "home", user: undefined };

const BUILTINS: ReadonlySet<string> = new Set(BUILTIN_NAMES);
/** What the interpreter follows: another folder, other variables, an end. */
const CHANGING: ReadonlySet<string> = new Set(["cd", "export", "exit"]);

function wordAt({ text, items }: Outline, item: number): Word | undefined {
  const start = items[item + 1] ?? 0;
  const end = items[item + 2] ?? 0;
  const value = valueOf(text, items[item] ?? 0, start, end);
  return value === undefined ? undefined : { values: [value], splits: false, start, end };
}

function valueOf(text: string, kind: number, start: number, end: number): Value | undefined {
  if (kind === QUOTED) return textValue(text.slice(start + 1, end - 1));
  if (kind === HOME) return homeValue(text.slice(start + 1, end));
  return kind === COMPOSED ? composedValue(text, start, end) : textValue(text.slice(start, end));
}

function homeValue(rest: string): Value {
  return rest === "" ? [HOME_FOLDER] : [HOME_FOLDER, { kind: "text", text: rest }];
}

/** The pieces of a word one behind the other; undefined where one is an expansion other than that of the home. */
function composedValue(text: string, start: number, end: number): Value | undefined {
  let value: Value = EMPTY;
  let isQuoted = false;
  let index = start;
  if (text.startsWith("~", start)) {
    value = homeValue("");
    index += 1;
  }
  while (index < end) {
    const character = text.charAt(index);
    if (character === '"') {
      isQuoted = !isQuoted;
      index += 1;
    } else if (character === "'" && !isQuoted) {
      const closing = text.indexOf("'", index + 1);
      value = concatenate(value, textValue(text.slice(index + 1, closing)));
      index = closing + 1;
    } else if (character === "$") {
      homeReference.lastIndex = index;
      const found = homeReference.exec(text);
      if (found === null) return undefined;
      value = concatenate(value, [HOME_FOLDER]);
      index += found[0].length;
    } else {
      const next = pieceEnd(text, index, end, isQuoted);
      value = concatenate(value, textValue(text.slice(index, next)));
      index = next;
    }
  }
  return value;
}

const homeReference = /\$(?:HOME(?![A-Za-z0-9_])|\{HOME\})/y;
