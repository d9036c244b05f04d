import type { Value, Word } from "./model.ts";
import { enterFolder, write } from "./directories.ts";
import { isolated } from "./isolation.ts";
import { runWithin, type Machine } from "./machine.ts";
import { emit } from "./simple.ts";
import { concatenate, distinct, EMPTY, knownText, textValue, union, unknownValue, unknownValues, type Values } from "./value.ts";
import { placeOfWords, withValues, wordText } from "./words.ts";

const ACTIONS: ReadonlySet<string> = new Set(["-exec", "-execdir", "-ok", "-okdir"]);
const FOUND = "which files `find` finds is not known";

/** `find ... -exec command {} ;`: the command is run with what lies below the folders it starts from. */
export function runFind(machine: Machine, program: string, argv: readonly Word[]): void {
  write(machine, unknownValues(FOUND));
  const starts: Value[] = [];
  let index = 1;
  while (/^-([HLP]|O\d|D)$/.test(wordText(argv[index]) ?? "")) index += wordText(argv[index]) === "-D" ? 2 : 1;
  for (; index < argv.length; index++) {
    const word = argv[index];
    if (word === undefined || /^(-.|[(!]$)/.test(wordText(word) ?? "")) break;
    starts.push(...word.values);
  }
  const found: Values = starts.length === 0 ? unknownValues(FOUND) : distinct(starts.flatMap((start) => [start, concatenate(concatenate(start, textValue("/")), unknownValue(FOUND))]));
  for (; index < argv.length; index++) {
    const action = wordText(argv[index]);
    if (action === undefined || !ACTIONS.has(action)) continue;
    const from = index + 1;
    let to = from;
    while (to < argv.length && wordText(argv[to]) !== ";" && !(wordText(argv[to]) === "+" && wordText(argv[to - 1]) === "{}")) to++;
    const inFolder = action.endsWith("dir");
    const items = inFolder ? union(found, [concatenate(textValue("./"), unknownValue(FOUND))]) : found;
    const command = argv.slice(from, to).map((word) => withValues(word, replaceMarker(word.values, "{}", items)));
    const list = command[command.length - 1];
    if (list !== undefined && wordText(argv[to]) === "+") command[command.length - 1] = { ...list, splits: true };
    index = to;
    if (command.length === 0) continue;
    isolated(machine, false, () => {
      if (inFolder) enterFolder(machine, distinct([...starts.filter((start) => knownText(start) !== ".").map((start) => concatenate(start, textValue("/.."))), ...found]));
      runWithin(machine, program, () => {
        emit(machine, command, [], placeOfWords(command));
        machine.run.argv(machine, command, "programs");
      });
    });
  }
}

/** The values with each marker replaced by each of the items. */
export function replaceMarker(values: Values, marker: string, items: Values): Values {
  if (marker === "" || !values.some((value) => value.some((fragment) => fragment.kind === "text" && fragment.text.includes(marker)))) return values;
  return distinct(items.flatMap((item) => values.map((value) => replaceIn(value, marker, item))));
}

function replaceIn(value: Value, marker: string, item: Value): Value {
  let result: Value = EMPTY;
  for (const fragment of value) {
    if (fragment.kind !== "text") {
      result = concatenate(result, [fragment]);
      continue;
    }
    for (const [index, text] of fragment.text.split(marker).entries()) {
      if (index > 0) result = concatenate(result, item);
      result = concatenate(result, textValue(text));
    }
  }
  return result;
}
