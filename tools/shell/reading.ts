import type { Value, Word } from "./model.ts";
import { cellValues, inputBy, STDIN, type Machine, type Success } from "./machine.ts";
import { mark } from "./marked.ts";
import { splitUnquoted } from "./split.ts";
import { joinContents, listContent, type Content } from "./state.ts";
import { concatenate, EMPTY, knownTexts, mapValues, textValue, unknownReason, unknownValue, unknownValues, type Values } from "./value.ts";
import { assignNamed } from "./simple.ts";
import { assignVariable, separatorValues } from "./variables.ts";
import { namedIn, wordText } from "./words.ts";

/** `read`: known where the standard input is a text of one line. */
export function readInput(machine: Machine, argv: readonly Word[]): Success {
  const names: string[] = [];
  let array: string | undefined;
  let plain = true;
  let from = STDIN;
  for (let index = 1; index < argv.length; index++) {
    const text = namedIn(argv[index]);
    if (text === undefined) continue;
    if (/^-./.test(text)) {
      const option = /^-([ers]*)([adinNptu])?(.*)$/.exec(text);
      const letter = option?.[2];
      if (letter === undefined) continue;
      const value = option?.[3] === "" ? wordText(argv[++index]) : option?.[3];
      if (letter === "a") array = value;
      else if (letter === "u" && /^\d{1,9}$/.test(value ?? "")) from = inputBy(Number(value));
      else if (letter !== "p" && letter !== "t") plain = false;
    } else names.push(text);
  }
  const lines = plain ? inputLines(machine, from) : undefined;
  if (array !== undefined) names.length = 0;
  if (array !== undefined) assignVariable(machine, array, listsRead(machine, lines));
  else if (names.length === 0) names.push("REPLY");
  for (const [index, name] of names.entries()) {
    const only = names.length === 1;
    const values = lines === undefined ? unknownValues("what is read is not known") : only ? mapValues(lines, trim) : part(machine, lines, index, names.length);
    assignNamed(machine, name, values);
    machine.reads.push(name);
  }
  return undefined;
}

function inputLines(machine: Machine, from: string): Values | undefined {
  const input = cellValues(machine, from);
  if (input === undefined) return undefined;
  const lines: Value[] = [];
  for (const value of input) {
    let line: Value = EMPTY;
    for (const fragment of value) {
      if (fragment.kind !== "text") {
        line = concatenate(line, [fragment]);
        continue;
      }
      if (fragment.text.length > 4096 || fragment.text.includes("\\")) return undefined;
      for (const [index, text] of fragment.text.split("\n").entries()) {
        if (index > 0) {
          lines.push(line);
          line = EMPTY;
        }
        line = concatenate(line, textValue(text));
      }
    }
    if (line.length > 0) lines.push(line);
    if (lines.length > 64) return undefined;
  }
  return lines.length === 0 ? undefined : lines;
}

function trim(value: Value): Value {
  return onText(value, (text) => text.trim()) ?? value;
}

/** One of the fields that a line is split into; the last name takes the rest of the line. */
function part(machine: Machine, lines: Values, index: number, count: number): Values {
  const separators = knownTexts(separatorValues(machine));
  const only = separators?.[0];
  if (only === undefined || separators?.[1] !== undefined) return unknownValues("what is read is not known");
  return mapValues(lines, (line) => onText(line, (text) => fieldOf(text, only, index, count)) ?? unknownValue("what is read is not known"));
}

/** What a change of its text makes of a line, in which no folder's path is taken apart; undefined where part of the line is not known. */
function onText(line: Value, change: (text: string) => string): Value | undefined {
  const marked = line.some(({ kind }) => kind === "unknown" || kind === "glob") ? undefined : mark(line, EMPTY);
  return marked?.unmarked(change(marked.text));
}

function fieldOf(line: string, separators: string, index: number, count: number): string {
  let rest = trimBlanks(line, separators);
  for (let at = 0; ; at++) {
    if (at === count - 1) return at === index ? rest : "";
    let end = 0;
    while (end < rest.length && !separators.includes(rest.charAt(end))) end++;
    if (at === index) return rest.slice(0, end);
    // One separator, with the blanks around it, stands between two fields.
    let next = end;
    let hard = false;
    while (next < rest.length && separators.includes(rest.charAt(next))) {
      const blank = /\s/.test(rest.charAt(next));
      if (!blank && hard) break;
      hard ||= !blank;
      next++;
    }
    rest = rest.slice(next);
  }
}

function trimBlanks(line: string, separators: string): string {
  let start = 0;
  let end = line.length;
  while (start < end && separators.includes(line.charAt(start)) && /\s/.test(line.charAt(start))) start++;
  while (end > start && separators.includes(line.charAt(end - 1)) && /\s/.test(line.charAt(end - 1))) end--;
  return line.slice(start, end);
}

/** The words that `read -a` makes of the line it reads, which may be any of these. */
function listsRead(machine: Machine, lines: Values | undefined): readonly Content[] {
  const separators = knownTexts(separatorValues(machine))?.[0] ?? " ";
  let contents: readonly Content[] = [];
  for (const line of lines ?? []) {
    const fields = unknownReason(line) === undefined ? (splitUnquoted([line], separators)[0]?.fields ?? []) : undefined;
    contents = joinContents(contents, [fields === undefined ? NOT_KNOWN : listContent(fields.map((field) => mapValues(field.values, literal)))]);
  }
  return contents.length === 0 ? [NOT_KNOWN] : contents;
}

const NOT_KNOWN: Content = { kind: "many", values: unknownValues("what is read is not known") };

/** Nothing that is read is a pattern. */
function literal(value: Value): Value {
  return value.map((fragment) => (fragment.kind === "glob" ? { kind: "text", text: fragment.text } : fragment));
}

export function mapFile(machine: Machine, argv: readonly Word[]): Success {
  let name = "MAPFILE";
  let trimmed = false;
  let plain = true;
  for (let index = 1; index < argv.length; index++) {
    const text = wordText(argv[index]);
    if (text === undefined) continue;
    if (text === "-t") trimmed = true;
    else if (text.startsWith("-")) {
      plain = false;
      if (/^-[dnOsuCc]$/.test(text)) index++;
    } else if (/^[A-Za-z_]\w*$/.test(text)) name = text;
  }
  const lines = plain ? inputLines(machine, STDIN) : undefined;
  const single = cellValues(machine, STDIN)?.length === 1 && lines?.every((line) => unknownReason(line) === undefined) === true;
  if (lines !== undefined && single) assignVariable(machine, name, [listContent(lines.map((line) => [trimmed ? line : concatenate(line, textValue("\n"))]))]);
  else assignVariable(machine, name, [{ kind: "many", values: lines ?? unknownValues("what is read is not known") }]);
  return undefined;
}
