import type { Rule, RuleInformation } from "../../rule.ts";
import { reportFaultyRoots } from "../report_roots.ts";
import type { ContractView } from "../view.ts";

const information: RuleInformation = {
  id: "mount/whole-home",
  severity: "error",
  demands: "A mount root is neither a home folder nor a folder that contains one.",
  because: "Whoever gets a home gets its keys, tokens, mail and browser profiles with it.",
  instead: "Name one folder, such as ~/dev or ~/Documents/SourceOS/agent-output.",
};

export const wholeHome: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    reportFaultyRoots(view, information, "whole-home", report);
  },
};
