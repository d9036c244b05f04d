import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Value, Word } from "../../shell/model.ts";
import { baseName, knownText, readOptions } from "./command_line.ts";
import type { Flag } from "./command_line.ts";

const root: Flag = { name: "--root", takesValue: true };
const rootMode: Flag = { name: "--root-mode", takesValue: true };
const run: Flag = { name: "--run", takesValue: false };
const foreign: Flag = { name: "--rogue", takesValue: false, wholeNameOnly: true };
const flags = [root, rootMode, run, foreign];

const unknown: Value = [{ kind: "unknown", reason: "for the test" }];
/** A word by its values; a string stands for its text. */
function word(...values: readonly (string | Value)[]): Word {
  return { values: values.map((value): Value => (typeof value === "string" ? (value === "" ? [] : [{ kind: "text", text: value }]) : value)), splits: false, start: 0, end: 0 };
}
function splitting(...values: readonly (string | Value)[]): Word {
  return { ...word(...values), splits: true };
}
function read(...words: readonly (string | Word)[]): { root: (string | undefined)[]; run: boolean; sure: boolean; open: number; positionals: (string | undefined)[] } {
  const options = readOptions(words.map((each) => (typeof each === "string" ? word(each) : each)), flags, new Set(["sub"]));
  return {
    root: options.settings(root).map(({ value = [] }) => knownText(value)),
    run: options.settings(run).length > 0,
    sure: options.certain(run),
    open: options.open.length,
    positionals: options.positionals.map(({ values }) => knownText(values[0] ?? [])),
  };
}

describe("one known word after another", () => {
  test.each([
    [["--root", "a"], ["a"]],
    [["--root=a"], ["a"]],
    [["--root="], [""]],
    [["--root", "a", "--root=b"], ["b"]],
    [["--root=a", "x", "--root", "b"], ["b"]],
    [["--root-m", "a"], []],
    [["--ro", "a"], ["a"]],
    [["--", "--root", "a"], []],
    [["--root", "--", "--root", "a"], ["a"]],
    [["--rootx", "a"], []],
    [["-root", "a"], []],
    [["--other", "--root", "a"], ["a"]],
    [["--other", "sub", "--root", "a"], ["a"]],
  ])("%j", (words, expected) => {
    expect(read(...words).root).toEqual(expected);
  });

  test("a word that splits may hold a flag and its value", () => {
    expect(read(splitting("--root", "a", "b")).root).toEqual(["--root", "a", "b"]);
    expect(read(splitting("--root", unknown)).root).toEqual(["--root"]);
    expect(read(splitting("a", "b"), "--root", "c").root).toEqual(["c"]);
    expect(read(word("--root", "a")).root).toEqual([]);
  });

  test("a flag without value", () => {
    expect(read("--run")).toMatchObject({ run: true, sure: true });
    expect(read("--ru")).toMatchObject({ run: true, sure: true });
    expect(read("--r")).toMatchObject({ run: true, sure: false });
    expect(read("--run=false")).toMatchObject({ run: false, sure: false });
    expect(read("--root", "--run")).toMatchObject({ run: false, root: ["--run"] });
    expect(read("--root=--run")).toMatchObject({ run: false });
  });

  test("the value of an option outside the table is no positional, a subcommand is", () => {
    expect(read("--other", "x", "sub", "y").positionals).toEqual(["sub", "y"]);
    expect(read("--other", "sub").positionals).toEqual(["sub"]);
    expect(read("--other=x", "sub", "-").positionals).toEqual(["sub", "-"]);
  });
});

describe("words that may be several things", () => {
  test("each value counts, and a certain later one replaces all", () => {
    expect(read("--root", word("a", "b")).root).toEqual(["a", "b"]);
    expect(read("--root", word("a", "b"), "--root", "c").root).toEqual(["c"]);
    expect(read("--root", "c", word("--root=a", "x")).root).toEqual(["c", "a"]);
    expect(read("--root", "c", splitting("--root=a")).root).toEqual(["c", "a"]);
    expect(read(word("--root", "x"), "a").root).toEqual(["a"]);
    expect(read(word("--run", "x"))).toMatchObject({ run: true, sure: false });
    expect(read(splitting("--run"))).toMatchObject({ run: true, sure: false });
    expect(read(word("--run", "--ru"))).toMatchObject({ run: true, sure: true });
  });

  test("an unknown word where an option may stand may hold any", () => {
    expect(read(word(unknown))).toMatchObject({ open: 1 });
    expect(read(splitting(unknown))).toMatchObject({ open: 1 });
    expect(read(word([{ kind: "text", text: "--ro" }, ...unknown]))).toMatchObject({ open: 1 });
    expect(read(word([{ kind: "text", text: "--root=" }, ...unknown]))).toMatchObject({ open: 0, root: [undefined] });
    expect(read("--root", word(unknown))).toMatchObject({ open: 0, root: [undefined] });
    expect(read("--", word(unknown))).toMatchObject({ open: 0 });
    expect(read(word([{ kind: "home", user: undefined }, ...unknown]))).toMatchObject({ open: 0 });
    expect(read("--other", word(unknown))).toMatchObject({ open: 0 });
    expect(read("--other", splitting(unknown))).toMatchObject({ open: 1 });
  });
});

test("without doubt about the words, it reads as argparse does", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("--root", "--root=a", "--run", "--ru", "b", "--", "c", "--roo", "--root-mode"), { maxLength: 12 }), (words) => {
      let last: string | undefined;
      let ran = false;
      for (let index = 0; index < words.length; index += 1) {
        const each = words[index] ?? "";
        if (each === "--") break;
        if (each === "--root=a") last = "a";
        else if (each === "--root") last = words[(index += 1)] ?? last;
        else if (each === "--root-mode") index += 1;
        else if (each === "--run" || each === "--ru") ran = true;
        // `--roo` fits `--root` and `--root-mode`: the program would stop.
        else if (each === "--roo") return;
      }
      const options = read(...words);
      expect(options.root).toEqual(last === undefined ? [] : [last]);
      expect(options).toMatchObject({ run: ran, sure: ran });
    }),
  );
});

test("a hundred thousand doubtful words are read in one pass", () => {
  const doubtful = Array.from({ length: 100_000 }, (_, index) => splitting("--r", `--root=${index}`, unknown, "--root", "--other"));
  expect(read(...doubtful).root.length).toBeGreaterThan(100_000);
});

test.each([
  [[{ kind: "text", text: "/opt/Tool.EXE" }], "tool"], [[{ kind: "text", text: "tool" }], "tool"], [[{ kind: "home", user: undefined }, { kind: "text", text: "/bin/tool" }], "tool"],
  [[...unknown, { kind: "text", text: "/tool" }], "tool"], [[...unknown, { kind: "text", text: "tool" }], undefined], [unknown, undefined], [[], undefined],
] as const)("the base name of %j is %j", (value, name) => {
  expect(baseName(value)).toBe(name);
});
