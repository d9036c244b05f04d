import fc from "fast-check";
import { expect, test } from "vitest";
import { recentlyUsed } from "./recently_used.ts";
import { judgeScript, scriptVerdict } from "./script_verdict.ts";

const words = fc.constantFrom(
  "sourceosctl", "workspace-ops", "agent-machine", "mounts", "plan", "office", "doctor", "generate", "--dev-root", "--dev-root=~", "--d", "~", "~/dev", "~/Library", "~/Pictures", "--execute", "--policy-ok", "terminal-command", "run", "--no-audit",
  "cp", "-R", "tar", "cat", "NoteStore.sqlite", "make", "'a b'", '"$X"', "$(x)", ";", "&&", "if", "\n", "# note",
);

test("the verdict with the short ways and the memory is the one without", () => {
  fc.assert(
    fc.property(fc.array(words, { maxLength: 10 }), (chosen) => {
      const text = chosen.join(" ");
      const nothing = { findings: [], callsAgentMachine: false, handlesArtifact: false };
      expect(scriptVerdict(text) ?? nothing).toEqual(judgeScript(text));
      expect(scriptVerdict(text) ?? nothing).toEqual(judgeScript(text));
    }),
    { numRuns: 1000 },
  );
});

test("what is asked for again stays, what is not goes, and the size is bounded", () => {
  const memory = recentlyUsed<number>(1600, () => 100);
  for (let index = 0; index < 1000; index += 1) {
    memory.set(`key ${index}`, index);
    if (index === 0) memory.set("often", -1);
    expect(memory.get("often")).toBe(-1);
  }
  const kept = Array.from({ length: 1000 }, (_, index) => memory.get(`key ${index}`)).filter((value) => value !== undefined);
  expect(kept.length).toBeLessThanOrEqual(32);
});

test("what takes much of the room is not remembered", () => {
  const memory = recentlyUsed<number>(1600, (_, value) => value);
  memory.set("huge", 1000);
  expect(memory.get("huge")).toBeUndefined();
});
