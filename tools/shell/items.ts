import type { Value, Word } from "./model.ts";
import { replaceMarker } from "./find.ts";
import { readFiles } from "./files.ts";
import { isolated } from "./isolation.ts";
import { cellValues, runWithin, STDIN, type Machine } from "./machine.ts";
import { readOptions } from "./options.ts";
import { decodeEscapes } from "./output.ts";
import { emit } from "./simple.ts";
import { runText, runTexts } from "./text.ts";
import { distinct, knownText, ONLY_EMPTY, product, textValue, unknownValues, type Values } from "./value.ts";
import { placeOfWords, withValues, wordText } from "./words.ts";
import type { Wrapper } from "./wrapper.ts";

const XARGS: Wrapper = {
  values: "aEdILnPsRSJ",
  flags: "0rtxpoeil",
  longValues: ["arg-file", "delimiter", "max-args", "max-chars", "max-procs", "process-slot-var"],
  longFlags: ["null", "no-run-if-empty", "verbose", "exit", "interactive", "open-tty", "replace", "eof", "max-lines", "show-limits"],
};

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
    if (text === undefined || !text.startsWith("-") || text === "-") break;
    if (text === "--") {
      index++;
      break;
    }
    const read = readOptions(XARGS, argv, index, text.replace(/^-([eil]).*/, "-$1"));
    for (const { name, value } of read.options) {
      const given = value === undefined ? undefined : wordText(value.word)?.slice(value.from);
      if (name === "I" || name === "J") marker = given ?? "{}";
      else if (name === "i" || name === "replace") marker = given ?? (text.startsWith("-i") && text.length > 2 ? text.slice(2) : "{}");
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
  longValues: ["jobs", "max-procs", "arg-file", "arg-sep", "colsep", "delimiter", "delay", "halt", "joblog", "load", "memfree", "results", "retries", "sshlogin", "tempdir", "timeout", "tmpdir", "workdir", "env", "max-args", "shuf", "tagstring", "basefile", "return", "block", "nice", "progress"],
  longFlags: ["bar", "dry-run", "eta", "keep-order", "lb", "line-buffer", "link", "null", "pipe", "quote", "tag", "ungroup", "verbose", "will-cite", "no-notice", "xargs", "group", "pipepart", "linebuffer"],
};

/** `parallel command ::: items`: a text for the shell, with each item in the place of `{}` or at its end. */
export function runParallel(machine: Machine, program: string, argv: readonly Word[]): void {
  let index = 1;
  while (index < argv.length) {
    const text = wordText(argv[index]);
    if (!text?.startsWith("-")) break;
    index = text === "--" ? index + 1 : readOptions(PARALLEL, argv, index, text).next;
    if (text === "--") break;
  }
  const words = argv.slice(index);
  const separator = words.findIndex((word) => (wordText(word) ?? "").startsWith(":::"));
  const command = separator < 0 ? words : words.slice(0, separator);
  const listed = separator >= 0 && wordText(words[separator]) === ":::" ? words.slice(separator + 1).flatMap((word) => word.values) : undefined;
  const items = listed === undefined || listed.length === 0 || listed.length > MAXIMUM_ITEMS ? unknownValues(UNKNOWN_ITEMS) : distinct(listed.map(quote));
  const place = placeOfWords(command.length === 0 ? argv : command);
  // Without a command, the items are the commands.
  let texts: Values = command.length === 0 ? (listed ?? unknownValues(UNKNOWN_ITEMS)) : ONLY_EMPTY;
  for (const [at, word] of command.entries()) texts = at === 0 ? word.values : product(product(texts, [textValue(" ")]), word.values);
  if (command.length > 0) {
    const replaced = replaceMarker(texts, "{}", items);
    texts = replaced === texts ? product(product(texts, [textValue(" ")]), items) : replaced;
  }
  runTexts(machine, texts, (text) => {
    isolated(machine, false, () => {
      machine.level++;
      runText(machine, text, place, program);
      machine.level--;
    });
  });
}

/** An item as one word of the text. */
function quote(item: Value): Value {
  const text = knownText(item);
  return text === undefined ? item : textValue(`'${text.replaceAll("'", "'\\''")}'`);
}
