import type { ExpectedFailure, RequirementVerdict } from "../report/verdict.ts";
import type { Requirement } from "./suite.ts";

/** One entry of a baseline (schemas/conformance/baseline.schema.json). */
export interface BaselineEntry extends ExpectedFailure {
  readonly reason: string;
}

export interface BaselineResult {
  readonly expected: readonly ExpectedFailure[];
  readonly problems: readonly string[];
}

/**
 * Holds the verdicts against the failures that are known. An entry counts only while it is true: one that names no requirement of the registry,
 * that now passes, that fails for another reason, or whose day is over (`today`, YYYY-MM-DD) is a problem. Requirements that the run does not
 * speak of are left alone.
 */
export function applyBaseline(entries: readonly BaselineEntry[], verdicts: readonly RequirementVerdict[], registry: readonly Requirement[], today: string): BaselineResult {
  const expected: ExpectedFailure[] = [];
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { requirement, reason, issue, owner, expires } of entries) {
    const verdict = verdicts.find((candidate) => candidate.requirement === requirement);
    const entry = `the baseline's entry on ${requirement}`;
    if (seen.has(requirement)) problems.push(`${entry} comes twice; keep one`);
    else if (!registry.some(({ id }) => id === requirement)) problems.push(`${entry} names no requirement; remove it`);
    else if (verdict === undefined) continue;
    else if (verdict.verdict !== "fail") problems.push(`${entry} expects a failure, but the verdict is ${verdict.verdict}; remove it`);
    else if (verdict.reason !== reason) problems.push(`${entry} expects "${reason}", but the reason is "${verdict.reason}"; look at it again`);
    else if (expires < today) problems.push(`${entry} expired on ${expires}; mend it, or ask ${owner} about ${issue}`);
    else expected.push({ requirement, issue, owner, expires });
    seen.add(requirement);
  }
  return { expected, problems };
}
