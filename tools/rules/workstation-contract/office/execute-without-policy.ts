import type { Rule, RuleInformation } from "../../rule.ts";
import { execute, policyOk } from "../invocations.ts";
import { calls } from "../steps.ts";
import type { ContractView } from "../view.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "office/execute-without-policy",
  severity: "error",
  demands: "`sourceosctl` is given `--execute` only together with `--policy-ok`.",
  because: "An execution changes files or sends them on, and --policy-ok is the only sign that policy was asked first.",
  instead: "Add --policy-ok once policy has agreed, or write --dry-run instead of --execute.",
};

export const executeWithoutPolicy: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { step, call } of calls(view)) {
      if (call.program !== "sourceosctl" || call.options.certain(policyOk)) continue;
      const [setting] = call.options.settings(execute);
      if (setting === undefined) continue;
      report({
        pointer: step.pointer,
        span: { start: setting.word.start, end: setting.word.end },
        message: explain("This call of sourceosctl has --execute without a certain --policy-ok.", information),
      });
    }
  },
};
