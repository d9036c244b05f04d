import { attribute, content } from "../xml.ts";
import type { ConformanceReport, RequirementVerdict } from "../verdict.ts";
import { isExpected, isFault, requirementPage } from "./summary.ts";

/** JUnit XML: a test case a requirement. What was not decided is an error, what does not apply or is expected is skipped. */
export function renderJunit(report: ConformanceReport): string {
  const faults = report.requirements.filter((verdict) => isFault(report, verdict));
  const failures = faults.filter(({ verdict }) => verdict === "fail").length;
  const skipped = report.requirements.filter((verdict) => isSkipped(report, verdict)).length;
  const name = attribute(`${report.set.name} (${report.side})`);
  const problems = report.baselineProblems.map((problem) => `    <testcase classname="${name}" name="baseline">\n      <failure type="baseline" message="${attribute(problem)}"/>\n    </testcase>\n`);
  const tests = report.requirements.length + problems.length;
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(report.tool.name)}">\n` +
    `  <testsuite name="${name}" tests="${tests}" failures="${failures + problems.length}" errors="${faults.length - failures}" skipped="${skipped}">\n` +
    `${report.requirements.map((verdict) => testCase(report, verdict, name)).join("")}${problems.join("")}  </testsuite>\n</testsuites>\n`
  );
}

function isSkipped(report: ConformanceReport, { verdict, requirement }: RequirementVerdict): boolean {
  return verdict === "not-applicable" || (verdict !== "pass" && isExpected(report, requirement));
}

function testCase(report: ConformanceReport, verdict: RequirementVerdict, className: string): string {
  const open = `    <testcase classname="${className}" name="${attribute(`${verdict.requirement} ${verdict.text}`)}"`;
  if (verdict.verdict === "pass") return `${open}/>\n`;
  return `${open}>\n      ${body(report, verdict)}\n    </testcase>\n`;
}

function body(report: ConformanceReport, verdict: RequirementVerdict): string {
  const message = `message="${attribute(verdict.reason)}"`;
  if (isSkipped(report, verdict)) return `<skipped ${message}/>`;
  const cases = verdict.cases.filter((one) => one.verdict !== "pass").map((one) => `${one.caseId}: ${one.reason}`);
  const details = content([...cases, requirementPage(verdict)].join("\n"));
  if (!isFault(report, verdict)) return `<system-out>warning: ${details}</system-out>`;
  return verdict.verdict === "fail" ? `<failure type="${verdict.requirement}" ${message}>${details}</failure>` : `<error type="${verdict.verdict}" ${message}>${details}</error>`;
}
