import type { Command } from "../../shell/model.ts";
import { programNames, wordText } from "./command_line.ts";
import { takesFolders } from "./folder_takers.ts";
import { leftOutWords } from "./left_out.ts";
import type { Links } from "./links.ts";
import { namesCompared } from "./find_names.ts";
import { textAtStart } from "./value_parts.ts";

/** Which arguments of a command are data that it does not open: text to print, to send, to compare or to put in place of other text, a pattern to search for, a title, a name to leave out. */
export function dataArguments(command: Command, links: Links): IsData {
  const texts = command.argv.map(wordText);
  const judges = programNames(command).map((name) => judgeFor(name)?.({ command, texts, links, name }));
  const isOwn: IsData = judges.length > 0 ? (index) => judges.every((isData) => isData?.(index)) : () => false;
  return (index) => isAnyProgramsData(texts[index], texts[index - 1]) || isOwn(index);
}

export type IsData = (index: number) => boolean;

interface Call {
  readonly command: Command;
  readonly texts: readonly (string | undefined)[];
  readonly links: Links;
  readonly name: string;
}

/** Options that mean the same wherever there are any. */
function isAnyProgramsData(own: string | undefined, before: string | undefined): boolean {
  const attached = own?.indexOf("=") ?? -1;
  return (attached !== -1 && DATA_OPTIONS.has(own?.slice(0, attached) ?? "")) || (before !== undefined && DATA_OPTIONS.has(before));
}

const DATA_OPTIONS: ReadonlySet<string> = new Set(["--title", "--message", "--body", "--grep", "--exclude", "--exclude-dir"]);

function judgeFor(name: string): ((call: Call) => IsData) | undefined {
  return judges.get(name) ?? (takesFolders(name) ? leftOut : name.startsWith("python") ? pythonTests : undefined);
}

const leftOut = ({ command }: Call): IsData => {
  const places = new Set(leftOutWords(command).map(({ index }) => index));
  return (index) => places.has(index);
};

const printed = (): IsData => () => true;

const searched = ({ texts, name }: Call): IsData => searchedFrom(texts, 0, name);

const gitTexts = ({ texts, name }: Call): IsData => {
  const grep = texts.indexOf("grep");
  const isSearched: IsData = grep === -1 ? () => false : searchedFrom(texts, grep, name);
  return (index) => isSearched(index) || isBehind(texts, index, /^(?:-[A-Za-z]*m|-[SG])$/);
};

const compared = ({ texts }: Call): IsData => (index) => isComparison(texts[index - 1]) || isComparison(texts[index + 1]);

const substituted = ({ texts }: Call): IsData => (index) => SUBSTITUTION.test(texts[index] ?? "");

/** One command of `sed` that neither runs, reads nor writes a file: it deletes, prints or puts text in place of other text, on all lines or those that an address names. */
const SUBSTITUTION = /^(?:(?:\d+|\$|\/(?:[^/\\\n]|\\.)+\/)(?:,(?:\d+|\$|\/(?:[^/\\\n]|\\.)+\/))?!?)?(?:[dDpPq=]|s([^\w\s\\])(?:(?!\1)[^\n])*\1(?:(?!\1)[^\n])*\1[gIip0-9]*)$/;

/** Text for a log; `-f` reads it from a file. */
const logged = ({ command, texts }: Call): IsData => (index) => !isBehind(texts, index, /^(?:-[A-Za-z]*f|--file)$/) && command.argv[index]?.values.every((value) => !textAtStart(value).startsWith("-")) === true;

/** The program text, where it opens and runs nothing itself. */
const awkProgram = ({ texts }: Call): IsData => {
  const program = firstOperand(texts, 1, { takesValue: /^(?:-[Fv]|--(?:assign|field-separator))$/, instead: /^(?:-[efEil]|--(?:exec|file|include|load|source))/ });
  return (index) => index === program && texts[index] !== undefined && !/getline|system|ARGV|[@>]|(?<!\|)\|(?!\|)/.test(texts[index]);
};

/** The filter, where it includes no other, and the texts that it is given. */
const jqFilter = ({ texts }: Call): IsData => {
  const isSecond = (index: number): boolean => isBehind(texts, index - 1, /^--(?:arg|argjson)$/);
  const filter = firstOperand(texts, 1, { takesValue: /^(?:-L|--indent)$/, takesTwo: /^--(?:arg|argjson|rawfile|slurpfile)$/, instead: /^(?:-[A-Za-z]*f|--from-file)/ });
  return (index) => isSecond(index) || (index === filter && texts[index] !== undefined && !/\b(?:import|include)\b/.test(texts[index]));
};

