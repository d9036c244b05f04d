import { interpretScript } from "./analyse.ts";
import type { Command, Value, Word } from "./model.ts";

/** The commands of a script, one line each; the notation of the tests in this folder, and useful in a debugger. */
export function renderScript(script: string): string[] {
  return interpretScript(script).commands.map(renderCommand);
}

/** The words; redirections; `@folder` unless the command runs in the checkout; `<sudo>` for what stands around it. */
export function renderCommand(command: Command): string {
  const words = command.argv.map(renderWord);
  const redirections = command.redirections.map((redirection) => redirection.operator + renderWord(redirection.target));
  const folders = command.directories.map(renderValue).join("|");
  const around = command.within.map((label) => `<${label}>`);
  return [...around, ...words, ...redirections, ...(folders === "{checkout}" ? [] : [`@${folders}`])].join(" ");
}

/** `|` between the values, `...` behind a word that may split. */
export function renderWord(word: Word): string {
  return word.values.map(renderValue).join("|") + (word.splits ? "..." : "");
}

/** `{~}` and `{~user}` a home folder, `{checkout}`, `{?}` unknown, `{:*}` a pattern, `''` the empty text, brackets around blanks. */
export function renderValue(value: Value): string {
  const parts = value.map((fragment) => {
    switch (fragment.kind) {
      case "text":
        return fragment.text;
      case "glob":
        return `{:${fragment.text}}`;
      case "home":
        return `{~${fragment.user ?? ""}}`;
      case "workspace":
        return "{checkout}";
      case "unknown":
        return "{?}";
    }
  });
  const text = parts.join("");
  return text === "" ? "''" : /\s/.test(text) ? `[${text}]` : text;
}
