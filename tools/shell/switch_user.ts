import type { Word } from "./model.ts";
import { enterHome } from "./directories.ts";
import { isolated } from "./isolation.ts";
import { cellValues, runWithin, STDIN, type Machine } from "./machine.ts";
import { readOptions } from "./options.ts";
import { runInput, runShell } from "./shells.ts";
import { emit } from "./simple.ts";
import { runText, runTexts } from "./text.ts";
import { placeOfWords, wordText } from "./words.ts";
import type { Wrapper } from "./wrapper.ts";

const OPTIONS: Wrapper = {
  values: "cgGsTwCu",
  flags: "lmpfPh",
  longValues: ["command", "session-command", "group", "supp-group", "shell", "whitelist-environment", "user"],
  longFlags: ["login", "preserve-environment", "fast", "pty"],
};

/** `su` and `runuser`: `-c text` may stand before or behind the user; `runuser -u user command` runs a command; what else stands behind the user is for the shell; without any, a shell reads the standard input. */
export function runSwitchUser(machine: Machine, program: string, argv: readonly Word[]): void {
  let texts: readonly Word[] = [];
  const operands: Word[] = [];
  let user = false;
  let login = false;
  for (let index = 1; index < argv.length; ) {
    const word = argv[index];
    const text = wordText(word);
    if (word === undefined) break;
    if (text === "--") {
      operands.push(...argv.slice(index + 1));
      break;
    }
    if (text === undefined || !text.startsWith("-") || text === "-") {
      if (user) {
        operands.push(...argv.slice(index));
        break;
      }
      if (text === "-") login = true;
      else operands.push(word);
      index++;
      continue;
    }
    const read = readOptions(OPTIONS, argv, index, text);
    for (const option of read.options) {
      if (["c", "command", "session-command"].includes(option.name) && option.value !== undefined) texts = [option.value.from === 0 ? option.value.word : cut(option.value.word, option.value.from)];
      if (option.name === "l" || option.name === "login") login = true;
      if (option.name === "u" || option.name === "user") user = true;
    }
    index = read.next;
  }
  isolated(machine, false, () => {
    machine.level++;
    if (login) enterHome(machine);
    for (const word of texts) {
      runTexts(machine, word.values, (value) => {
        runText(machine, value, { start: word.start, end: word.end }, `${program} -c`);
      });
    }
    // The first operand is the user; the shell gets the others as its arguments, also those behind `--`.
    const given = user ? [] : operands.slice(1);
    const shell = operands[0];
    if (texts.length === 0 && given.length > 0 && shell !== undefined) runShell(machine, "sh", [shell, ...given]);
    else if (texts.length === 0 && user && operands.length > 0) {
      runWithin(machine, program, () => {
        emit(machine, operands, [], placeOfWords(operands));
        machine.run.argv(machine, operands, "programs");
      });
    } else if (texts.length === 0 && cellValues(machine, STDIN) !== undefined) runInput(machine, program, placeOfWords(argv));
    machine.level--;
  });
}

function cut(word: Word, from: number): Word {
  const text = wordText(word) ?? "";
  return { values: [[{ kind: "text", text: text.slice(from) }]], splits: false, start: word.start, end: word.end };
}
