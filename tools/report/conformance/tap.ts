import { safeJson } from "../json.ts";
import { wellFormed } from "../visible.ts";
import type { ConformanceReport, RequirementVerdict } from "../verdict.ts";
import { conclusionLine, requirementPage } from "./summary.ts";

/**
 * TAP version 14: a test point a requirement, and one for each thing that is wrong with the baseline. What does not apply is skipped with its reason; an
 * expected failure is a TODO with its issue.
 */
export function renderTap(report: ConformanceReport): string {
  const verdicts = report.requirements.map((verdict, index) => point(report, verdict, index + 1));
  const problems = report.baselineProblems.map((problem, index) => `not ok ${verdicts.length + index + 1} - baseline: ${escaped(problem)}\n`);
  const points = [...verdicts, ...problems];
  return `TAP version 14\n1..${points.length}\n${points.join("")}# ${conclusionLine(report)}\n`;
}

function point(report: ConformanceReport, verdict: RequirementVerdict, number: number): string {
  const passes = verdict.verdict === "pass" || verdict.verdict === "not-applicable";
  const line = `${passes ? "ok" : "not ok"} ${number} - ${verdict.requirement} ${escaped(verdict.text)}${directive(report, verdict)}\n`;
  if (passes) return line;
  const details = [
    `message: ${quoted(verdict.reason)}`,
    `severity: ${verdict.level === "MUST" ? "fail" : "comment"}`,
    `verdict: ${verdict.verdict}`,
    `help: ${quoted(requirementPage(verdict))}`,
    "cases:",
    ...verdict.cases.filter((one) => one.verdict !== "pass").map((one) => `  - ${quoted(`${one.caseId}: ${one.reason}`)}`),
  ];
  return `${line}  ---\n${details.map((detail) => `  ${detail}\n`).join("")}  ...\n`;
}

function directive(report: ConformanceReport, { requirement, verdict, reason, level }: RequirementVerdict): string {
  if (verdict === "not-applicable") return ` # SKIP ${escaped(reason)}`;
  const entry = report.expected.find((candidate) => candidate.requirement === requirement);
  if (entry !== undefined) return ` # TODO ${escaped(entry.issue)}`;
  return verdict !== "pass" && level !== "MUST" ? ` # TODO ${level} only` : "";
}

function escaped(text: string): string {
  return wellFormed(text).replaceAll("\\", "\\\\").replaceAll("#", "\\#").replaceAll(/[\n\r]/g, " ");
}

function quoted(text: string): string {
  return safeJson(wellFormed(text));
}
