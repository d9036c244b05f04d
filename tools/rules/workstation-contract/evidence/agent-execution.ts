import type { RuleInformation } from "../../rule.ts";
import { evidenceRule } from "../evidence_rule.ts";

const information: RuleInformation = {
  id: "evidence/agent-execution",
  severity: "error",
  demands: "Every lane of a contract labelled `sourceos.local_agent_execution` emits `agent.execution.evidence`.",
  because: "What an agent ran on the machine must be traceable to the policy decision that allowed it.",
  instead: "Add \"agent.execution.evidence\" to the lane's evidence.emit.",
};

export const agentExecution = evidenceRule(information, {
  key: "agent.execution.evidence",
  label: "sourceos.local_agent_execution",
});
