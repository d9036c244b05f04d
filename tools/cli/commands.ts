import type { Command } from "./command.ts";

/** Every command, in the order of the help. A command is a line here and a module that is loaded when it is called. */
export const commands: readonly Command[] = [
  { name: "validate", summary: "judge contracts and say what is wrong, where, and what to write instead", load: async () => (await import("./validate/command.ts")).command },
  { name: "rules", summary: "list the rules, or explain one", load: async () => (await import("./rules.ts")).command },
  { name: "completion", summary: "print the completion script of a shell", load: async () => (await import("./completion.ts")).command },
];
