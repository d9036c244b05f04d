import type { RuleInformation } from "../../rule.ts";
import { evidenceRule } from "../evidence_rule.ts";

const information: RuleInformation = {
  id: "evidence/file-conflict",
  severity: "error",
  demands: "Every lane of a contract labelled `sourceos.file_conflict` emits `file.conflict.evidence`.",
  because: "A conflict that was settled without evidence may have lost somebody's work unseen.",
  instead: "Add \"file.conflict.evidence\" to the lane's evidence.emit.",
};

export const fileConflict = evidenceRule(information, {
  key: "file.conflict.evidence",
  label: "sourceos.file_conflict",
});
