import type { RuleInformation } from "../../rule.ts";
import { evidenceRule } from "../evidence_rule.ts";

const information: RuleInformation = {
  id: "evidence/browser-capture",
  severity: "error",
  demands: "Every lane of a contract labelled `sourceos.browser_session` emits `browser.capture.evidence`.",
  because: "A browser session sees what its user is logged in to; without the evidence nobody can tell what was captured.",
  instead: "Add \"browser.capture.evidence\" to the lane's evidence.emit.",
};

export const browserCapture = evidenceRule(information, {
  key: "browser.capture.evidence",
  label: "sourceos.browser_session",
});
