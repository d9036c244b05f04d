import type { RuleInformation } from "../../rule.ts";
import { noPolicyGate } from "../invocations.ts";
import { scriptRule } from "../script_rule.ts";
import type { ScriptRule } from "../script_rule.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "workspace-ops/policy-gate-bypassed",
  severity: "error",
  demands: "`workspace-ops` is never given `--no-policy-gate`.",
  because: "The gate is where policy says what an agent may execute; a run that goes around it is a run that nobody allowed.",
  instead: "Leave --no-policy-gate out.",
};

export const policyGateBypassed: ScriptRule = scriptRule(information, ({ calls }, report) => {
  for (const { program, options } of calls) {
    const [setting] = program === "workspace-ops" ? options.settings(noPolicyGate) : [];
    if (setting === undefined) continue;
    report({
      span: { start: setting.word.start, end: setting.word.end },
      message: explain("This call of workspace-ops has --no-policy-gate.", information),
    });
  }
});
