import { safeJson } from "../json.ts";
import type { ConformanceReport, RequirementVerdict } from "../verdict.ts";
import { home, isExpected, isFault, requirementPage } from "./summary.ts";

const schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** SARIF 2.1.0: a rule a requirement, a result for each, passes included. Expected failures carry a suppression. */
export function renderSarif(report: ConformanceReport): string {
  const rules = report.requirements.map((verdict) => ({
    id: verdict.requirement,
    shortDescription: { text: verdict.text },
    helpUri: requirementPage(verdict),
    defaultConfiguration: { level: verdict.level === "MUST" ? "error" : "warning" },
  }));
  const run = {
    tool: { driver: { name: report.tool.name, version: report.tool.version, informationUri: home, rules } },
    invocations: [{ executionSuccessful: report.conclusion.counts["harness-error"] === 0 }],
    properties: { suite: report.suite, set: report.set.name, conformant: report.conclusion.conformant },
    results: report.requirements.map((verdict, ruleIndex) => result(report, verdict, ruleIndex)),
  };
  return `${safeJson({ $schema: schema, version: "2.1.0", runs: [run] }, 2)}\n`;
}

const kinds = { pass: "pass", fail: "fail", incomplete: "review", "harness-error": "review", "not-applicable": "notApplicable" } as const;

function result(report: ConformanceReport, verdict: RequirementVerdict, ruleIndex: number): object {
  const kind = kinds[verdict.verdict];
  const entry = report.expected.find(({ requirement }) => requirement === verdict.requirement);
  return {
    ruleId: verdict.requirement,
    ruleIndex,
    kind: kind === "review" ? "fail" : kind,
    level: kind === "fail" || kind === "review" ? (isFault(report, verdict) || isExpected(report, verdict.requirement) ? "error" : "warning") : "none",
    message: { text: `${verdict.text} ${verdict.reason}` },
    locations: [{ physicalLocation: { artifactLocation: { uri: verdict.anchor.replace(/#.*$/, ""), uriBaseId: "%SRCROOT%" } }, logicalLocations: [{ name: verdict.requirement, kind: "requirement" }] }],
    partialFingerprints: { "requirement/v1": `${report.set.name}/${verdict.requirement}` },
    ...(entry === undefined ? {} : { suppressions: [{ kind: "external", justification: `${entry.issue}, owned by ${entry.owner} until ${entry.expires}` }] }),
  };
}
