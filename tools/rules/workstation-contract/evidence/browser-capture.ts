import type { Rule, RuleInformation } from "../../rule.ts";
import { reportMissingEvidence } from "../missing_evidence.ts";
import type { EvidenceDemand } from "../missing_evidence.ts";
import type { ContractView } from "../contract.ts";

const information: RuleInformation = {
  id: "evidence/browser-capture",
  severity: "error",
  demands: "Every lane of a contract labelled `sourceos.browser_session` emits `browser.capture.evidence`.",
  because: "A browser session sees what its user is logged in to; without the evidence nobody can tell what was captured.",
  instead: "Add \"browser.capture.evidence\" to the lane's evidence.emit.",
};

const demand: EvidenceDemand = {
  key: "browser.capture.evidence",
  label: "sourceos.browser_session",
};

export const browserCapture: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    reportMissingEvidence(view, information, demand, report);
  },
};
