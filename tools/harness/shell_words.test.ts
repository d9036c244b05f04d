import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { joinWords, ShellWordsError, splitWords } from "./shell_words.ts";

describe("splitWords", () => {
  test.each([
    ["", []],
    ["  \t\n ", []],
    ["node a.js", ["node", "a.js"]],
    ["'' \"\"", ["", ""]],
    ["a'b c'\"d e\"f", ["ab cd ef"]],
    ["'a\\b' \"a\\b\" a\\b", ["a\\b", "a\\b", "ab"]],
    ['"\\$ \\` \\" \\\\ \\x"', ['$ ` " \\ \\x']],
    ["a\\ b \\'", ["a b", "'"]],
    ["one\\\ntwo \"three\\\nfour\"", ["onetwo", "threefour"]],
    ["$HOME * a|b ;# c", ["$HOME", "*", "a|b", ";#", "c"]],
  ])("%j", (text, words) => {
    expect(splitWords(text)).toEqual(words);
  });

  test.each(["'a", 'b "c', 'a "b\\"', "a\\"])("refuses %j", (text) => {
    expect(() => splitWords(text)).toThrow(ShellWordsError);
  });
});

const word = fc.string({ unit: "binary" }).filter((text) => !text.includes("\0"));

test("joinWords is undone by splitWords", () => {
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(splitWords(joinWords(words))).toEqual(words);
    }),
  );
});

test("a real shell splits what joinWords wrote into the same words", () => {
  const words = ["a b", "", "'", '"', "\\", "$HOME", "*", "-n", "ünï", "a\nb", "!x", "~", "#", "a=b"];
  const printed = spawnSync("/bin/sh", ["-c", `printf '%s\\0' ${joinWords(words)}`], { encoding: "utf8" }).stdout;
  expect(printed.split("\0").slice(0, -1)).toEqual(words);
});
