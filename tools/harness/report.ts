import { canonicalJson, digest } from "../protocol/canonical.ts";
import { concludeRun } from "../protocol/conclusion.ts";
import type { CaseSummary, ConformanceReport } from "../report/verdict.ts";
import { applyBaseline } from "./baseline.ts";
import type { BaselineEntry, BaselineResult } from "./baseline.ts";
import type { Case } from "./case.ts";
import type { CaseOutcome } from "./outcome.ts";
import type { Selection } from "./select.ts";
import type { Suite } from "./suite.ts";
import { requirementVerdicts } from "./verdicts.ts";

/** What a report is made of. */
export interface ReportInput {
  readonly suite: Suite;
  readonly selection: Selection;
  readonly outcomes: readonly CaseOutcome[];
  readonly tool: ConformanceReport["tool"];
  readonly side: ConformanceReport["side"];
  readonly peer: ConformanceReport["peer"];
  readonly baseline: readonly BaselineEntry[];
  /** YYYY-MM-DD. */
  readonly today: string;
}

/** The report of a run: the same outcomes give the same report, whoever played them and in what order. */
export function makeReport(input: ReportInput): ConformanceReport {
  const { suite, selection, outcomes, tool, side, peer } = input;
  const { set, requirements, cases, partial } = selection;
  const verdicts = requirementVerdicts(requirements, cases, outcomes);
  const baseline = applyBaseline(input.baseline, verdicts, suite.requirements, input.today);
  const conclusion = concludeRun(requirements, verdicts);
  return {
    tool,
    suite: suite.digest,
    set: { name: set.name, digest: digest(canonicalJson(set)) },
    side,
    peer,
    partial,
    conclusion: partial ? { ...conclusion, conformant: false } : conclusion,
    ok: isOk(conclusion, baseline),
    requirements: verdicts,
    cases: cases.map((one) => summaryOf(one, outcomes)),
    expected: baseline.expected,
    baselineProblems: baseline.problems,
  };
}

/** Whether nothing is amiss that the baseline does not expect, and nothing is amiss with the baseline. */
export function isOk({ failed, undecided }: ConformanceReport["conclusion"], baseline: BaselineResult): boolean {
  const expected = new Set(baseline.expected.map(({ requirement }) => requirement));
  return baseline.problems.length === 0 && [...failed, ...undecided].every((id) => expected.has(id));
}

function summaryOf(one: Case, outcomes: readonly CaseOutcome[]): CaseSummary {
  const outcome = outcomes.find(({ caseId }) => caseId === one.id);
  const { id: caseId, title } = one;
  if (outcome === undefined) return { caseId, title, status: "not-played", accepted: false, reason: "left out" };
  if (outcome.status !== "played") return { caseId, title, status: outcome.status, accepted: false, reason: outcome.reason };
  const { status, accepted, trouble, digest: transcript } = outcome;
  return { caseId, title, status, accepted, digest: transcript, ...(trouble === undefined ? {} : { reason: trouble }) };
}
