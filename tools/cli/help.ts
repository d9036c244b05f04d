import { visible } from "../report/visible.ts";
import { nearest } from "../schema/nearest.ts";
import type { Command, OptionDefinition, Usage } from "./command.ts";
import type { Host } from "./host.ts";
import { sharedOptions, type ArgumentProblem } from "./read_arguments.ts";

const program = "wsc";
const width = 100;

export function programHelp(commands: readonly Command[]): string {
  return page([
    `Usage: ${program} COMMAND [ARGUMENTS]`,
    "Workstation contracts: is a lane contract well-formed, safe and complete, and if not: where, why, and what to write instead. Also installed as `workstation-contracts`.",
    section("Commands", commands.map(({ name, summary }) => [name, summary])),
    section("Options", [
      ["--help, -h", "print this help; after a command, the help of that command"],
      ["--version, -V", "print the version"],
    ]),
    section("Exit status", [
      ["0", "all is well"],
      ["1", "something that was judged is at fault"],
      ["2", "it could not run: wrong usage, an unreadable file, a fault of the program"],
    ]),
    `Begin with: ${program} validate FILE`,
  ]);
}

export function commandHelp(usage: Usage): string {
  const examples = usage.examples.map(({ command, does }) => `  ${command}\n      ${does}`);
  return page([
    `Usage: ${program} ${usage.name}${usage.operands === "" ? "" : ` ${usage.operands}`}`,
    ...usage.description,
    section("Options", [...usage.options, ...sharedOptions].map((option) => [optionForm(option), optionText(option)])),
    ...(examples.length === 0 ? [] : [`Examples:\n${examples.join("\n")}`]),
    section("Exit status", usage.exitStatus.map(({ status, means }) => [String(status), means])),
  ]);
}

/** Says what could not be understood, what may have been meant and where help is; answers with the exit status. */
export function refuseArguments({ problem, word, known, listing, advice }: ArgumentProblem, usage: Usage | undefined, host: Host): number {
  const subject = word === undefined ? problem : `"${visible(word)}" ${problem}`;
  const guess = word === undefined ? undefined : meant(word, known ?? []);
  const all = known === undefined ? "" : `; ${listing ?? `known: ${known.join(", ")}`}`;
  const hint = advice !== undefined ? `; ${visible(advice)}` : guess === undefined ? all : `; did you mean "${guess}"?`;
  const call = usage === undefined ? program : `${program} ${usage.name}`;
  host.stderr.write(`${call}: ${subject}${hint}\nTry: ${call} --help\n`);
  return 2;
}

/** The known word that was probably meant: one that is near, or the only one that begins so. */
function meant(word: string, known: readonly string[]): string | undefined {
  const beginsSo = known.filter((candidate) => word.length > 2 && candidate.startsWith(word));
  return nearest(word, known)?.name ?? (beginsSo.length === 1 ? beginsSo[0] : undefined);
}

function optionForm({ name, short, value }: OptionDefinition): string {
  const long = value === undefined ? `--${name}` : `--${name} ${value}`;
  return short === undefined ? long : `${long}, -${short}`;
}

function optionText({ summary, choices }: OptionDefinition): string {
  return choices === undefined ? summary : `${summary} (${choices.join(", ")})`;
}

function section(title: string, rows: readonly (readonly string[])[]): string {
  const left = Math.max(...rows.map(([name = ""]) => name.length)) + 2;
  const indent = " ".repeat(left + 2);
  const lines = rows.map(([name = "", text = ""]) => `  ${name.padEnd(left)}${wrap(text, width - left - 2).join(`\n${indent}`)}`);
  return `${title}:\n${lines.join("\n")}`;
}

function page(parts: readonly string[]): string {
  const wrapped = parts.map((part) => (part.includes("\n") ? part : wrap(part, width).join("\n")));
  return `${wrapped.join("\n\n")}\n`;
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
