import type { Rule, RuleInformation } from "../../rule.ts";
import { reportFaultyRoots } from "../report_roots.ts";
import type { ContractView } from "../view.ts";
import { explain, quotedValue } from "../wording.ts";

const information: RuleInformation = {
  id: "app-data/raw-apple-store",
  severity: "error",
  demands: "No command argument, redirection or mount reaches the raw store of Notes, Photos, Reminders or Voice Memos.",
  because: "A raw store holds everything its owner ever put there, and reading it goes around the consent that an App Door asks for.",
  instead: "Let the owner export what is needed through the app's App Door, and work on that export.",
};

export const rawAppleStore: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    // One finding for a word: a mount root is also an argument.
    const reported = new Set<string>();
    reportFaultyRoots(view, information, "raw-apple-store", (finding) => {
      if (finding.span !== undefined) reported.add(`${finding.pointer} ${finding.span.start} ${finding.span.end}`);
      report(finding);
    });
    for (const lane of view.lanes) {
      for (const { pointer, script } of lane.scripts) {
        for (const { owner, value, word, by } of script.storeReaches) {
          if (reported.has(`${pointer} ${word.start} ${word.end}`)) continue;
          report({
            pointer,
            span: { start: word.start, end: word.end },
            message: explain(`The ${by} ${quotedValue(value)} reaches the raw ${owner} store.`, information),
          });
        }
      }
    }
  },
};
