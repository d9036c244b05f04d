/** The one verdict model: what a conformance run finds and every report format prints. */

/**
 * `incomplete`: the case could not be played to the point where it decides. `harness-error`: the fault is the harness's own. `not-applicable`: the peer
 * does not have what the requirement speaks of. Only `pass` is a pass.
 */
export type Verdict = "pass" | "fail" | "incomplete" | "harness-error" | "not-applicable";

export type RequirementLevel = "MUST" | "SHOULD" | "MAY";

export type PeerSide = "adapter" | "runner";

/** What one case found about one requirement. */
export interface CaseVerdict {
  readonly caseId: string;
  readonly verdict: Verdict;
  /** Why, as a sentence; the same whenever the same thing is found. */
  readonly reason: string;
  /** The number of the transcript's entry that shows it. */
  readonly entry?: number;
}

/** What a run found about one requirement. */
export interface RequirementVerdict {
  readonly requirement: string;
  readonly level: RequirementLevel;
  readonly side: PeerSide;
  /** The sentence of the specification. */
  readonly text: string;
  /** Where it stands, relative to the repository's root. */
  readonly anchor: string;
  readonly verdict: Verdict;
  /** That of the case that decided. */
  readonly reason: string;
  readonly cases: readonly CaseVerdict[];
}

export interface VerdictCounts {
  readonly pass: number;
  readonly fail: number;
  readonly incomplete: number;
  readonly "harness-error": number;
  readonly "not-applicable": number;
}

/** What follows from the verdicts on one set. */
export interface Conclusion {
  /** True only when every MUST of the set that applies passed, and at least one did. */
  readonly conformant: boolean;
  /** The MUSTs that are in the way. */
  readonly failed: readonly string[];
  /** The MUSTs that were not decided. */
  readonly undecided: readonly string[];
  /** The SHOULDs and MAYs that did not pass. */
  readonly warnings: readonly string[];
  readonly counts: VerdictCounts;
}
