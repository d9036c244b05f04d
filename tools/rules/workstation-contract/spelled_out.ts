import { BUILTINS } from "../../shell/builtins.ts";
import { OUTPUTS } from "../../shell/output.ts";
import { isPlainScript } from "../../shell/plain.ts";
import { WRAPPERS } from "../../shell/wrappers.ts";

/**
 * The words of a simple script, spelled out: every text that one of its programs can receive stands in the result as a whole. Undefined for
 * a script of any other kind.
 *
 * Simple is what most build steps are: lines of commands that are joined by `&&`, `||`, `|` or `;`, with quotes, comments, redirected output,
 * variables that hold fixed texts, and `$(...)` around one plain command. Each program is written out and runs no other, so such a script
 * parses and holds no dynamic command; whether a rule has anything to ask of it can be told from its words. It is the cheap way around the
 * interpreter, so whatever is unusual is left to that.
 */
export function spelledOut(text: string): string | undefined {
  if (text.length > longestText) return undefined;
  const reading: Reading = { text, index: 0, words: "", variables: undefined };
  let command: CommandState = "none";
  let isJoined = false;
  for (;;) {
    skipBlanks(reading);
    const { index } = reading;
    const character = text.charAt(index);
    if (character === "" || character === "\n") {
      if (isJoined && command === "none") return undefined;
      if (character === "") return reading.words;
      reading.index += 1;
      command = "none";
      isJoined = false;
    } else if (character === "#") {
      const end = text.indexOf("\n", index);
      reading.index = end === -1 ? text.length : end;
    } else if (character === "&" || character === "|" || character === ";") {
      const length = operatorLength(text, index);
      if (command === "none" || length === 0) return undefined;
      reading.index += length;
      command = "none";
      isJoined = character !== ";";
    } else if (character === ">") {
      // Before its program a command could begin with a redirection; none does.
      if (command === "none" || command === "assignment" || !readRedirection(reading)) return undefined;
    } else {
      const next = readCommandWord(reading, command);
      if (next === undefined) return undefined;
      command = next;
    }
  }
}

/** How far a command has come: to its assignments, or to the arguments of its program; those of `export`, `set` and a package manager are special. */
type CommandState = "none" | "assignment" | "arguments" | "export" | "set" | Subcommands;

/** The words by which a program such as `npm` runs another; it must have a first argument that is none of them. */
interface Subcommands {
  readonly running: readonly string[];
}

interface Reading {
  readonly text: string;
  index: number;
  /** What the programs receive, a blank behind each word. */
  words: string;
  /** The variables that were assigned; undefined for a value that is not known. */
  variables: Map<string, string | undefined> | undefined;
}

/** With the longest value, this bounds what expansion can make. */
const longestText = 4096;
const longestValue = 64;

/** Stands for a text that is not known. It is part of no name. */
const unknown = "\u0000";

function skipBlanks(reading: Reading): void {
  const { text } = reading;
  for (;;) {
    const character = text.charAt(reading.index);
    if (character === " " || character === "\t") reading.index += 1;
    // A line that goes on: only after a blank, where it ends no word.
    else if (character === "\\" && text.charAt(reading.index + 1) === "\n" && /[ \t]/.test(text.charAt(reading.index - 1))) reading.index += 2;
    else return;
  }
}

/** The length of `&&`, `||`, `|` or `;`; 0 for any other operator. */
function operatorLength(text: string, index: number): number {
  const character = text.charAt(index);
  const next = text.charAt(index + 1);
  if (character === next) return character === ";" ? 0 : 2;
  return character === "&" || (character === "|" && next === "&") || (character === ";" && next === "&") ? 0 : 1;
}

/** `> file`, `>> file` and `>&2`. A file that is written may be run later, but only by a path, which no program here is. */
function readRedirection(reading: Reading): boolean {
  const { text } = reading;
  reading.index += text.charAt(reading.index + 1) === ">" ? 2 : 1;
  if (text.charAt(reading.index) === "&") {
    const end = reading.index + 2;
    if (!/^[012]$/.test(text.charAt(reading.index + 1)) || !/^[\s;|&]?$/.test(text.charAt(end))) return false;
    reading.index = end;
    return true;
  }
  skipBlanks(reading);
  return readWord(reading) !== undefined;
}

/** Reads one word of a command; undefined for one that only the interpreter understands. */
function readCommandWord(reading: Reading, command: CommandState): CommandState | undefined {
  const { text } = reading;
  if (command === "none" || command === "assignment" || command === "export") {
    assignment.lastIndex = reading.index;
    const name = assignment.exec(text)?.[1];
    if (name !== undefined) return readAssignment(reading, name) ? (command === "export" ? command : "assignment") : undefined;
    if (command === "export") return undefined;
    literalWord.lastIndex = reading.index;
    const program = literalWord.exec(text)?.[0];
    if (program === undefined) return undefined;
    reading.index += program.length;
    reading.words += `${program} `;
    if (program === "export" || program === "set") return command === "none" ? program : undefined;
    if (program === "cd" || isPlainScript(program)) return "arguments";
    const wrapper = WRAPPERS.get(program);
    if (wrapper?.subcommands === undefined || wrapper.special !== undefined || BUILTINS.has(program)) return undefined;
    return { running: [...wrapper.subcommands, ...(wrapper.groups ?? [])] };
  }
  if (typeof command === "object") {
    literalWord.lastIndex = reading.index;
    const subcommand = literalWord.exec(text)?.[0];
    if (subcommand === undefined || subcommand.startsWith("-") || command.running.includes(subcommand)) return undefined;
    reading.index += subcommand.length;
    reading.words += `${subcommand} `;
    return "arguments";
  }
  if (command === "set") {
    usualSetting.lastIndex = reading.index;
    const setting = usualSetting.exec(text)?.[0];
    if (setting === undefined) return undefined;
    reading.index += setting.length;
    return command;
  }
  return readWord(reading) !== undefined ? command : undefined;
}

