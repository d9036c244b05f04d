import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { judgeScript, scriptVerdict } from "./script_verdict.ts";
import { spelledOut } from "./spelled_out.ts";

describe("a simple script", () => {
  test.each([
    ["make test && echo 'all is well'", "make test echo all is well "],
    ["set -euo pipefail\ncargo fetch > build/log.txt 2>&1", "set cargo fetch build/log.txt 2 "],
    ["export MODE=\"release\"\ncargo build --jobs \"$(nproc)\" \"build/$MODE\" # run 1", "export release cargo build --jobs nproc  \u0000 build/release build/ "],
    ["A=no\ncat ${A}tes", "no cat notes tes "],
    ["cat x$B-y", "cat x\u0000-y "],
    ["npm ci \\\n  --ignore-scripts | tee log", "npm ci --ignore-scripts tee log "],
    ["# nothing\n", ""],
  ])("%j", (text, words) => {
    expect(spelledOut(text)).toBe(words);
  });
});

describe("a script for the interpreter", () => {
  test.each([
    "if x; then y; fi", "(make)", "f() { x; }", "$X", "\"make\"", "m\\ake", "./run.sh", "bash x", "sudo make", "eval x", "cat <<E\nE", "cat < x", "ls *", "echo {a,b}", "make &", "make &&", "&& make", "make &&\n", "make;;", "a |& b",
    "echo \"$(echo no)\"", "echo $(cat f)", "echo `x`", "echo ${A:-b}", "echo $((1))", "echo $1", "echo \"$@\"", "A=x; A=y", "A=no; B=tes; cat $A$B", "A=x; B=$A", "IFS=x", "PATH=.", "cat $PWD", "cat ~+", "cat ~bob", "set -f", "set a", "export -n A",
    "npm run x | bash", "npm exec x", "npm --yes x", "docker run x", "docker compose run x", "npm \"exec\"", "echo 'open", "echo \"open", "> f", "2>f make", "read A", "unset A", "\u00e9", "make\r\n", "x".repeat(5000) + " '",
  ])("%j", (text) => {
    expect(spelledOut(text)).toBeUndefined();
  });
});

test("what is passed over has nothing that the whole analysis would find", () => {
  const pieces = fc.constantFrom(
    "no", "tes", "NoteStore", ".sqlite", "source", "osctl", "office", "sourceosctl ", "cat ", "make ", "npm ", "exec ", "docker ", "compose ", "run ", "install ", "tar ", "cp -R ", "~", "~/Library", "Rem", "inders", "/Pictures", "/", "A=", "B=", "$A", "${A}", "$B", "$X",
    "$PWD", "$HOME", "$(nproc)", "$(cat f)", "$(make x)", "\"", "'", "export ", "set -eu ", "cd ", "echo ", "./x", "> ", ">> f", "2>&1", " && ", " | ", ";", "\n", " \\\n", " # c\n", " ", " ", " ", "&", "~+", "%41",
  );
  const nothing = { findings: [], callsAgentMachine: false, handlesArtifact: false };
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 14 }), (chosen) => {
      const text = chosen.join("");
      expect(scriptVerdict(text) ?? nothing, text).toEqual(judgeScript(text));
    }),
    { numRuns: 2000 },
  );
});
