import type { Rule, RuleInformation } from "../../rule.ts";
import { reportMissingEvidence } from "../missing_evidence.ts";
import type { EvidenceDemand } from "../missing_evidence.ts";
import type { ContractView } from "../contract.ts";

const information: RuleInformation = {
  id: "evidence/agent-execution",
  severity: "error",
  demands: "Every lane of a contract labelled `sourceos.local_agent_execution` emits `agent.execution.evidence`.",
  because: "What an agent ran on the machine must be traceable to the policy decision that allowed it.",
  instead: "Add \"agent.execution.evidence\" to the lane's evidence.emit.",
};

const demand: EvidenceDemand = {
  key: "agent.execution.evidence",
  label: "sourceos.local_agent_execution",
};

export const agentExecution: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    reportMissingEvidence(view, information, demand, report);
  },
};
