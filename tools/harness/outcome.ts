import type { Side } from "../protocol/messages.ts";
import { firstOfEach, judgeTranscript } from "../protocol/judge.ts";
import type { Knowledge, Observation } from "../protocol/judge.ts";
import type { TranscriptEntry } from "../protocol/transcript.ts";
import type { Case } from "./case.ts";

/** What became of one case. It is plain data: from these, and nothing else, the verdicts are made, in whatever process and order they came about. */
export type CaseOutcome = {
  readonly caseId: string;
  readonly observations: readonly Observation[];
  /** Everything that was expected came, and nothing was found to be wrong. */
  readonly accepted: boolean;
  /** The handshake was made. */
  readonly greeted: boolean;
} & (
  | { readonly status: "played"; /** Why the case ended early, or what was missing first. */ readonly trouble?: string; /** That of the transcript's bytes. */ readonly digest: string }
  | { readonly status: "not-applicable" | "not-played" | "harness-error"; readonly reason: string }
);

/** A case that was not played, and why. */
export function unplayed(caseId: string, status: "not-applicable" | "not-played" | "harness-error", reason: string): CaseOutcome {
  return { caseId, status, reason, observations: [], accepted: false, greeted: false };
}

/** What is to be judged besides the transcript. */
export interface Findings {
  /** What the steps that decide something showed. */
  readonly observations: readonly Observation[];
  readonly accepted: boolean;
  readonly greeted: boolean;
  readonly trouble: string | undefined;
}

/**
 * Judges a played case. A failure counts wherever it shows, but for what the case subsumes; a pass counts only in a case that is there to decide it. A line of ours that is no
 * message where the case has no defect is our own fault.
 */
export function judgeCase(one: Case, entries: readonly TranscriptEntry[], digest: string, findings: Findings, knowledge: Knowledge): CaseOutcome {
  const own = ownFault(one, entries);
  if (own !== undefined) return unplayed(one.id, "harness-error", own);
  const judged = judgeTranscript(entries, knowledge).filter(({ requirement }) => isAbout(requirement, one.side));
  const counted = [...judged, ...findings.observations].filter(({ requirement, verdict }) => (verdict === "fail" ? one.subsumes?.includes(requirement) !== true : one.decides.includes(requirement)));
  const observations = firstOfEach(counted);
  const { greeted, trouble } = findings;
  const accepted = findings.accepted && observations.every(({ verdict }) => verdict === "pass");
  return { caseId: one.id, status: "played", observations, accepted, greeted, digest, ...(trouble === undefined ? {} : { trouble }) };
}

/** An adapter's requirements are numbered from 1, a runner's from 101. */
export function isAbout(requirement: string, side: Side): boolean {
  return (Number(requirement.slice(-3)) > 100) === (side === "runner");
}

function ownFault(one: Case, entries: readonly TranscriptEntry[]): string | undefined {
  if (one.defect !== undefined) return undefined;
  const we: Side = one.side === "adapter" ? "runner" : "adapter";
  const fault = entries.find((entry) => "fault" in entry && entry.from === we);
  return fault === undefined ? undefined : `The harness wrote a line that is no message, in entry ${fault.n}.`;
}
