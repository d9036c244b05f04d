import { describe, expect, test } from "vitest";
import { analyseScript } from "./analyse.ts";
import type { Command, Value, Word } from "./model.ts";

/** `~` a home folder, `{checkout}`, `{?}` unknown, `{*}` a pattern, `|` between alternative values, `...` behind a word that may split. */
export function renderValue(value: Value): string {
  const parts = value.map((fragment) => {
    switch (fragment.kind) {
      case "text":
        return fragment.text;
      case "glob":
        return `{${fragment.text}}`;
      case "home":
        return `{~${fragment.user ?? ""}}`;
      case "workspace":
        return "{checkout}";
      case "unknown":
        return "{?}";
    }
  });
  return parts.length === 0 ? "''" : parts.join("");
}

function renderWord(word: Word): string {
  return word.values.map(renderValue).join("|") + (word.splits ? "..." : "");
}

function render(command: Command): string {
  const words = command.argv.map(renderWord);
  const redirections = command.redirections.map((redirection) => redirection.operator + renderWord(redirection.target));
  const folders = command.directories.map(renderValue).join("|");
  return [...words, ...redirections, ...(folders === "{checkout}" ? [] : [`@${folders}`])].join(" ");
}

function rendered(script: string): string[] {
  return analyseScript(script).commands.map(render);
}

describe("a straight line of commands", () => {
  test.each<[string, string[]]>([
    ["", []],
    ["# nothing here", []],
    ["make test", ["make test"]],
    ["a 'b c' \"d e\" f\\ g", ["a b c d e f g"]],
    ["cat ~/x \"~/x\" '~' \\~", ["cat {~}/x ~/x ~ ~"]],
    ["cat $HOME \"${HOME}/y\" ${HOME}z", ["cat {~} {~}/y {~}z"]],
    ["X=~/dev; ls $X \"$X\"/a", ["ls {~}/dev {~}/dev/a"]],
    ["X=1 echo $X", ["echo {?}..."]],
    ["cd a && ls; cd ..; pwd", ["cd a", "ls @{checkout}/a", "cd .. @{checkout}/a", "pwd"]],
  ])("%s", (script, expected) => {
    expect(rendered(script)).toEqual(expected);
  });
});

describe("shells in shells", () => {
  test.each<[string, string[]]>([
    ["bash -c 'ls ~'", ["bash -c ls ~", "ls {~}"]],
    ["sudo -u x sh -lc 'ls $HOME'", ["sudo -u x sh -lc ls $HOME", "sh -lc ls $HOME", "ls {~}"]],
    ["echo 'ls a' | bash", ["echo ls a", "bash", "ls a"]],
    ["bash <<'END'\nls a\nEND", ["bash", "ls a"]],
    ["cat <<END\nls a\nEND", ["cat"]],
    ["eval ls a", ["eval ls a", "ls a"]],
  ])("%s", (script, expected) => {
    expect(rendered(script)).toEqual(expected);
  });
});
