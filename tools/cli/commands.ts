import type { Command } from "./command.ts";

/** Every command, in the order of the help. A command is a line here and a module that is loaded when it is called. */
export const commands: readonly Command[] = [
  { name: "validate", summary: "judge contracts and say what is wrong, where, and what to write instead", load: async () => (await import("./validate/command.ts")).command },
  { name: "gate", summary: "judge contracts in a CI job: annotations, a job summary, SARIF and outputs from one run", load: async () => (await import("./validate/gate.ts")).command },
  { name: "rules", summary: "list the rules, or explain one", load: async () => (await import("./rules.ts")).command },
  { name: "check-fixtures", summary: "check that every good fixture passes and every bad one fails for its one reason", load: async () => (await import("./check_fixtures.ts")).command },
  { name: "linked-data", summary: "print a document as JSON-LD or N-Quads, or its canonical digest", load: async () => (await import("./linked_data.ts")).command },
  { name: "completion", summary: "print the completion script of a shell", load: async () => (await import("./completion.ts")).command },
];
