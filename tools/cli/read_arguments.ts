import type { CommandArguments, OptionDefinition, Usage } from "./command.ts";

/** Why the words cannot be understood; `known` holds what the writer may have meant. */
export interface ArgumentProblem {
  readonly problem: string;
  readonly word?: string;
  readonly known?: readonly string[];
  /** How to list what is known, where that is too much for a line. */
  readonly listing?: string;
  /** What to write, where that is plain. */
  readonly advice?: string;
}

const helpOption: OptionDefinition = { name: "help", short: "h", summary: "print this help" };

/** The options every command has. */
export const sharedOptions: readonly OptionDefinition[] = [helpOption];

/**
 * Reads `--name value`, `--name=value`, `-n value` and operands in any order; after `--` everything is an operand, and `-` is one anywhere.
 * The last value of a repeated option wins, unless it is repeatable. An option must be written in full.
 */
export function readArguments(usage: Usage, words: readonly string[]): CommandArguments | ArgumentProblem {
  const options = new Map<string, string>();
  const repeated = new Map<string, string[]>();
  const operands: string[] = [];
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (word === "--") {
      operands.push(...words.slice(index + 1));
      break;
    }
    if (!word.startsWith("-") || word === "-") {
      operands.push(word);
      continue;
    }
    const [name, attached] = splitAtEquals(word);
    const option = findOption(usage, name);
    if (option === undefined) return { problem: "is not an option", word: name, known: optionNames(usage), ...(usage.completesPaths === true && isFileName(word) && { advice: `a file of this name is written ./${word}` }) };
    if (option.value === undefined) {
      if (attached !== undefined) return { problem: `${name} takes no value` };
      options.set(option.name, "");
      continue;
    }
    const value = attached ?? words[++index];
    if (value === undefined) return { problem: `${name} needs a value: ${name} ${option.value}` };
    if (option.choices?.includes(value) === false) return { problem: `is not a value of ${name}`, word: value, known: option.choices };
    options.set(option.name, value);
    if (option.repeatable === true) repeated.set(option.name, [...(repeated.get(option.name) ?? []), value]);
  }
  return repeated.size === 0 ? { options, operands } : { options, operands, repeated };
}

function splitAtEquals(word: string): [string, string | undefined] {
  const equals = word.startsWith("--") ? word.indexOf("=") : -1;
  return equals === -1 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

function findOption(usage: Usage, word: string): OptionDefinition | undefined {
  const matches = ({ name, short }: OptionDefinition): boolean => word === `--${name}` || (short !== undefined && word === `-${short}`);
  return usage.options.find(matches) ?? sharedOptions.find(matches);
}

/** True for a word that has what names of files have and other words of a command line have not. */
export function isFileName(word: string): boolean {
  return /[./]/.test(word.replace(/=.*/s, ""));
}

function optionNames(usage: Usage): string[] {
  return [...usage.options, ...sharedOptions].map(({ name }) => `--${name}`);
}
