import type { Rule, RuleInformation } from "../../rule.ts";
import { noPolicyGate } from "../invocations.ts";
import { calls } from "../steps.ts";
import type { ContractView } from "../view.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "workspace-ops/policy-gate-bypassed",
  severity: "error",
  demands: "`workspace-ops` is never given `--no-policy-gate`.",
  because: "The gate is where policy says what an agent may execute; a run that goes around it is a run that nobody allowed.",
  instead: "Leave --no-policy-gate out.",
};

export const policyGateBypassed: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { step, call } of calls(view)) {
      const [setting] = call.program === "workspace-ops" ? call.options.settings(noPolicyGate) : [];
      if (setting === undefined) continue;
      report({
        pointer: step.pointer,
        span: { start: setting.word.start, end: setting.word.end },
        message: explain("This call of workspace-ops has --no-policy-gate.", information),
      });
    }
  },
};
