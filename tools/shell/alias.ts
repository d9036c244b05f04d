import type { Command as SyntaxCommand, Word as SyntaxWord } from "unbash";
import { restore } from "./embed.ts";
import { cellValues, placeOf, type Machine } from "./machine.ts";
import { runText } from "./text.ts";
import { branches } from "./state.ts";
import { concatenate } from "./value.ts";

/**
 * Runs a command whose name is an alias: the alias stands for its text, with the rest of the command behind it. False when it is none.
 * Whether aliases count depends on the shell and its options, so the command as written is run as well.
 */
export function runAlias(machine: Machine, node: SyntaxCommand, name: SyntaxWord): boolean {
  if (name.parts !== undefined || machine.aliases.has(name.text)) return false;
  const values = cellValues(machine, `alias ${name.text}`);
  if (values === undefined || values.length === 0) return false;
  const rest = restore(machine.frame.text.slice(name.end, node.end), machine.frame.embedded);
  const outer = machine.aliases;
  const run = (body: () => void) => (): void => {
    machine.aliases = new Set([...outer, name.text]);
    body();
    machine.aliases = outer;
  };
  branches(machine.state, [
    run(() => {
      machine.run.node(machine, node);
    }),
    ...values.map((value) =>
      run(() => {
        runText(machine, concatenate(value, rest), placeOf(machine, node), undefined);
      }),
    ),
  ]);
  return true;
}
