import { describe, expect, test } from "vitest";
import { outlineOf } from "./outline.ts";
import { spelledOut } from "./spelled_out.ts";

describe("the words of a simple script that do not stand in it as they are", () => {
  test.each([
    ["make test && echo 'all is well'", ""],
    ["set -euo pipefail\ncargo fetch > build/log.txt 2>&1", ""],
    ["export MODE=\"release\"\ncargo build --jobs \"$(nproc)\" \"build/$MODE\" # run 1", "release \u0000 build/release build/ "],
    ["A=no\ncat ${A}tes", "no notes tes "],
    ["cat x$B-y", "x\u0000-y "],
    ["cat 'no'tes no\"te\"s", "notes notes "],
    ["cat ~/'Group Containers'/x", "~/Group Containers/x "],
    ["# nothing\n", ""],
  ])("%j", (text, words) => {
    const outline = outlineOf(text);
    expect(outline === undefined ? undefined : spelledOut(outline)).toBe(words);
  });
});

test.each(["echo \"$(echo no)\"", "echo $(cat f)", "A=x; A=y; $A", "A=no; B=tes; cat $A$B", "A=x; B=$A", "cat $PWD", "cat $HOME"])("%j takes the interpreter to spell", (text) => {
  const outline = outlineOf(text);
  expect(outline === undefined ? undefined : spelledOut(outline)).toBeUndefined();
});
