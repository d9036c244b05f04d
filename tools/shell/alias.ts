import type { Command as SyntaxCommand, Word as SyntaxWord } from "unbash";
import type { Value } from "./model.ts";
import { restore } from "./embed.ts";
import { cellValues, charge, placeOf, type Machine } from "./machine.ts";
import { runText } from "./text.ts";
import { branches } from "./state.ts";
import { distinct, product, type Values } from "./value.ts";

/**
 * Runs a command whose name is an alias: the alias stands for its text, with the rest of the command behind it. False when it is none.
 * Whether aliases count depends on the shell and its options, so the command as written is run as well.
 */
export function runAlias(machine: Machine, node: SyntaxCommand, name: SyntaxWord): boolean {
  if (machine.aliases.has(name.text)) return false;
  const values = aliasValues(machine, name);
  if (values.length === 0) return false;
  const texts = values.flatMap((value) => textsOf(machine, node, name, value, 0));
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
    ...texts.map((text) =>
      run(() => {
        runText(machine, text, placeOf(machine, node), undefined);
      }),
    ),
  ]);
  return true;
}

function aliasValues(machine: Machine, word: SyntaxWord): Values {
  return word.parts === undefined ? (cellValues(machine, `alias ${word.text}`) ?? []) : [];
}

/** What a command may come to when `value` takes the place of a word: where that ends in a blank, the next word may be an alias as well. */
function textsOf(machine: Machine, node: SyntaxCommand, word: SyntaxWord, value: Value, next: number): Values {
  const written = (start: number, end: number): Values => [restore(machine.frame.text.slice(start, end), machine.frame.embedded)];
  charge(machine, node.end - word.end);
  const texts = product([value], written(word.end, node.end));
  const following = node.args[next];
  if (following === undefined || following.type === "Assignment" || !endsInBlank(value)) return texts;
  const others = aliasValues(machine, following).flatMap((other) => textsOf(machine, node, following, other, next + 1));
  return others.length === 0 ? texts : distinct([...texts, ...product(product([value], written(word.end, following.pos)), others)]);
}

function endsInBlank(value: Value): boolean {
  const last = value[value.length - 1];
  return last?.kind === "text" && /[ \t]$/.test(last.text);
}
