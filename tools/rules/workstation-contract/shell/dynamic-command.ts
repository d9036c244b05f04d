import type { RuleInformation } from "../../rule.ts";
import { scriptRule } from "../script_rule.ts";
import type { ScriptRule } from "../script_rule.ts";
import { explain, phrase } from "../wording.ts";

const information: RuleInformation = {
  id: "shell/dynamic-command",
  severity: "warning",
  demands: "Every program that a step runs can be known before run time; a script that cannot be followed to its end is an error.",
  because: "No reader and no rule can tell what such a command does.",
  instead: "Write the program's name out, or keep what is chosen at run time in an argument.",
};

export const dynamicCommand: ScriptRule = scriptRule(information, ({ dynamic }, report) => {
  for (const { reason, hidesCommands, start, end } of dynamic) {
    // Nothing can be said for a script whose commands were not all looked at.
    report({ span: { start, end }, message: explain(`${phrase(reason)}.`, information), ...(hidesCommands === true && { severity: "error" }) });
  }
});
