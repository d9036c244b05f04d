import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { interpretScript } from "../../shell/analyse.ts";
import { interpreter } from "../../shell/interpreter.ts";
import { boundedMemory } from "./bounded_memory.ts";
import { judgeScript, scriptVerdict, unsettled } from "./script_verdict.ts";

const nothing = { findings: [], callsAgentMachine: false, handlesArtifact: false };

const words = fc.constantFrom(
  "sourceosctl", "workspace-ops", "agent-machine", "mounts", "plan", "office", "doctor", "generate", "--dev-root", "--dev-root=~", "--d", "~", "~/dev", "~/Library", "~/Pictures", "--execute", "--policy-ok", "terminal-command", "run", "--no-audit",
  "cp", "-R", "tar", "-C/", "Users/x", "..", "/", "cd", "cat", "NoteStore.sqlite", "make", "'a b'", '"$X"', '"$HOME"', "$HOME/x", "$(x)", ";", "&&", "||", "|", "if", "\n", "# note", "> f", "2>&1", "set -e", "npm", "exec", "python3", "CP",
);
const pieces = fc.constantFrom(
  "no", "tes", "NoteStore", ".sqlite", "source", "osctl", "office", "sourceosctl ", "cat ", "make ", "npm ", "exec ", "docker ", "-v ", "rclone copy ", "restic backup ", "aws s3 sync ", "bwrap --bind ", ":/x ", "ln -s ", "zip -r x ", "compose ", "run ", "install ", "tar ", "cp -R ", "~", "~/Library", "Rem", "inders", "/Pictures", "/", "A=", "B=", "$A", "${A}", "$B", "$X",
  "$PWD", "$HOME", "$(nproc)", "$(cat f)", "$(make x)", "$(git x)", '"', "'", "export ", "set -eu ", "cd ", "echo ", "./x", "> ", ">> f", "2>&1", " && ", " | ", ";", "\n", " \\\n", " # c\n", " ", " ", " ", "&", "~+", "%41", "printf ", "exit 1",
);

describe("the verdict with the short ways and the memory is the one of the whole analysis", () => {
  test.each([
    ["words", fc.array(words, { maxLength: 10 }).map((chosen) => chosen.join(" "))],
    ["pieces of words", fc.array(pieces, { maxLength: 14 }).map((chosen) => chosen.join(""))],
  ])("for scripts of %s", (_name, scripts) => {
    fc.assert(
      fc.property(scripts, (text) => {
        const whole = judgeScript(text, interpretScript(text));
        const quick = scriptVerdict(text, undefined);
        if (quick !== unsettled) expect(quick ?? nothing, text).toEqual(whole);
        expect(scriptVerdict(text, interpreter) ?? nothing, text).toEqual(whole);
        expect(scriptVerdict(text, interpreter) ?? nothing, text).toEqual(whole);
      }),
      { numRuns: 2000 },
    );
  });
});

test.each(["make test", "set -euo pipefail\nnpm ci && npm test 2>&1 | tee log", "sourceosctl agent-machine mounts plan --dev-root ~/dev", 'sourceosctl agent-machine mounts plan --dev-root "$HOME"', "tar -czf out.tgz -C build ."])("%j takes no interpreter", (text) => {
  expect(scriptVerdict(text, undefined)).not.toBe(unsettled);
});

test.each(["if x; then y; fi", 'root=~\nsourceosctl agent-machine mounts plan --dev-root "$root"', "bash -c 'make'", "$UNKNOWN_PROGRAM", "echo ${A:-b}"])("%j takes the interpreter", (text) => {
  expect(scriptVerdict(text, undefined)).toBe(unsettled);
});

test.each(["./f", "sudo ./f", "A=b ./f", "timeout 5 ./f", "pixi run ./f", "cd .; ./f"])("a file that the script puts together and runs by %j is read", (run) => {
  const verdict = scriptVerdict(`printf '%s%s' source 'osctl agent-machine mounts plan --dev-root ~' > f\n${run}`, interpreter);
  expect(typeof verdict === "object" ? verdict.findings.map(({ ruleId }) => ruleId) : verdict).toEqual(["mount/whole-home"]);
});

test.each([
  "ls Group*inders", "if x; then ls docs/Group?com?*inders; fi", "for f in x; do cat ~/Library/Rem*/$f; done", "cd ~/Library && for f in *; do cp -R \"$f\" out; done", "if x; then cp -R ~/Pictures out; fi",
  "p=%6; if x; then sqlite3 \"file:///Users/a/Library/R${p}5minders/x\"; fi", "f() { cat ~/Library/Remin\"der\"s/x; }; f",
])("the short ways see that %j reaches a store", (text) => {
  expect(scriptVerdict(text, undefined)).toBe(unsettled);
  const verdict = scriptVerdict(text, interpreter);
  expect(typeof verdict === "object" ? verdict.findings.map(({ ruleId }) => ruleId) : verdict).toEqual(["app-data/raw-apple-store"]);
});

test.each(["docker volume create -v ~:/x", "sudo podman volume create -v /:/x"])("%j is no short way", (text) => {
  expect(scriptVerdict(text, undefined)).toBe(unsettled);
});

test("a bounded memory knows what it was told, and forgets rather than grow", () => {
  const memory = boundedMemory<number>(1600, () => 100);
  for (let index = 0; index < 1000; index += 1) {
    memory.set(`key ${index}`, index);
    expect(memory.get(`key ${index}`)).toBe(index);
  }
  const kept = Array.from({ length: 1000 }, (_, index) => memory.get(`key ${index}`)).filter((value) => value !== undefined);
  expect(kept.length).toBeLessThanOrEqual(16);
});

test("what takes much of the room is not remembered", () => {
  const memory = boundedMemory<number>(1600, (_, value) => value);
  memory.set("huge", 1000);
  expect(memory.get("huge")).toBeUndefined();
});
