import type { Rule, RuleInformation } from "../../rule.ts";
import type { Invocation } from "../invocations.ts";
import { reportMissingEvidence } from "../missing_evidence.ts";
import type { EvidenceDemand } from "../missing_evidence.ts";
import type { ContractView } from "../contract.ts";

const information: RuleInformation = {
  id: "evidence/agent-machine-mount",
  severity: "error",
  demands: "A lane that is an Agent Machine lane, by its label or by a step that calls `sourceosctl agent-machine`, emits `agent-machine.mount.evidence`.",
  because: "A mount plan shows intent only; without the evidence nobody can tell what the agent could reach.",
  instead: "Add \"agent-machine.mount.evidence\" to the lane's evidence.emit.",
};

const demand: EvidenceDemand = {
  key: "agent-machine.mount.evidence",
  label: "sourceos.agent_machine",
  deed: (lane) => (lane.callsAgentMachine ? "one of its steps calls sourceosctl agent-machine" : undefined),
};

export const agentMachineMount: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    reportMissingEvidence(view, information, demand, report);
  },
};

/** Whether a call makes its lane an Agent Machine lane. */
export function callsAgentMachine(call: Invocation): boolean {
  return call.program === "sourceosctl" && call.names("agent-machine");
}
