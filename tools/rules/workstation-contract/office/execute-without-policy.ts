import type { RuleInformation } from "../../rule.ts";
import { execute, policyOk } from "../invocations.ts";
import { scriptRule } from "../script_rule.ts";
import type { ScriptRule } from "../script_rule.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "office/execute-without-policy",
  severity: "error",
  demands: "`sourceosctl` is given `--execute` only together with `--policy-ok`.",
  because: "An execution changes files or sends them on, and --policy-ok is the only sign that policy was asked first.",
  instead: "Add --policy-ok once policy has agreed, or write --dry-run instead of --execute.",
};

export const executeWithoutPolicy: ScriptRule = scriptRule(information, ({ calls }, report) => {
  for (const { program, options } of calls) {
    if (program !== "sourceosctl" || options.certain(policyOk)) continue;
    const [setting] = options.settings(execute);
    if (setting === undefined) continue;
    report({
      span: { start: setting.word.start, end: setting.word.end },
      message: explain("This call of sourceosctl has --execute without a certain --policy-ok.", information),
    });
  }
});
