import type { RuleInformation } from "../../rule.ts";
import type { Invocation } from "../invocations.ts";
import { evidenceRule } from "../evidence_rule.ts";

const information: RuleInformation = {
  id: "evidence/agent-machine-mount",
  severity: "error",
  demands: "A lane that is an Agent Machine lane, by its label or by a step that calls `sourceosctl agent-machine`, emits `agent-machine.mount.evidence`.",
  because: "A mount plan shows intent only; without the evidence nobody can tell what the agent could reach.",
  instead: "Add \"agent-machine.mount.evidence\" to the lane's evidence.emit.",
};

export const agentMachineMount = evidenceRule(information, {
  key: "agent-machine.mount.evidence",
  label: "sourceos.agent_machine",
  deed: (lane) => (lane.callsAgentMachine ? "one of its steps calls sourceosctl agent-machine" : undefined),
});

/** Whether a call makes its lane an Agent Machine lane. */
export function callsAgentMachine(call: Invocation): boolean {
  return call.program === "sourceosctl" && call.names("agent-machine");
}
