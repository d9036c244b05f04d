import type { RuleInformation } from "../../rule.ts";
import { noAudit } from "../invocations.ts";
import { scriptRule } from "../script_rule.ts";
import type { ScriptRule } from "../script_rule.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "workspace-ops/audit-disabled",
  severity: "error",
  demands: "`workspace-ops` is never given `--no-audit`.",
  because: "A command that ran without audit leaves nothing to check it by, whatever the contract's labels say.",
  instead: "Leave --no-audit out.",
};

export const auditDisabled: ScriptRule = scriptRule(information, ({ calls }, report) => {
  for (const { program, options } of calls) {
    const [setting] = program === "workspace-ops" ? options.settings(noAudit) : [];
    if (setting === undefined) continue;
    report({
      span: { start: setting.word.start, end: setting.word.end },
      message: explain("This call of workspace-ops has --no-audit.", information),
    });
  }
});