/** What is sent; behind `@` stands the name of a file to send. */
const sent = ({ command, texts }: Call): IsData => (index) => {
  const option = /^(?:-[A-Za-z#]*d|--json|--data(?:-ascii|-binary|-raw|-urlencode)?)$/.exec(texts[index - 1] ?? "")?.[0];
  if (option === undefined) return false;
  const names = option === "--data-urlencode" ? /@|^$/ : /^(?:@|$)/;
  return command.argv[index]?.values.every((value) => !names.test(textAtStart(value))) === true;
};

function behind(option: RegExp): (call: Call) => IsData {
  return ({ texts }) => (index) => isBehind(texts, index, option);
}

const testNames = behind(/^-k$/);

const pythonTests = (call: Call): IsData => {
  const module = call.texts.indexOf("-m");
  const runsTests = module !== -1 && /^(?:pytest|unittest)$/.test(call.texts[module + 1] ?? "");
  return runsTests && firstOperand(call.texts.slice(0, module), 1, { takesValue: /^-[WX]$/ }) === undefined ? testNames(call) : () => false;
};

const judges: ReadonlyMap<string, (call: Call) => IsData> = new Map<string, (call: Call) => IsData>([
  ...["echo", "printf"].map((name) => [name, printed] as const),
  ...["grep", "egrep", "fgrep", "zgrep", "rg", "ag", "ack"].map((name) => [name, searched] as const),
  ...["[[", "[", "test"].map((name) => [name, compared] as const),
  ...["sed", "gsed"].map((name) => [name, substituted] as const),
  ...["find", "gfind", "bfs"].map((name) => [name, namesCompared] as const),
  ...["awk", "gawk", "mawk", "nawk"].map((name) => [name, awkProgram] as const),
  ...["jq", "gojq", "jaq"].map((name) => [name, jqFilter] as const),
  ...["pytest", "py.test"].map((name) => [name, testNames] as const),
  ["git", gitTexts],
  ["gh", behind(/^-[bt]$/)],
  ["read", behind(/^-[A-Za-z]*p$/)],
  ["logger", logged],
  ["curl", sent],
]);

function isBehind(texts: Call["texts"], index: number, option: RegExp): boolean {
  return option.test(texts[index - 1] ?? "");
}

function isComparison(text: string | undefined): boolean {
  return text !== undefined && /^(?:==?|!=|=~)$/.test(text);
}

/** The pattern of a search program whose name stands at this place. */
function searchedFrom(texts: Call["texts"], start: number, name: string): IsData {
  const takesValue = name === "rg" || name === "ag" || name === "ack" ? /^-[A-Za-z]*[ABCGgjmtTEM]$|^--(?:i?glob|type|type-not|max-count|context|after-context|before-context)$/ : /^-[A-Za-z]*[ABCm]$|^--(?:max-count|context|after-context|before-context|include)$/;
  const pattern = firstOperand(texts, start + 1, { takesValue, instead: /^-[A-Za-z]*[ef]$|^--(?:regexp|file)\b/ });
  return (index) => index === pattern || (index > start && (isBehind(texts, index, /^(?:-[A-Za-z]*e|--regexp)$/) || texts[index]?.startsWith("--regexp=") === true));
}

interface Options {
  /** Options whose value may be the next word, */
  readonly takesValue: RegExp;
  /** or the next two. */
  readonly takesTwo?: RegExp;
  /** Options, before or behind, that are given instead of the operand. */
  readonly instead?: RegExp;
}

/** The place of the first argument that is no option nor the value of one. */
function firstOperand(texts: Call["texts"], start: number, { takesValue, takesTwo, instead }: Options): number | undefined {
  const end = texts.indexOf("--", start);
  if (texts.slice(start, end === -1 ? undefined : end).some((text) => text !== undefined && instead?.test(text))) return undefined;
  for (let index = start; index < texts.length; index += 1) {
    const text = texts[index];
    if (text === undefined || !text.startsWith("-") || text === "-") return index;
    if (text === "--") return index + 1;
    if (takesTwo?.test(text) === true) index += 2;
    else if (takesValue.test(text)) index += 1;
  }
  return undefined;
}
