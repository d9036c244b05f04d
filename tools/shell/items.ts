import type { Value, Word } from "./model.ts";
import { holdsUnknown } from "./embed.ts";
import { replaceMarker } from "./find.ts";
import { readFiles } from "./files.ts";
import { isolated } from "./isolation.ts";
import { cellValues, runWithin, STDIN, type Machine } from "./machine.ts";
import { readOptions, type ReadOptions } from "./options.ts";
import { decodeEscapes } from "./output.ts";
import { emit } from "./simple.ts";
import { runText, runTexts } from "./text.ts";
import { concatenate, distinct, knownText, ONLY_EMPTY, product, textValue, unknownValues, type Values } from "./value.ts";
import { placeOfWords, withValues, wordText } from "./words.ts";
import type { Wrapper } from "./wrapper.ts";

const XARGS: Wrapper = {
  values: "aEdILnPsRSJ",
  flags: "0rtxpoeil",
  longValues: ["arg-file", "delimiter", "max-args", "max-chars", "max-procs", "process-slot-var"],
  longFlags: ["null", "no-run-if-empty", "verbose", "exit", "interactive", "open-tty", "replace", "eof", "max-lines", "show-limits"],
};

/** Options of `xargs` that say which items there are, or where they go. */
const ITEM_OPTIONS: ReadonlySet<string> = new Set(["I", "J", "i", "replace", "d", "delimiter", "a", "arg-file"]);

/** The options of a word, where each text that it may be holds the same. A part that is not known may only be the value of an option (`-P"$(nproc)"`). */
function optionsAt(wrapper: Wrapper, argv: readonly Word[], index: number, textOf: (text: string) => string = (text) => text): ReadOptions | undefined {
  const word = argv[index];
  let found: ReadOptions | undefined;
  for (const value of word?.values ?? []) {
    const head = value[0]?.kind === "text" ? value[0].text : "";
    if (!/^-./.test(head) || word === undefined) return undefined;
    const read = readOptions(wrapper, word.values.length === 1 ? argv : argv.with(index, withValues(word, [value])), index, textOf(head));
    if (value.length > 1 && read.options.at(-1)?.value === undefined) return undefined;
    if (found !== undefined && (read.next !== found.next || read.options.map(({ name }) => name).join() !== found.options.map(({ name }) => name).join())) return undefined;
    found = read;
  }
  return found;
}

const MAXIMUM_ITEMS = 64;
const UNKNOWN_ITEMS = "the items that are read are not known";

/** `xargs command`: the command gets the items that stand on the standard input, where those are known. */
export function runXargs(machine: Machine, program: string, argv: readonly Word[]): void {
  let index = 1;
  let marker: string | undefined;
  let separator: string | undefined;
  let single = false;
  let input = cellValues(machine, STDIN);
  while (index < argv.length) {
    const text = wordText(argv[index]);
    if (text === "--") {
      index++;
      break;
    }
    const read = optionsAt(XARGS, argv, index, (whole) => whole.replace(/^-([eil]).*/, "-$1"));
    // How the items are told apart and where they go has to be known.
    if (read === undefined || (text === undefined && read.options.some(({ name }) => ITEM_OPTIONS.has(name)))) break;
    for (const { name, value } of read.options) {
      const given = value === undefined ? undefined : wordText(value.word)?.slice(value.from);
      if (name === "I" || name === "J") marker = given ?? "{}";
      else if (name === "i" || name === "replace") marker = given ?? (text?.startsWith("-i") === true && text.length > 2 ? text.slice(2) : "{}");
      else if (name === "0" || name === "null") separator = "\0";
      else if (name === "d" || name === "delimiter") separator = given === undefined ? "" : decodeEscapes(given);
      else if (name === "n" || name === "L" || name === "max-args") single = true;
      else if (name === "a" || name === "arg-file") input = value === undefined || value.from > 0 ? undefined : readFiles(machine, value.word.values);
    }
    index = read.next;
  }
  const given = argv.slice(index);
  // Without a command, the items are printed.
  const command = given.length === 0 ? argv.slice(0, 1).map((word) => ({ ...word, values: [textValue("echo")] })) : given;
  const last = command[command.length - 1];
  if (last === undefined) return;
  const items = inputItems(input, separator ?? (marker !== undefined ? "\n" : undefined), separator !== undefined);
  const place = { start: last.start, end: last.end };
  let full: readonly Word[];
  if (marker !== undefined) full = command.map((word) => withValues(word, replaceMarker(word.values, marker, items ?? unknownValues(UNKNOWN_ITEMS))));
  else if (items === undefined) full = [...command, { values: unknownValues(UNKNOWN_ITEMS), splits: true, ...place }];
  else if (single) full = [...command, { values: distinct(items), splits: true, ...place }];
  else full = [...command, ...items.map((item) => ({ values: [item], splits: false, ...place }))];
  isolated(machine, false, () => {
    runWithin(machine, program, () => {
      if (given.length > 0) emit(machine, full, [], placeOfWords(command));
      machine.run.argv(machine, full, given.length > 0 ? "programs" : "builtins");
    });
  });
}

