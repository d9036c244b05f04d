import type { RuleInformation } from "../../rule.ts";
import { evidenceRule } from "../evidence_rule.ts";

const information: RuleInformation = {
  id: "evidence/terminal-command",
  severity: "error",
  demands: "Every lane of a contract labelled `sourceos.terminal_command` emits `terminal.command.evidence`.",
  because: "A command that left no evidence cannot be audited.",
  instead: "Add \"terminal.command.evidence\" to the lane's evidence.emit.",
};

export const terminalCommand = evidenceRule(information, {
  key: "terminal.command.evidence",
  label: "sourceos.terminal_command",
});
