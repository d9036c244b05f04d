import type { ConformanceReport, RequirementVerdict } from "../verdict.ts";
import { count } from "../summary.ts";

const home = "https://github.com/SociOS-Linux/workstation-contracts";

/** Where the sentence of a requirement stands. */
export function requirementPage({ anchor }: RequirementVerdict): string {
  return `${home}/blob/main/${anchor}`;
}

export { home };

/** Whether the verdict is a fault of what was judged that nobody expects. */
export function isFault(report: ConformanceReport, { requirement, verdict, level }: RequirementVerdict): boolean {
  return verdict !== "pass" && verdict !== "not-applicable" && level === "MUST" && !isExpected(report, requirement);
}

export function isExpected(report: ConformanceReport, requirement: string): boolean {
  return report.expected.some((entry) => entry.requirement === requirement);
}

/** `not conformant to hardened-2026: 69 passed, 2 failed`. */
export function conclusionLine(report: ConformanceReport): string {
  const { counts, conformant } = report.conclusion;
  const warned = report.requirements.filter(({ verdict, level }) => verdict === "fail" && level !== "MUST").length;
  const failed = counts.fail - warned;
  const parts = [
    `${counts.pass} passed`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(warned > 0 ? [`${warned} warned of`] : []),
    ...(counts.incomplete > 0 ? [`${counts.incomplete} not decided`] : []),
    ...(counts["harness-error"] > 0 ? [`${counts["harness-error"]} lost to a fault of the harness`] : []),
    ...(counts["not-applicable"] > 0 ? [`${counts["not-applicable"]} not applicable`] : []),
  ];
  return `${standing(report, conformant)}: ${parts.join(", ")}`;
}

function standing(report: ConformanceReport, conformant: boolean): string {
  if (report.partial) return `${count(report.requirements.length, "requirement")} of ${report.set.name}, not the whole set`;
  if (conformant) return `conformant to ${report.set.name}`;
  return report.ok ? `not conformant to ${report.set.name}, as the baseline expects` : `not conformant to ${report.set.name}`;
}
