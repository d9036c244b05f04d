import { linesOf } from "./lines.ts";
import type { JsonProblem } from "./problem.ts";
import { shownText } from "./shown.ts";
import { walk } from "./walk.ts";

/** A document may repeat a key a million times; this is more than a report lists. */
const mostRepetitions = 2000;

interface Repetition {
  readonly name: string;
  readonly pointer: string;
  readonly first: number;
  readonly start: number;
  readonly end: number;
}

/** Every repeated key of `text`, which must be well-formed and not nested deeply, at the later key. Keys are equal after their escapes are read. */
export function duplicateKeyProblems(text: string): JsonProblem[] {
  const found = repetitions(text);
  const lines = linesOf(
    text,
    found.map(({ first }) => first),
  );
  return found.map(({ name, pointer, first, start, end }) => ({
    ruleId: "json/duplicate-key",
    pointer,
    start,
    end,
    message: `The key ${shownText(name)} stands in this object before, on line ${lines.get(first)?.line ?? 1}. Programs keep the first value, the last or both, so no two need agree on what the document says. Keep one of them.`,
  }));
}

function repetitions(text: string): Repetition[] {
  const found: Repetition[] = [];
  // For each open array or object, where each of its keys stood first.
  const open: Map<string, number>[] = [];
  walk(text, {
    begin: () => {
      open.push(new Map());
      return true;
    },
    end: () => {
      open.pop();
      return true;
    },
    key: (name, offset, length, pointer) => {
      const keys = open.at(-1);
      const first = keys?.get(name);
      if (first === undefined) keys?.set(name, offset);
      else found.push({ name, pointer: pointer(), first, start: offset, end: offset + length });
      return found.length < mostRepetitions;
    },
  });
  return found;
}
