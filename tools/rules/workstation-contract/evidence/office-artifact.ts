import type { RuleInformation } from "../../rule.ts";
import { knownText } from "../command_line.ts";
import type { Invocation } from "../invocations.ts";
import { evidenceRule } from "../evidence_rule.ts";

const information: RuleInformation = {
  id: "evidence/office-artifact",
  severity: "error",
  demands: "A lane that is an Office Plane lane, by its label or by a step that calls `sourceosctl office` with a verb other than `doctor`, emits `office.artifact.evidence`.",
  because: "Without the evidence nobody can tell which artifact was made, from what, and who reviewed it.",
  instead: "Add \"office.artifact.evidence\" to the lane's evidence.emit.",
};

export const officeArtifact = evidenceRule(information, {
  key: "office.artifact.evidence",
  label: "sourceos.office_plane",
  deed: (lane) => (lane.handlesArtifact ? "one of its steps calls sourceosctl office" : undefined),
});

/** Whether a call makes its lane an Office Plane lane: `doctor` looks at the installation and touches no artifact; a verb that cannot be known may touch one. */
export function handlesArtifact(call: Invocation): boolean {
  if (call.program !== "sourceosctl" || !call.names("office")) return false;
  const verb = call.after("office");
  return verb?.values.some((value) => knownText(value) !== "doctor") ?? false;
}
