import type { Knowledge } from "../protocol/judge.ts";
import { parseTranscript } from "../protocol/parse_transcript.ts";
import { digest } from "../protocol/canonical.ts";
import type { TranscriptEntry } from "../protocol/transcript.ts";
import { canRepeat } from "./case.ts";
import type { Case } from "./case.ts";
import { inspectedRequirement } from "./inspect_runner.ts";
import { judgeCase } from "./outcome.ts";
import type { CaseOutcome, Findings } from "./outcome.ts";
import { playEach } from "./play.ts";
import type { Played } from "./play.ts";
import { recordedLink } from "./recorded_link.ts";
import type { RecordedLink } from "./recorded_link.ts";
import { withEnding } from "./run_runner.ts";
import { secretName } from "./secret.ts";

/** What became of a case according to its transcript alone. */
export interface Rejudged {
  readonly outcome: CaseOutcome;
  /** The requirements of the case on which no transcript can tell anything: they rest on processes, files or clocks. */
  readonly beyond: readonly string[];
}

/**
 * Judges a case again from the bytes of its transcript: the case's script is played against what was recorded. Throws TranscriptError or
 * ReplayError where the bytes are no transcript of the case.
 */
export async function rejudge(one: Case, text: string, schemas: NonNullable<Knowledge["schemas"]>): Promise<Rejudged> {
  const entries = parseTranscript(text);
  const knowledge: Knowledge = { secrets: [secretName], schemas };
  const findings = await findingsAgain(one, entries);
  return { outcome: judgeCase(one, entries, digest(text), findings, knowledge), beyond: beyondTranscripts(one) };
}

async function findingsAgain(one: Case, entries: readonly TranscriptEntry[]): Promise<Findings> {
  if (one.side === "adapter") return await playAgain(one, entries);
  const exit = entries.find((entry) => "event" in entry && entry.event === "exit" && entry.process === "runner");
  const script = one.adapter === "missing" ? { observations: [], accepted: true, greeted: false, trouble: undefined } : await playAgain(one, entries);
  if (exit === undefined || !("event" in exit) || exit.event !== "exit") return script;
  return withEnding(one, script, { code: exit.code, killed: exit.killed }, entries);
}

async function playAgain(one: Case, entries: readonly TranscriptEntry[]): Promise<Played> {
  let count = 0;
  const newId = (): string => {
    count += 1;
    return `replayed-${String(count)}`;
  };
  const link = recordedLink(entries, one.side === "adapter" ? "runner" : "adapter");
  return await playEach(one.steps, link, { values: () => ({}), newId, patience: 0 }, roundsLeft(one, link));
}

/** So often as there is still something that was written. What `$name` stood for is in the transcript. */
function* roundsLeft(one: Case, link: RecordedLink): Generator<Readonly<Record<string, never>>> {
  while (canRepeat(one) && link.wroteMore()) yield {};
}

/** What is decided by looking at the machine, or at a clock. */
function beyondTranscripts({ side, decides, inspect = [], outcome }: Case): string[] {
  if (side === "adapter") return [];
  return [...new Set([...inspect.map(inspectedRequirement), ...(outcome?.promptly === true ? decides : [])])];
}
