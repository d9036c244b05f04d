import type { Value } from "./model.ts";
import { embed, holdsUnknown, mayHoldCommands } from "./embed.ts";
import type { Place } from "./frame.ts";
import { charge, enter, reportDynamic, runWithin, type Machine } from "./machine.ts";
import { parseScript, syntaxProblems, TOO_DEEP } from "./parse.ts";
import { unknownReason, type Values } from "./value.ts";

/**
 * What runs each of the texts of which one is run. One of several may be a text that no run gives, so what is wrong with it counts only where
 * something is wrong with each.
 */
export function textRuns(machine: Machine, texts: Values, run: (text: Value) => void): readonly (() => void)[] {
  const { problems } = machine;
  const before = problems.length;
  let mayParse = false;
  return texts.map((text, index) => () => {
    const there = problems.length;
    run(text);
    mayParse ||= problems.length === there;
    if (mayParse && index === texts.length - 1) problems.length = before;
  });
}

/** The same, one behind the other. */
export function runTexts(machine: Machine, texts: Values, run: (text: Value) => void): void {
  for (const runText of textRuns(machine, texts, run)) runText();
}

/**
 * Runs a text as a script in the present shell. `place` is where the words that hold it stand. `label` names what runs it
 * (`bash -c`, `eval`); undefined for an alias. Text that is not wholly known is reported, and what is known of it is run.
 * Where it is `quoted`, what is not known is no more than a part of a word.
 */
export function runText(machine: Machine, value: Value, place: Place, label: string | undefined, quoted = false): void {
  if (mayHoldCommands(value) && !quoted) {
    reportDynamic(machine, `The text that \`${label ?? "an alias"}\` runs is not known: ${unknownReason(value) ?? ""}`, place);
    if (value.length === 1) return;
  }
  enter(machine);
  const { text, embedded } = embed(value);
  charge(machine, text.length * 2);
  const script = parseScript(text);
  const known = !holdsUnknown(value);
  if (script === undefined) machine.problems.push({ message: TOO_DEEP, ...place });
  else {
    // What is not known may complete what looks broken.
    if (known) for (const problem of syntaxProblems(script, text)) machine.problems.push({ message: `${problem.message} (in the text that ${label ?? "an alias"} runs)`, ...place });
    const { frame } = machine;
    machine.frame = { text, place, embedded };
    runWithin(machine, label, () => {
      machine.run.statements(machine, script.commands);
    });
    machine.frame = frame;
  }
  machine.depth--;
}
