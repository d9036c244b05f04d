import { workflowCommand } from "../github.ts";
import type { ConformanceReport } from "../verdict.ts";
import { conclusionLine, isExpected, isFault, requirementPage } from "./summary.ts";

/** Workflow commands that GitHub Actions turns into annotations: errors first, since it shows about ten a step. */
export function renderGithub(report: ConformanceReport): string {
  const missed = report.requirements.filter(({ verdict, requirement }) => verdict !== "pass" && verdict !== "not-applicable" && !isExpected(report, requirement));
  const ordered = [...missed.filter((verdict) => isFault(report, verdict)), ...missed.filter((verdict) => !isFault(report, verdict))];
  const commands = ordered.map((verdict) => {
    const cases = verdict.cases.filter((one) => one.verdict === verdict.verdict).map((one) => one.caseId);
    const text = [`${verdict.text} ${verdict.reason}`, ...(cases.length === 0 ? [] : [`Cases: ${cases.join(", ")}`]), requirementPage(verdict)].join("\n");
    return workflowCommand(isFault(report, verdict) ? "error" : "warning", { title: verdict.requirement }, text);
  });
  const problems = report.baselineProblems.map((problem) => workflowCommand("error", { title: "baseline" }, problem));
  return `${[...problems, ...commands].join("")}${conclusionLine(report)}\n`;
}
