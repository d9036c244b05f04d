import type { Rule, RuleInformation } from "../../rule.ts";
import type { ContractView } from "../view.ts";
import { explain, phrase } from "../wording.ts";

const information: RuleInformation = {
  id: "shell/dynamic-command",
  severity: "warning",
  demands: "Every program that a step runs can be known before run time.",
  because: "No reader and no rule can tell what such a command does.",
  instead: "Write the program's name out, or keep what is chosen at run time in an argument.",
};

export const dynamicCommand: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const lane of view.lanes) {
      for (const { pointer, script } of lane.scripts) {
        for (const { reason, start, end } of script.dynamic) {
          report({ pointer, span: { start, end }, message: explain(`${phrase(reason)}.`, information) });
        }
      }
    }
  },
};
