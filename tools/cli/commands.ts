import type { Command } from "./command.ts";

/** Every command, in the order of the help. A command is a line here and a module that is loaded when it is called. */
export const commands: readonly Command[] = [
  { name: "validate", summary: "judge contracts and say what is wrong, where, and what to write instead", load: async () => (await import("./validate/command.ts")).command },
  { name: "gate", summary: "judge contracts in a CI job: annotations, a job summary, SARIF and outputs from one run", load: async () => (await import("./validate/gate.ts")).command },
  { name: "rules", summary: "list the rules, or explain one", load: async () => (await import("./rules.ts")).command },
  { name: "check-fixtures", summary: "check that every good fixture passes and every bad one fails for its one reason", load: async () => (await import("./check_fixtures.ts")).command },
  { name: "linked-data", summary: "print a document as JSON-LD or N-Quads, or its canonical digest", load: async () => (await import("./linked_data.ts")).command },
  { name: "run", summary: "invoke an operation of an IPC v0 adapter, once, and keep a receipt", load: async () => (await import("../../reference/ipc-v0/runner/command.ts")).command },
  { name: "receipt", summary: "check the receipt of a run, or of a conformance run, against its transcripts", load: async () => (await import("./receipt.ts")).command },
  { name: "adapter", summary: "be the reference adapter of IPC v0", load: async () => (await import("./adapter.ts")).command },
  { name: "conform", summary: "say, requirement by requirement, whether a program keeps to IPC v0", load: async () => (await import("./conform/command.ts")).command },
  { name: "judge", summary: "judge recorded transcripts of IPC v0 again, without the programs that wrote them", load: async () => (await import("./judge.ts")).command },
  { name: "doctor", summary: "tell what is wrong with the wiring of an adapter, before its conformance is in question", load: async () => (await import("./doctor.ts")).command },
  { name: "completion", summary: "print the completion script of a shell", load: async () => (await import("./completion.ts")).command },
];
