import type { Assignment, Command, Word, WordPart } from "unbash";

/** What a simple command is made of. */
export type CommandWords = Pick<Command, "name" | "prefix" | "args" | "redirects">;

/**
 * The command with each of its words in one piece. The parser ends a word where a process substitution begins or ends in it: of `X=<(a) b` it makes
 * the empty `X=` and a program `<(a)`, which would hide that `b` runs.
 */
export function wholeWords(node: Command): CommandWords {
  return isCut(node) ? joined(node) : node;
}

/** Whether two words have nothing between them. */
function isCut({ name, prefix, args }: Command): boolean {
  if (name === undefined) return false;
  const before = prefix[prefix.length - 1];
  if (before?.type === "Assignment" && before.end === name.pos) return true;
  let { end } = name;
  for (const word of args) {
    if (word.pos === end) return true;
    end = word.end;
  }
  return false;
}

function joined({ name, prefix, args, redirects }: Command): CommandWords {
  const runs: [Assignment | Word, ...Word[]][] = [];
  let end = -1;
  for (const part of [...prefix, ...(name === undefined ? [] : [name]), ...args]) {
    if (part.type !== "Assignment" && part.type !== "Word") continue;
    if (part.type === "Word" && part.pos === end) runs[runs.length - 1]?.push(part);
    else runs.push([part]);
    ({ end } = part);
  }
  const words = runs.flatMap((run) => {
    const [first, ...others] = run;
    return others.length === 0 || run.some(hasBraces) ? run : [withBehind(first, others)];
  });
  const assignments: Assignment[] = [];
  for (const word of words) {
    const assignment = word.type === "Assignment" ? word : asAssignment(word);
    if (assignment === undefined) break;
    assignments.push(assignment);
  }
  const [program, ...others] = words.slice(assignments.length);
  return { name: program?.type === "Word" ? program : undefined, prefix: assignments, args: others, redirects };
}

/** Each word that braces give is read anew, and in pieces again. */
function hasBraces(word: Assignment | Word): boolean {
  return word.type === "Word" && word.parts?.some(({ type }) => type === "BraceExpansion") === true;
}

function withBehind(first: Assignment | Word, words: readonly Word[]): Assignment | Word {
  if (first.type === "Word") return joinedWord([first, ...words], first);
  const { type, pos, name, value, append, index } = first;
  if (value.type !== "Word") return first;
  const whole = joinedWord([value, ...words], value);
  // Some of the parser's fields are read on demand, which a spread would leave out.
  return { type, pos, end: whole.end, text: first.text + words.map(({ text }) => text).join(""), name, value: whole, append, index };
}

function joinedWord(words: readonly Word[], { pos, end }: Word): Word {
  return {
    type: "Word", pos, end: words[words.length - 1]?.end ?? end,
    text: words.map(({ text }) => text).join(""), value: words.map(({ value }) => value).join(""), parts: words.flatMap(partsOf),
  };
}

function partsOf({ text, value, pos, end, parts }: Word): readonly WordPart[] {
  if (parts !== undefined) return parts;
  return text === "" ? [] : [{ type: "Literal", text, value, pos, end }];
}

/** A word behind what the parser took for the program, where it would have been an assignment. */
function asAssignment(word: Word): Assignment | undefined {
  const [head, name, plus] = /^([A-Za-z_]\w*)(\+?)=/.exec(word.text) ?? [];
  if (head === undefined || name === undefined) return undefined;
  const { length } = head;
  const [first, ...others] = partsOf(word);
  if (first?.type !== "Literal" || !first.text.startsWith(head)) return undefined;
  const rest: WordPart = { type: "Literal", pos: first.pos + length, end: first.end, text: first.text.slice(length), value: first.value.slice(length) };
  const parts = rest.text === "" ? others : [rest, ...others];
  const value: Word = { type: "Word", pos: word.pos + length, end: word.end, text: word.text.slice(length), value: word.value.slice(length), parts };
  return { type: "Assignment", pos: word.pos, end: word.end, text: word.text, name, value, append: plus === "+", index: undefined };
}
