import type { Rule, RuleInformation } from "../../rule.ts";
import { reportMissingEvidence } from "../missing_evidence.ts";
import type { EvidenceDemand } from "../missing_evidence.ts";
import type { ContractView } from "../contract.ts";

const information: RuleInformation = {
  id: "evidence/terminal-command",
  severity: "error",
  demands: "Every lane of a contract labelled `sourceos.terminal_command` emits `terminal.command.evidence`.",
  because: "A command that left no evidence cannot be audited.",
  instead: "Add \"terminal.command.evidence\" to the lane's evidence.emit.",
};

const demand: EvidenceDemand = {
  key: "terminal.command.evidence",
  label: "sourceos.terminal_command",
};

export const terminalCommand: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    reportMissingEvidence(view, information, demand, report);
  },
};
