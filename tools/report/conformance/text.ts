import { visible } from "../visible.ts";
import type { ConformanceReport, RequirementVerdict, Verdict } from "../verdict.ts";
import type { VerdictContext } from "./context.ts";
import { conclusionLine, isExpected, requirementPage } from "./summary.ts";

/** The report people read: what did not pass, case by case, what does not apply and why, and the conclusion. */
export function renderText(report: ConformanceReport, { colour }: VerdictContext): string {
  const paint = (code: number, text: string): string => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  const alike = undecidedAlike(report.requirements);
  for (const verdict of report.requirements) {
    if (verdict.verdict === "pass" || verdict.verdict === "not-applicable" || alike.has(verdict.requirement)) continue;
    const word = `${verdict.verdict === "fail" && verdict.level !== "MUST" ? "warning" : words[verdict.verdict]}${isExpected(report, verdict.requirement) ? " (expected)" : ""}`;
    lines.push(`${paint(verdict.verdict === "fail" && verdict.level === "MUST" ? 31 : 33, word)} ${paint(1, verdict.requirement)} ${verdict.text}`);
    lines.push(...casesOf(verdict), paint(2, `  see ${requirementPage(verdict)}`), "");
  }
  lines.push(...byReason("not decided", report.requirements.filter(({ requirement }) => alike.has(requirement))));
  lines.push(...byReason("not applicable", report.requirements.filter(({ verdict }) => verdict === "not-applicable")));
  for (const problem of report.baselineProblems) lines.push(`${paint(31, "baseline")} ${visible(problem)}`);
  return `${[...lines, paint(report.ok ? 32 : 31, conclusionLine(report))].join("\n")}\n`;
}

const words: Record<Verdict, string> = {
  pass: "pass",
  fail: "fail",
  incomplete: "not decided",
  "harness-error": "fault of the harness",
  "not-applicable": "not applicable",
};

/** More cases than this say the same again. */
const mostCases = 6;

function casesOf({ cases, verdict, reason }: RequirementVerdict): string[] {
  const telling = cases.filter((one) => one.verdict === verdict);
  if (telling.length === 0) return [`  ${visible(reason)}`];
  const shown = telling.slice(0, mostCases).map((one) => `  ${one.caseId}: ${visible(one.reason)}`);
  return telling.length > mostCases ? [...shown, `  and ${telling.length - mostCases} more cases`] : shown;
}

/** Where one thing keeps many requirements from being decided, it is said once. */
function undecidedAlike(verdicts: readonly RequirementVerdict[]): ReadonlySet<string> {
  const undecided = verdicts.filter(({ verdict }) => verdict === "incomplete");
  const times = new Map<string, number>();
  for (const { reason } of undecided) times.set(reason, (times.get(reason) ?? 0) + 1);
  return new Set(undecided.filter(({ reason }) => (times.get(reason) ?? 0) >= 3).map(({ requirement }) => requirement));
}

/** One paragraph a reason. */
function byReason(word: string, verdicts: readonly RequirementVerdict[]): string[] {
  const reasons = new Map<string, string[]>();
  for (const { requirement, reason } of verdicts) reasons.set(reason, [...(reasons.get(reason) ?? []), requirement]);
  return [...reasons].map(([reason, ids]) => `${word}: ${visible(reason)}\n${wrapped(ids)}\n`);
}

function wrapped(ids: readonly string[]): string {
  const rows: string[] = [];
  for (let start = 0; start < ids.length; start += 8) rows.push(`  ${ids.slice(start, start + 8).join(", ")}`);
  return rows.join(",\n");
}
