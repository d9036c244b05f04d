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

/** What became of one case, for people and for the list of what was played. */
export interface CaseSummary {
  readonly caseId: string;
  readonly title: string;
  readonly status: "played" | "not-played" | "not-applicable" | "harness-error";
  /** Everything that was expected came. */
  readonly accepted: boolean;
  /** Why it was not played, or what was missing first. */
  readonly reason?: string;
  /** Of the transcript of a case that was played. */
  readonly digest?: string;
}

/** A failure that is known and owned, and met again just so. */
export interface ExpectedFailure {
  readonly requirement: string;
  readonly issue: string;
  readonly owner: string;
  /** The last day on which it counts, YYYY-MM-DD. */
  readonly expires: string;
}

/** One conformance run, as every format prints it. The same outcomes give the same report. */
export interface ConformanceReport {
  readonly tool: { readonly name: string; readonly version: string };
  /** The digest of requirements and cases. */
  readonly suite: string;
  readonly set: { readonly name: string; readonly digest: string };
  readonly side: PeerSide;
  readonly peer: { readonly command: readonly string[]; readonly name?: string; readonly version?: string };
  /** Only a part of the set was selected, so that nothing follows for the whole. */
  readonly partial: boolean;
  readonly conclusion: Conclusion;
  /** Nothing that was selected failed or was left undecided, but for what the baseline expects. */
  readonly ok: boolean;
  readonly requirements: readonly RequirementVerdict[];
  readonly cases: readonly CaseSummary[];
  readonly expected: readonly ExpectedFailure[];
  /** What is wrong with the baseline, as sentences. */
  readonly baselineProblems: readonly string[];
}
