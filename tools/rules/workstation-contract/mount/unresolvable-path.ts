import type { RuleInformation } from "../../rule.ts";
import { rootRule } from "../root_rule.ts";
import type { ScriptRule } from "../script_rule.ts";

const information: RuleInformation = {
  id: "mount/unresolvable-path",
  severity: "error",
  demands: "A mount root can be known before run time.",
  because: "What cannot be known cannot be shown to be scoped.",
  instead: "Write the path out, as in ~/dev, or set the variable in the same step.",
};

export const unresolvablePath: ScriptRule = rootRule(information, "unresolvable-path");
