import type { Rule, RuleInformation } from "../../rule.ts";
import { noAudit } from "../invocations.ts";
import { calls } from "../steps.ts";
import type { ContractView } from "../view.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "workspace-ops/audit-disabled",
  severity: "error",
  demands: "`workspace-ops` is never given `--no-audit`.",
  because: "A command that ran without audit leaves nothing to check it by, whatever the contract's labels say.",
  instead: "Leave --no-audit out.",
};

export const auditDisabled: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { step, call } of calls(view)) {
      const [setting] = call.program === "workspace-ops" ? call.options.settings(noAudit) : [];
      if (setting === undefined) continue;
      report({
        pointer: step.pointer,
        span: { start: setting.word.start, end: setting.word.end },
        message: explain("This call of workspace-ops has --no-audit.", information),
      });
    }
  },
};
