import type { Rule, RuleInformation } from "../../rule.ts";
import { reportFaultyRoots } from "../report_roots.ts";
import type { ContractView } from "../view.ts";

const information: RuleInformation = {
  id: "mount/unresolvable-path",
  severity: "error",
  demands: "A mount root can be known before run time.",
  because: "What cannot be known cannot be shown to be scoped.",
  instead: "Write the path out, as in ~/dev, or set the variable in the same step.",
};

export const unresolvablePath: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    reportFaultyRoots(view, information, "unresolvable-path", report);
  },
};
