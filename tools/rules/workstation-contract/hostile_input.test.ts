import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../json/value.ts";
import { contractWith, findingsOf } from "./expectations.ts";

const pieces = [
  "sourceosctl", "agent-machine", "mounts", "plan", "init", "office", "generate", "--dev-root", "--dev-root=", "--d", "--execute", "--policy-ok", "~", "$HOME", "${HOME}", "/", "..", "*", "?", "[a", "$X", "${X:-~}", "$(", ")", "`", "'", '"',
  "\\", "\n", ";", "&&", "|", "&", "<", ">", "<<E\n", "E\n", "cat", "echo", "bash -c", "eval", "cd", "{", "}", "(", "if", "then", "fi", "for x in", "do", "done", "=", "#", "Notes", "NoteStore.sqlite", "group.com.apple.notes", "Library", ".photoslibrary", "%41",
  "workspace-ops", "terminal-command", "run", "--no-audit", "--capture-scope", "none", "\u0000", "\u{1f600}", "é", "--", "-", " ",
];
const script = fc.oneof(
  { weight: 3, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((words) => words.join(" ")) },
  { weight: 2, arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 30 }).map((words) => words.join("")) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 60 }) },
);

test("any script is judged, with spans inside it and messages that stay short and visible", () => {
  fc.assert(
    fc.property(script, (run) => {
      for (const { pointer, span, message } of findingsOf(contractWith({ run }))) {
        expect(pointer).toBe("/spec/lanes/0/steps/0/run");
        if (span !== undefined) {
          expect(span.start).toBeGreaterThanOrEqual(0);
          expect(span.end).toBeGreaterThanOrEqual(span.start);
          expect(span.end).toBeLessThanOrEqual(run.length);
        }
        expect(message.length).toBeLessThan(1000);
        expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      }
    }),
    { numRuns: 1500 },
  );
});

test("any document is judged, and the order of its keys does not count", () => {
  const json = fc.letrec<{ value: JsonValue }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom<JsonValue>(null, true, "true", "x", "~", "container", 1, pieces.join(" ")),
      fc.array(tie("value"), { maxLength: 4 }),
      fc.dictionary(
        fc.constantFrom("metadata", "labels", "spec", "lanes", "backend", "type", "container", "image", "pixi", "nix", "flake", "installable", "steps", "run", "name", "evidence", "emit", "mounts", "source", "promotion", "requiresStagePass", "stage",
          "sourceos.agent_machine", "__proto__", "constructor"),
        tie("value"), { maxKeys: 6, noNullPrototype: true }),
    ),
  })).value;
  fc.assert(
    fc.property(json, json, json, (labels, lane, step) => {
      const document: JsonValue = { metadata: { labels }, spec: { lanes: [lane, { backend: lane, steps: [step, { run: step }], evidence: { emit: step }, mounts: lane }] } };
      const place = (found: ReturnType<typeof findingsOf>): string[] => found.map(({ rule, pointer }) => `${rule} ${pointer}`).sort();
      expect(place(findingsOf(reversed(document)))).toEqual(place(findingsOf(document)));
    }),
    { numRuns: 400 },
  );
});

test("a plain script that is passed over has nothing that the whole analysis would find", () => {
  const words = fc.constantFrom("sourceosctl", "SourceOSctl", "workspace-ops", "agent-machine", "mounts", "plan", "--dev-root", "~", "~/Library", "~/Pictures", "cp", "CP", "-R", "tar", "sudo", "bash", "eval", "source", ".", "cd", "xargs", "env", "if",
    "then", "fi", "time", "npx", "pixi", "run", "make", "cat", "echo", "NoteStore.sqlite", "/Library/Reminders/Container_v1", "file:a%6e", "--no-audit", "terminal-command", "x=1", "\n", "out/");
  fc.assert(
    fc.property(fc.array(words, { maxLength: 8 }), (chosen) => {
      const run = chosen.join(" ");
      const rules = (text: string): string[] => [...new Set(findingsOf(contractWith({ run: text, emit: [] })).map(({ rule }) => rule))].sort();
      // The last line keeps it from being plain.
      expect(rules(run), run).toEqual(rules(`${run}\n: "$((1))"`));
    }),
    { numRuns: 1000 },
  );
});

describe("requoting and renaming", () => {
  const words = ["sourceosctl", "office", "convert", "/Users/a/Library/Reminders/x", "--to", "pdf", "--execute"];
  const quotings: readonly ((word: string) => string)[] = [
    (word) => word, (word) => `'${word}'`, (word) => `"${word}"`, (word) => `${word.slice(0, 2)}''${word.slice(2)}`, (word) => word.replace(/[a-z]/, "\\$&"), (word) => `$'${word}'`, (word) => `${word.slice(0, 1)}\\\n${word.slice(1)}`,
  ];
  test("however the words are quoted, the verdict is the same", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...quotings), { minLength: words.length, maxLength: words.length }), (chosen) => {
        const run = words.map((word, index) => chosen[index]?.(word) ?? word).join(" ");
        const rules = new Set(findingsOf(contractWith({ run })).map(({ rule }) => rule));
        expect([...rules].sort(), run).toEqual(["app-data/raw-apple-store", "office/execute-without-policy"]);
      }),
      { numRuns: 150 },
    );
  });
});

function reversed(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map((each: JsonValue) => reversed(each));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).reverse().map(([key, each]: [string, JsonValue]) => [key, reversed(each)]));
}
