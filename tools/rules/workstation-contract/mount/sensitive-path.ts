import type { RuleInformation } from "../../rule.ts";
import { rootRule } from "../root_rule.ts";
import type { ScriptRule } from "../script_rule.ts";

const information: RuleInformation = {
  id: "mount/sensitive-path",
  severity: "error",
  demands: "A mount root is not at, under or around a folder of keys, tokens or browser profiles.",
  because: "What lies there opens accounts, so an agent that can read it can act as its owner.",
  instead: "Mount a folder without secrets, and hand over a secret through the secret store of the host.",
};

export const sensitivePath: ScriptRule = rootRule(information, "sensitive-path");
