import type { Conclusion, RequirementLevel, Verdict, VerdictCounts } from "../report/verdict.ts";

/** A verdict with its reason, from one case or of one requirement. */
export interface Reasoned {
  readonly verdict: Verdict;
  readonly reason: string;
}

/**
 * One verdict from those of several cases, with the reason of the case that decides, the first of its kind: one failure is a failure, one doubt is a doubt,
 * and only cases that say nothing but pass, or do not apply, make a pass. Without a case nothing is decided.
 */
export function combineVerdicts(cases: readonly Reasoned[]): Reasoned {
  for (const verdict of precedence) {
    const decisive = cases.find((candidate) => candidate.verdict === verdict);
    if (decisive !== undefined) return { verdict, reason: decisive.reason };
  }
  return { verdict: "incomplete", reason: "No case decides it." };
}

const precedence: readonly Verdict[] = ["fail", "harness-error", "incomplete", "pass", "not-applicable"];

/** A run that was to judge nothing. It proves nothing, so it is an error. */
export class EmptySelectionError extends Error {
  constructor() {
    super("no requirement is selected");
    this.name = "EmptySelectionError";
  }
}

/**
 * What follows for a peer. `required` is what the set demands of its side; a requirement without a verdict counts as undecided, and a peer to which no MUST
 * applies is not conformant. Throws an EmptySelectionError where nothing is required.
 */
export function concludeRun(
  required: readonly { readonly id: string; readonly level: RequirementLevel }[],
  verdicts: readonly { readonly requirement: string; readonly verdict: Verdict }[],
): Conclusion {
  if (required.length === 0) throw new EmptySelectionError();
  const counts: Record<keyof VerdictCounts, number> = { pass: 0, fail: 0, incomplete: 0, "harness-error": 0, "not-applicable": 0 };
  const failed: string[] = [];
  const undecided: string[] = [];
  const warnings: string[] = [];
  let passed = 0;
  for (const { id, level } of required) {
    const { verdict } = combineVerdicts(verdicts.filter(({ requirement }) => requirement === id).map((one) => ({ verdict: one.verdict, reason: "" })));
    counts[verdict] += 1;
    if (level !== "MUST") {
      if (verdict !== "pass" && verdict !== "not-applicable") warnings.push(id);
    } else if (verdict === "pass") passed += 1;
    else if (verdict === "fail") failed.push(id);
    else if (verdict !== "not-applicable") undecided.push(id);
  }
  return { conformant: failed.length === 0 && undecided.length === 0 && passed > 0, failed, undecided, warnings, counts };
}
