import { describe, expect, test } from "vitest";
import { outlineOf } from "./outline.ts";
import { ASSIGNMENT, COMPOSED, HOME, LITERAL, PROGRAM, QUOTED, REDIRECTION, SEPARATOR } from "./outline_kinds.ts";

const NAMES = new Map([[PROGRAM, "program"], [LITERAL, "literal"], [HOME, "home"], [QUOTED, "quoted"], [COMPOSED, "composed"], [ASSIGNMENT, "assignment"], [REDIRECTION, "redirection"], [SEPARATOR, "separator"]]);

function shown(text: string): string[] | undefined {
  const outline = outlineOf(text);
  if (outline === undefined) return undefined;
  return Array.from({ length: outline.count }, (_, item) => `${NAMES.get(outline.items[3 * item] ?? 0) ?? "?"} ${text.slice(outline.items[3 * item + 1], outline.items[3 * item + 2])}`);
}

describe("the outline of a simple script", () => {
  test.each([
    ["make test", ["program make", "literal test", "separator "]],
    ["  a\n\n\tb 'c d' ~/e", ["program a", "separator ", "program b", "quoted 'c d'", "home ~/e", "separator "]],
    ['A=b c "x$A" && d | e; f', ["assignment A=b", "program c", 'composed "x$A"', "separator  &&", "program d", "separator  |", "program e", "separator ;", "program f", "separator "]],
    ["x > y 2>&1 >> 'z'", ["program x", "redirection >", "literal y", "redirection >>", "quoted 'z'", "separator "]],
    ["x \\\n  y # z", ["program x", "literal y", "separator  # z"]],
    ["set -euo pipefail", ["program set", "literal -euo", "literal pipefail", "separator "]],
    ["npm --yes ci", ["program npm", "literal --yes", "literal ci", "separator "]],
    ["make \"$(git rev-parse HEAD)\"", ["program make", 'composed "$(git rev-parse HEAD)"', "separator "]],
    ["# nothing\n", []],
  ])("%j", (text, items) => {
    expect(shown(text)).toEqual(items);
  });
});

describe("a script for the interpreter", () => {
  test.each([
    "if x; then y; fi", "(make)", "f() { x; }", "$X", '"make"', "m\\ake", "bash x", "sudo make", "eval x", "cat <<E\nE", "cat < x", "ls *", "echo {a,b}", "make &", "make &&", "&& make", "make &&\n", "make;;", "a |& b", "ls ~bob", "a~", "x=~bob", "bash.exe x", "ksh93 x",
    "echo `x`", "echo ${A:-b}", "echo $((1))", "echo $1", 'echo "$@"', "IFS=x", "PATH=.", "HOME=/x", "cat ~+", "set -f", "set a", "export -n A", "npm run x | bash", "npm exec x", "npm --yes exec x", "npm -c x", "npm --cal x", "docker run x", "docker compose run x", 'npm "exec"', "npm 2>&1 exec x", "printf 2>&1",
    "git bisect run x", "git -C x submodule foreach make", "echo $(git bisect run x)", "echo $(docker run x)", "workspace-ops terminal-command run -- x", "workspace-ops --no-audit local-agent-execution run x", "nix run x", "corepack npm x",
    "echo 'open", 'echo "open', "> f", "2>f make", "read A", "unset A", "printf -v A x", "echo x > f; ./f", "echo x | tee f && ./f", "\u00e9", "make\r\n", "x".repeat(20_000),
  ])("%j", (text) => {
    expect(outlineOf(text)).toBeUndefined();
  });
});
