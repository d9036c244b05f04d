import { safeJson } from "../json.ts";
import type { ConformanceReport, RequirementVerdict } from "../verdict.ts";
import { home, requirementPage } from "./summary.ts";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0: a rule a requirement, a result for each, passes included. Expected failures carry a suppression. */
export function renderSarif(report: ConformanceReport): string {
  const rules = report.requirements.map((verdict) => ({
    id: verdict.requirement,
    shortDescription: { text: verdict.text },
    helpUri: requirementPage(verdict),
    defaultConfiguration: { level: levelOf(verdict) },
  }));
  const run = {
    tool: { driver: { name: report.tool.name, version: report.tool.version, informationUri: home, rules } },
    invocations: [invocation(report)],
    properties: { suite: report.suite, set: report.set.name, conformant: report.conclusion.conformant },
    results: report.requirements.map((verdict, ruleIndex) => result(report, verdict, ruleIndex)),
  };
  return `${safeJson({ $schema: schema, version: "2.1.0", runs: [run] }, 2)}\n`;
}

/** What is wrong with the baseline is wrong with how the run was set up: no requirement is behind it. */
function invocation({ baselineProblems, conclusion }: ConformanceReport): object {
  return {
    executionSuccessful: conclusion.counts["harness-error"] === 0 && baselineProblems.length === 0,
    ...(baselineProblems.length === 0 ? {} : { toolConfigurationNotifications: baselineProblems.map((text) => ({ level: "error", message: { text } })) }),
  };
}

/** What was not decided must be looked at like a failure. */
const kinds = { pass: "pass", fail: "fail", incomplete: "fail", "harness-error": "fail", "not-applicable": "notApplicable" } as const;

function result(report: ConformanceReport, verdict: RequirementVerdict, ruleIndex: number): object {
  const kind = kinds[verdict.verdict];
  const entry = report.expected.find(({ requirement }) => requirement === verdict.requirement);
  return {
    ruleId: verdict.requirement,
    ruleIndex,
    kind,
    level: kind === "fail" ? levelOf(verdict) : "none",
    message: { text: `${verdict.text} ${verdict.reason}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: verdict.anchor.replace(/#.*$/, ""), uriBaseId: "%SRCROOT%" } }, logicalLocations: [{ name: verdict.requirement, kind: "requirement" }] }],
    partialFingerprints: { "requirement/v1": `${report.set.name}/${verdict.requirement}` },
    ...(entry === undefined ? {} : { suppressions: [{ kind: "external", justification: `${entry.issue}, owned by ${entry.owner} until ${entry.expires}` }] }),
  };
}

function levelOf({ level }: RequirementVerdict): "error" | "warning" {
  return level === "MUST" ? "error" : "warning";
}