const assignment = /([A-Za-z_][A-Za-z0-9_]*)=/y;
const literalWord = /[A-Za-z0-9_.:,@%+-]+(?=[\s;|&]|$)/y;
const usualSetting = /(?:[-+][eux]+o?|-o|pipefail)(?=[\s;|&]|$)/y;

/** Variables that the shell itself acts on, or gives values of its own. */
const shellVariable = /^(?:IFS|PATH|PWD|OLDPWD|SHELL|SHELLOPTS|ENV|DIRSTACK|_|BASH.*)$/;

function readAssignment(reading: Reading, name: string): boolean {
  const { variables } = reading;
  if (shellVariable.test(name) || variables?.has(name) === true) return false;
  reading.index += name.length + 1;
  const value = readWord(reading, true);
  if (value === undefined || value.length > longestValue) return false;
  (reading.variables ??= new Map()).set(name, value === unknown ? undefined : value);
  return true;
}

/** Reads a word and adds what it stands for; undefined for one that is not simple. The value of an assignment must be fixed, or not known as a whole. */
function readWord(reading: Reading, isValue = false): string | undefined {
  const { text } = reading;
  const start = reading.index;
  let word = "";
  /** The word where a variable in it turns out to be empty. */
  let without: string | undefined;
  let isQuoted = false;
  let expansions = 0;
  for (;;) {
    const character = text.charAt(reading.index);
    if (character === '"') {
      isQuoted = !isQuoted;
      reading.index += 1;
    } else if (character === "'" && !isQuoted) {
      const end = text.indexOf("'", reading.index + 1);
      const inner = text.slice(reading.index + 1, end);
      if (end === -1 || unusual.test(inner)) return undefined;
      word += inner;
      if (without !== undefined) without += inner;
      reading.index = end + 1;
    } else if (character === "$") {
      expansions += 1;
      const expansion = readExpansion(reading);
      // Two variables in a word, each of which may be empty, would give too many words to spell out.
      if (expansion === undefined || (expansion !== unknown && expansions > 1)) return undefined;
      if (expansion !== unknown) without = word;
      else if (without !== undefined) return undefined;
      word += expansion;
    } else {
      const run = isQuoted ? quotedRun : plainRun;
      run.lastIndex = reading.index;
      const plain = run.exec(text)?.[0];
      if (plain === undefined) break;
      // `~+` and its like are folders that the script chose.
      if (!isQuoted && plain.includes("~") && (reading.index !== start || !/^~(?:\/[^~]*)?$/.test(plain))) return undefined;
      word += plain;
      if (without !== undefined) without += plain;
      reading.index += plain.length;
    }
  }
  if (isQuoted || !endsWord(text.charAt(reading.index)) || (reading.index === start && !isValue)) return undefined;
  if (isValue && expansions > 0 && word !== unknown) return undefined;
  reading.words += without === undefined ? `${word} ` : `${word} ${without} `;
  return word;
}

const plainRun = /[A-Za-z0-9_./:,@%+=~-]+/y;
const quotedRun = /[\n\t !#%&'()*+,./0-9:;<=>?@A-Z[\]^_a-z{|}~-]+/y;
const unusual = /[^\n\t -~]/;

function endsWord(character: string): boolean {
  return character === "" || character === " " || character === "\t" || character === "\n" || character === ";" || character === "|" || character === "&" || character === ">";
}

/** What `$NAME`, `${NAME}` or `$(program ...)` stands for; undefined for any other expansion. */
function readExpansion(reading: Reading): string | undefined {
  const { text } = reading;
  reference.lastIndex = reading.index;
  const found = reference.exec(text);
  if (found !== null) {
    const name = found[1] ?? found[2] ?? "";
    if (shellVariable.test(name)) return undefined;
    reading.index += found[0].length;
    return reading.variables?.get(name) ?? unknown;
  }
  substitution.lastIndex = reading.index;
  const command = substitution.exec(text);
  const program = command?.[1];
  // What these write can be known, so a word could be put together from it.
  if (command === null || program === undefined || BUILTINS.has(program) || OUTPUTS.has(program) || !isPlainScript(program)) return undefined;
  reading.index += command[0].length;
  reading.words += `${command[1] ?? ""} ${command[2] ?? ""} `;
  return unknown;
}

const reference = /\$(?:([A-Za-z_][A-Za-z0-9_]*)|\{([A-Za-z_][A-Za-z0-9_]*)\})/y;
const substitution = /\$\(([A-Za-z0-9_.:,@%+-]+)((?: +[A-Za-z0-9_./:,@%+=-]+)*)\)/y;