/** The items of a text: what stands between the separators, or its words. A separator that was asked for makes quotes ordinary characters. */
function inputItems(input: Values | undefined, separator: string | undefined, isLiteral: boolean): Values | undefined {
  if (separator?.length === 0) return undefined;
  const only = input?.[0];
  if (input?.length !== 1 || only === undefined) return undefined;
  const items: Value[] = [];
  let rest: Value = [];
  for (const fragment of only) {
    if (fragment.kind === "unknown" || fragment.kind === "glob") return undefined;
    if (fragment.kind !== "text") {
      rest = [...rest, fragment];
      continue;
    }
    if ((!isLiteral && /["'\\]/.test(fragment.text)) || fragment.text.length > 65_536) return undefined;
    for (const [index, part] of fragment.text.split(separator ?? /[ \t\n]/).entries()) {
      if (index > 0) {
        if (isLiteral || rest.length > 0) items.push(rest);
        rest = [];
      }
      rest = [...rest, ...textValue(part)];
    }
    if (items.length > MAXIMUM_ITEMS) return undefined;
  }
  if (rest.length > 0) items.push(rest);
  return items.length === 0 ? undefined : items;
}

const PARALLEL: Wrapper = {
  values: "jPIaCdnNLsSE", flags: "0kmXqtvuiru",
  longValues: ["jobs", "max-procs", "arg-file", "arg-sep", "colsep", "delimiter", "delay", "halt", "joblog", "load", "memfree", "results", "retries", "sshlogin", "tempdir", "timeout", "tmpdir", "workdir", "env", "max-args", "max-replace-args", "header", "shuf", "tagstring", "basefile", "return", "block", "nice", "progress"],
  longFlags: ["bar", "dry-run", "eta", "keep-order", "lb", "line-buffer", "link", "null", "pipe", "quote", "tag", "ungroup", "verbose", "will-cite", "no-notice", "xargs", "group", "pipepart", "linebuffer"],
};

/** `parallel command ::: items`: a text for the shell, with each item in the place of `{}` or at its end. */
export function runParallel(machine: Machine, program: string, argv: readonly Word[]): void {
  let index = 1;
  let marker: string | undefined = "{}";
  let changes = false;
  let joins = false;
  const sources: Values[] = [];
  while (index < argv.length) {
    if (wordText(argv[index]) === "--") {
      index++;
      break;
    }
    const read = optionsAt(PARALLEL, argv, index);
    if (read === undefined) break;
    for (const { name, value } of read.options) {
      if (name === "I") marker = value && wordText(value.word)?.slice(value.from);
      else if (name === "a" || name === "arg-file") sources.push(NO_ITEMS);
      else if (CHANGING_OPTIONS.has(name)) changes = true;
      else if (JOINING_OPTIONS.has(name)) joins = true;
    }
    index = read.next;
  }
  const words = argv.slice(index);
  const first = words.findIndex((word) => SOURCE.test(wordText(word) ?? ""));
  const command = first < 0 ? words : words.slice(0, first);
  let open: Value[] | undefined;
  for (const word of first < 0 ? [] : words.slice(first)) {
    const separator = SOURCE.exec(wordText(word) ?? "");
    if (separator === null) open?.push(...word.values);
    else sources.push((open = separator[1] === undefined ? [] : undefined) ?? NO_ITEMS);
  }
  const isFollowed = sources.length > 0 && sources.length <= MOST_SOURCES;
  const listed = isFollowed ? sources.map((items) => (changes || items.length === 0 || items.length > MAXIMUM_ITEMS ? NO_ITEMS : items)) : [NO_ITEMS];
  const place = placeOfWords(command.length === 0 ? argv : command);
  const written = spaced(command.map((word) => word.values));
  // Without a command, or with one that is an item, the items are the commands.
  const runsItems = command.length === 0 || (command.length === 1 && wordText(command[0]) === marker);
  const texts = runsItems ? listed.flat() : placeItems(written, marker, listed.map((items) => quotedItems(items, joins)));
  runTexts(machine, texts, (text) => {
    isolated(machine, false, () => {
      machine.level++;
      runText(machine, text, place, program, !runsItems && marker !== undefined && !written.some(holdsUnknown));
      machine.level--;
    });
  });
}

const NO_ITEMS: Values = unknownValues(UNKNOWN_ITEMS);
/** What stands before a list of items, or before the files that hold them. */
const SOURCE = /^:::(:)?\+?$/;
/** Options that take an item apart, or give names to what `{name}` stands for. */
const CHANGING_OPTIONS: ReadonlySet<string> = new Set(["C", "colsep", "header", "d", "delimiter"]);
/** Options that put several items into one command. */
const JOINING_OPTIONS: ReadonlySet<string> = new Set(["n", "N", "L", "m", "X", "max-args", "max-replace-args", "xargs"]);
/** A place for an item, or for a part of one. */
const PLACE = /\{(?:[+-]?\d*(?:\.|\/\.|\/{0,2})|[#%\w]+|=[^{}]*=)\}/g;

/** No real command comes near these. A text is gone through once for each place, and has the items of all sources in all orders. */
const MOST_SOURCES = 16;
const MOST_PLACES = 64;
const TOO_MANY_PLACES: Values = unknownValues("`parallel` is given more places for its items than are followed");

/** The text with the items in their places; behind it, where it has none. */
function placeItems(text: Values, marker: string | undefined, sources: readonly Values[]): Values {
  const all = spaced(sources);
  let placed = marker === undefined ? text : replaceMarker(text, marker, all);
  const names = new Set(text.flatMap((value) => value.flatMap((fragment) => (fragment.kind === "text" ? (fragment.text.match(PLACE) ?? []) : []))));
  if (names.size > MOST_PLACES) return TOO_MANY_PLACES;
  for (const name of names) {
    const at = /^\{-?\d+\}$/.test(name) ? Number(name.slice(1, -1)) : undefined;
    if (at === undefined && /^\{[a-z_]*\}$/i.test(name)) continue;
    placed = replaceMarker(placed, name, (at === undefined ? undefined : sources.at(at > 0 ? at - 1 : at)) ?? CHANGED_ITEMS);
  }
  // A calculation with braces of its own.
  if (placed.some((value) => value.some((fragment) => fragment.kind === "text" && fragment.text.includes("{=")))) return CHANGED_ITEMS;
  if (marker === undefined) return product(product(placed, BLANK), unknownValues("where `parallel` puts its items is not known"));
  return placed === text ? product(product(text, BLANK), all) : placed;
}

const BLANK: Values = [textValue(" ")];
const CHANGED_ITEMS: Values = unknownValues("what `parallel` makes of its items is not known");

/** The lists with a blank between each two. */
function spaced(lists: readonly Values[]): Values {
  return lists.reduce((text, values, at) => (at === 0 ? values : product(product(text, BLANK), values)), ONLY_EMPTY);
}

/** The items as words of the text: one, or all behind each other. */
function quotedItems(items: Values, joins: boolean): Values {
  if (joins && items === NO_ITEMS) return items;
  const quoted = distinct(items.map(quote));
  return joins ? distinct([...quoted, ...spaced(quoted.map((item) => [item]))]) : quoted;
}

/** An item as one word of the text. Quotes would take what a pattern means from it. */
function quote(item: Value): Value {
  const text = knownText(item);
  if (text !== undefined) return textValue(`'${text.replaceAll("'", "'\\''")}'`);
  if (item.some(({ kind }) => kind === "glob")) return item;
  const escaped = item.map((fragment) => (fragment.kind === "text" ? { ...fragment, text: fragment.text.replace(/["\\$`]/g, "\\$&") } : fragment));
  return concatenate(concatenate(QUOTE, escaped), QUOTE);
}

const QUOTE = textValue('"');
