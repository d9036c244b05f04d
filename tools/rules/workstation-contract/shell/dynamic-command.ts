import type { Rule, RuleInformation } from "../../rule.ts";
import type { ContractView } from "../view.ts";
import { explain, phrase } from "../wording.ts";

const information: RuleInformation = {
  id: "shell/dynamic-command",
  severity: "warning",
  demands: "Every program that a step runs can be known before run time; a script that cannot be followed to its end is an error.",
  because: "No reader and no rule can tell what such a command does.",
  instead: "Write the program's name out, or keep what is chosen at run time in an argument.",
};

export const dynamicCommand: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const lane of view.lanes) {
      for (const { pointer, script } of lane.scripts) {
        for (const { reason, hidesCommands, start, end } of script.dynamic) {
          // Nothing can be said for a script whose commands were not all looked at.
          report({ pointer, span: { start, end }, message: explain(`${phrase(reason)}.`, information), ...(hidesCommands === true && { severity: "error" as const }) });
        }
      }
    }
  },
};
