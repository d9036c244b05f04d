import type { RuleInformation } from "../../rule.ts";
import { scriptRule } from "../script_rule.ts";
import type { ScriptRule } from "../script_rule.ts";
import { explain, phrase } from "../wording.ts";

const information: RuleInformation = {
  id: "shell/syntax",
  severity: "error",
  demands: "A step's script parses as a shell script.",
  because: "A script that does not parse fails when it runs, and no rule can tell what it does.",
  instead: "Mend the script; `bash -n` shows the same fault.",
};

export const syntax: ScriptRule = scriptRule(information, ({ problems }, report) => {
  for (const { message, start, end } of problems) {
    report({ span: { start, end }, message: explain(`The script does not parse: ${sentenceEnd(phrase(message))}`, information) });
  }
});

function sentenceEnd(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
