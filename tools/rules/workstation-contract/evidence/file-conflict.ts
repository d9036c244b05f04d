import type { Rule, RuleInformation } from "../../rule.ts";
import { reportMissingEvidence } from "../missing_evidence.ts";
import type { EvidenceDemand } from "../missing_evidence.ts";
import type { ContractView } from "../contract.ts";

const information: RuleInformation = {
  id: "evidence/file-conflict",
  severity: "error",
  demands: "Every lane of a contract labelled `sourceos.file_conflict` emits `file.conflict.evidence`.",
  because: "A conflict that was settled without evidence may have lost somebody's work unseen.",
  instead: "Add \"file.conflict.evidence\" to the lane's evidence.emit.",
};

const demand: EvidenceDemand = {
  key: "file.conflict.evidence",
  label: "sourceos.file_conflict",
};

export const fileConflict: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    reportMissingEvidence(view, information, demand, report);
  },
};
