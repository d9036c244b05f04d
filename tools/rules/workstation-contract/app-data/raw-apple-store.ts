import type { RuleInformation } from "../../rule.ts";
import { rootRule } from "../root_rule.ts";
import type { ScriptRule } from "../script_rule.ts";
import { explain, quotedValue } from "../wording.ts";

const information: RuleInformation = {
  id: "app-data/raw-apple-store",
  severity: "error",
  demands: "No command argument, variable set for a command, redirection or mount reaches the raw store of Notes, Photos, Reminders or Voice Memos.",
  because: "A raw store holds everything its owner ever put there, and reading it goes around the consent that an App Door asks for.",
  instead: "Let the owner export what is needed through the app's App Door, and work on that export.",
};

export const rawAppleStore: ScriptRule = rootRule(information, "raw-apple-store", undefined, ({ faultyRoots, storeReaches }, report) => {
  for (const { owner, value, word, by } of storeReaches) {
    // One finding for a word: a mount root is also an argument.
    if (faultyRoots.some((root) => root.fault === "raw-apple-store" && root.word.start === word.start && root.word.end === word.end)) continue;
    report({
      span: { start: word.start, end: word.end },
      message: explain(`The ${by} ${quotedValue(value)} reaches the raw ${owner} store.`, information),
    });
  }
});
