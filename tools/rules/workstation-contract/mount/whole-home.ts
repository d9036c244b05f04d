import type { RuleInformation } from "../../rule.ts";
import { rootRule } from "../root_rule.ts";
import type { ScriptRule } from "../script_rule.ts";

const information: RuleInformation = {
  id: "mount/whole-home",
  severity: "error",
  demands: "A mount root is neither a home folder nor a folder that contains one.",
  because: "Whoever gets a home gets its keys, tokens, mail and browser profiles with it.",
  instead: "Name one folder, such as ~/dev or ~/Documents/SourceOS/agent-output.",
};

export const wholeHome: ScriptRule = rootRule(information, "whole-home");
