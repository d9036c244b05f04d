import { adapterJudgements } from "./adapter_judgements.ts";
import { conversationOf } from "./conversation.ts";
import type { Judgement, Knowledge, Observation } from "./observation.ts";
import { runnerJudgements } from "./runner_judgements.ts";
import type { TranscriptEntry } from "./transcript.ts";

export type { Knowledge, Observation } from "./observation.ts";

/**
 * What a recorded transcript shows, at most one observation a requirement: a failure where there is one, else a pass. Requirements that the session did
 * not put to the test are not among them. The same transcript always gives the same observations.
 */
export function judgeTranscript(entries: readonly TranscriptEntry[], knowledge: Knowledge = {}): readonly Observation[] {
  const conversation = conversationOf(entries);
  return firstOfEach(judgements.flatMap(({ judge }) => judge(conversation, knowledge)));
}

/** One observation a requirement, by its id: the first failure, or the first pass where there is none. */
export function firstOfEach(observations: readonly Observation[]): readonly Observation[] {
  const found = new Map<string, Observation>();
  for (const observation of observations) {
    const known = found.get(observation.requirement);
    if (known === undefined || (known.verdict === "pass" && observation.verdict === "fail")) found.set(observation.requirement, observation);
  }
  return Array.from(found.values()).sort((one, other) => (one.requirement < other.requirement ? -1 : 1));
}

const judgements: readonly Judgement[] = [...adapterJudgements, ...runnerJudgements];

/** The requirements that a transcript can decide, given that the session puts them to the test. */
export const decidable: ReadonlySet<string> = new Set(judgements.flatMap(({ requirements }) => requirements));
