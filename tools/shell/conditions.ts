import type { Case, CompoundList, If, TestCommand, TestExpression, Word as SyntaxWord } from "unbash";
import type { Word } from "./model.ts";
import { expandPattern, expandValues, TARGET, TEXT } from "./expand.ts";
import { charge, placeOf, type Machine } from "./machine.ts";
import { emit } from "./simple.ts";
import { mayTake, withoutTaken, type Remaining } from "./case_match.ts";
import { branches, changesSince, merge, undo, type Outcome } from "./state.ts";
import { knownTexts, textValue } from "./value.ts";

export function runIf(machine: Machine, node: If): void {
  const start = machine.state.trail.length;
  const success = machine.run.statements(machine, node.clause.commands);
  const [next, ...rest] = node.elif;
  const then = (): void => {
    machine.run.statements(machine, node.then.commands);
  };
  const otherwise = (): void => {
    if (next !== undefined) runElif(machine, next, rest, node.else);
    else if (node.else !== undefined) machine.run.statements(machine, node.else.commands);
  };
  if (success === true) {
    then();
    runInstead(machine, start, otherwise);
  } else branches(machine.state, [then, otherwise]);
}

/** Each `elif` condition is reached from the one before: the outcomes of their bodies are merged at the end, so a long chain costs no depth. */
function runElif(machine: Machine, first: If["elif"][number], rest: If["elif"], otherwise: CompoundList | undefined): void {
  const { state } = machine;
  const outcomes: Outcome[] = [];
  const start = state.trail.length;
  for (const part of [first, ...rest]) {
    machine.run.statements(machine, part.clause.commands);
    const mark = state.trail.length;
    machine.run.statements(machine, part.then.commands);
    charge(machine, state.trail.length - start);
    outcomes.push(changesSince(state, start));
    undo(state, mark);
  }
  if (otherwise !== undefined) machine.run.statements(machine, otherwise.commands);
  outcomes.push(changesSince(state, start));
  undo(state, start);
  merge(state, outcomes);
}

/** Every item is run, as code behind an `exit` is, but only what the items that may be taken have changed stays. */
export function runCase(machine: Machine, node: Case): void {
  const { state } = machine;
  let remaining: Remaining = knownTexts(expandValues(machine, node.word, TEXT));
  const outcomes: Outcome[] = [];
  let fallen: Outcome | undefined;
  let exhaustive = false;
  const start = state.trail.length;
  for (const item of node.items) {
    charge(machine, 2);
    const patterns = item.pattern.map((pattern) => expandPattern(machine, pattern));
    exhaustive ||= item.pattern.some(({ text }) => text === "*");
    charge(machine, patterns.length * (remaining?.length ?? 0));
    const isMatch = mayTake(remaining, patterns);
    if (item.terminator !== ";;&") remaining = withoutTaken(remaining, patterns);
    const mark = state.trail.length;
    if (fallen !== undefined) merge(state, isMatch ? [fallen, { changes: new Map(), ended: false }] : [fallen]);
    machine.run.statements(machine, item.body.commands);
    const outcome = changesSince(state, start);
    undo(state, mark);
    const isTaken = isMatch || fallen !== undefined;
    fallen = isTaken && (item.terminator === ";&" || item.terminator === ";;&") ? outcome : undefined;
    if (isTaken && (item.terminator !== ";&" || item === node.items[node.items.length - 1])) outcomes.push(outcome);
  }
  exhaustive ||= remaining?.length === 0;
  if (!exhaustive || fallen !== undefined) outcomes.push(changesSince(state, start));
  undo(state, start);
  merge(state, outcomes);
}

/** `[[ ... ]]` is listed like the `[` command, with its words. */
export function runTest(machine: Machine, node: TestCommand): void {
  const place = placeOf(machine, node);
  const fixed = (text: string): Word => ({ values: [textValue(text)], splits: false, ...place });
  const argv: Word[] = [fixed("[[")];
  const add = (word: SyntaxWord, isPattern: boolean): void => {
    argv.push({ values: isPattern ? expandPattern(machine, word) : expandValues(machine, word, TARGET), splits: false, ...placeOf(machine, word) });
  };
  const waiting: TestExpression[] = [node.expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    charge(machine, 2);
    switch (next.type) {
      case "TestUnary":
        argv.push(fixed(next.operator));
        add(next.operand, false);
        break;
      case "TestBinary":
        add(next.left, false);
        argv.push(fixed(next.operator));
        add(next.right, next.operator !== "=~" && next.operator.includes("="));
        break;
      case "TestLogical":
        waiting.push(...[...next.operands].reverse());
        break;
      case "TestNot":
        waiting.push(next.operand);
        break;
      case "TestGroup":
        waiting.push(next.expression);
        break;
    }
  }
  argv.push(fixed("]]"));
  emit(machine, argv, [], place);
}

/** Runs what takes the place of commands that are taken to succeed: had they failed, they would have changed nothing. */
export function runInstead(machine: Machine, start: number, run: () => void): void {
  const { state } = machine;
  charge(machine, state.trail.length - start);
  const succeeded = changesSince(state, start);
  undo(state, start);
  const mark = state.trail.length;
  run();
  const failed = changesSince(state, mark);
  undo(state, mark);
  merge(state, [succeeded, failed]);
}
