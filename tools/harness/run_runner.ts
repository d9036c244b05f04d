import { judgeTranscript } from "../protocol/judge.ts";
import type { Knowledge, Observation } from "../protocol/judge.ts";
import { createTranscript } from "../protocol/transcript.ts";
import type { Transcript, TranscriptEntry } from "../protocol/transcript.ts";
import type { Case, Placeholder } from "./case.ts";
import { inspectedRequirement, inspectRun } from "./inspect_runner.ts";
import type { SchemaCheck } from "./inspect_runner.ts";
import type { Exit } from "./link.ts";
import { isAbout, judgeCase, unplayed } from "./outcome.ts";
import type { CaseOutcome, Findings } from "./outcome.ts";
import { inParallel } from "./pool.ts";
import { replayProbe } from "./probe.ts";
import type { ProbePlan } from "./probe_plan.ts";
import type { RunnerRun } from "./runner_run.ts";
import { secretName, secretValue } from "./secret.ts";

/** Starts the runner: as a process, or as a function of this process in the tests of the harness. Runs of one `key` get the same command line, to the letter. */
export type RunRunner = (request: { readonly key: string; readonly plan: ProbePlan; readonly adapter: "probe" | "missing" }) => Promise<RunnerRun>;

/** A runner under test, and how it is tried. */
export interface RunnerTrial {
  readonly run: RunRunner;
  /** The placeholders that its command uses. */
  readonly placeholders: ReadonlySet<Placeholder>;
  /** How long the probe waits for what must come, in milliseconds. */
  readonly patience: number;
  readonly jobs: number;
  readonly schemas: SchemaCheck;
  readonly onOutcome?: (outcome: CaseOutcome) => void;
}

export interface RunnerRecord {
  readonly outcomes: readonly CaseOutcome[];
  readonly transcripts: ReadonlyMap<string, string>;
}

/** Plays `cases` against a runner. `all` holds the case by which the runner's own deadline is measured. What the runner does never throws. */
export async function tryRunner(cases: readonly Case[], all: readonly Case[], given: RunnerTrial): Promise<RunnerRecord> {
  const trial = { ...given, run: waitingOnce(given.run) };
  const transcripts = new Map<string, string>();
  const outcomes = new Map<string, CaseOutcome>();
  const deadlines = measureDeadlines(all, trial);
  // The longest first: those in which the runner waits for its deadline.
  const ordered = [...cases].sort((one, other) => Number(hangs(other)) - Number(hangs(one)));
  await inParallel(
    trial.jobs,
    ordered.map((one) => async () => {
      const { outcome, transcript } = await playCase(one, trial, deadlines);
      outcomes.set(one.id, outcome);
      if (transcript !== undefined) transcripts.set(one.id, transcript.text());
      trial.onOutcome?.(outcome);
    }),
  );
  return { outcomes: cases.flatMap(({ id }) => outcomes.get(id) ?? []), transcripts };
}

const placeholders: readonly Placeholder[] = ["out", "secret"];

/** The placeholders that a command uses, besides that for the adapter. */
export function placeholdersIn(command: readonly string[]): ReadonlySet<Placeholder> {
  return new Set(placeholders.filter((name) => command.some((word) => word.includes(`{${name}}`))));
}

interface PlayedCase {
  readonly outcome: CaseOutcome;
  readonly transcript?: Transcript;
}

async function playCase(one: Case, trial: RunnerTrial, deadlines: Deadlines): Promise<PlayedCase> {
  const missing = (one.needs?.placeholders ?? []).filter((placeholder) => !trial.placeholders.has(placeholder));
  if (missing.length > 0) {
    const words = missing.map((placeholder) => `{${placeholder}}`).join(" and ");
    return { outcome: unplayed(one.id, "not-applicable", `The runner's command does not use ${words}.`) };
  }
  const plan = planOf(one, trial, "first");
  const run = await trial.run({ key: one.id, plan, adapter: one.adapter ?? "probe" });
  const again = one.inspect?.includes("same-bytes-twice") === true ? await trial.run({ key: one.id, plan: planOf(one, trial, "second"), adapter: "probe" }) : undefined;
  const transcript = transcriptOf(run);
  const findings = await findingsOf(one, plan, run, transcript.entries());
  const deadline = one.outcome?.promptly === true ? await deadlines() : undefined;
  const isDone = run.notes.some(({ kind }) => kind === "done");
  // Processes can be looked at however the runner ended: what is amiss always counts, and that nothing is once the script had come to its end.
  const counts = ({ verdict, requirement }: Observation): boolean => findings.accepted || (aboutProcesses.has(requirement) && (verdict === "fail" || isDone));
  const inspected = inspectRun(one, run, again, trial.schemas).filter(counts);
  const observations = [...findings.observations, ...promptness(one, run, deadline), ...inspected];
  const knowledge: Knowledge = { secrets: [secretName] };
  return { outcome: judgeCase(one, transcript.entries(), transcript.digest(), { ...findings, observations }, knowledge), transcript };
}

const aboutProcesses: ReadonlySet<string> = new Set((["adapter-left-running", "child-left-running", "adapter-ended-by-itself"] as const).map(inspectedRequirement));

function planOf(one: Case, trial: RunnerTrial, nonce: string): ProbePlan {
  return { steps: one.steps, values: { nonce, secret: secretValue }, idPrefix: `probe-${nonce}-`, patience: trial.patience };
}

/** The session as the probe saw it, and how both ended. */
function transcriptOf({ notes, exit, reason }: RunnerRun): Transcript {
  const transcript = createTranscript({ secrets: { [secretName]: secretValue } });
  for (const note of notes) {
    if (note.kind === "line") transcript.record(note.from, note.decoded);
    else if (note.kind === "event") transcript.event(note.event);
  }
  const left = notes.find((note) => note.kind === "exit");
  if (notes.length > 0) transcript.event({ event: "exit", process: "adapter", code: left?.kind === "exit" ? left.status : null, killed: left === undefined });
  else if (reason === undefined) transcript.event({ event: "spawn-failed" });
  if (exit !== undefined) transcript.event({ event: "exit", process: "runner", ...exit });
  return transcript;
}

/** What the probe's script showed, and how the runner ended. */
async function findingsOf(one: Case, plan: ProbePlan, run: RunnerRun, entries: readonly TranscriptEntry[]): Promise<Findings> {
  const { exit, reason, notes } = run;
  const nothing = { observations: [], accepted: false, greeted: false };
  if (exit === undefined) return { ...nothing, trouble: `The runner could not be started: ${reason ?? "unknown"}.` };
  const played = notes.findLast((note) => note.kind === "played");
  if (one.adapter !== "missing" && notes.length === 0) return { ...nothing, trouble: "The runner did not start the adapter." };
  const script = one.adapter === "missing" ? { ...nothing, accepted: true, trouble: undefined } : played?.kind === "played" ? played.findings : await replayProbe(plan, notes);
  return withEnding(one, script, exit, entries);
}

/** What the script and the way in which the runner ended show together. */
export function withEnding(one: Case, script: Findings, exit: Exit, entries: readonly TranscriptEntry[]): Findings {
  const ending = endingProblem(one, exit);
  const broken = ending === undefined ? [] : judgeTranscript(entries).filter(isFailureOfRunner);
  // A runner that gives up early where it had to go on has failed, however far the script came; but where its own messages were wrong, that is what it failed by.
  if (!script.accepted && (one.outcome?.status !== "success" || ending === undefined || broken.length > 0)) return script;
  // Where several of its messages have one id, what is wrong with a reply to one may be right for another.
  const unclear = one.outcome?.status === "failure" && broken.some(({ requirement }) => requirement === "IPC-EN-101");
  const decides = unclear ? [] : (one.outcome?.decides ?? []);
  const observations = decides.map((requirement): Observation => ({ requirement, verdict: ending === undefined ? "pass" : "fail", reason: ending ?? "The runner ended as it must." }));
  return { ...script, observations: [...script.observations, ...observations], accepted: script.accepted && ending === undefined, trouble: ending ?? script.trouble };
}

function isFailureOfRunner({ requirement, verdict }: Observation): boolean {
  return verdict === "fail" && isAbout(requirement, "runner");
}

function endingProblem(one: Case, exit: NonNullable<RunnerRun["exit"]>): string | undefined {
  const status = one.outcome?.status ?? "any";
  if (exit.killed) return "The runner did not end.";
  if (status === "any") return undefined;
  if (exit.code === null) return "A signal ended the runner.";
  if (status === "success") return exit.code === 0 ? undefined : `The runner exited with status ${exit.code}.`;
  return exit.code === 0 ? "The runner exited with status 0." : undefined;
}

/** Comes to how long the runner waits of itself for an answer to its invoke, in milliseconds; undefined where that cannot be told. */
type Deadlines = () => Promise<number | undefined>;

/** A runner that gives up earlier than this cannot be told from one that notices. */
const shortestDeadline = 1500;

/** The case in which the runner waits in vain for an answer to its invoke. */
const waitsInVain = "lifecycle/runner/silent-at-invoke";

/** Lets the runner wait in vain once, whether the case itself is played, or the time of it asked for, or both. */
function waitingOnce(run: RunRunner): RunRunner {
  let waited: Promise<RunnerRun> | undefined;
  return (request) => (request.key === waitsInVain ? (waited ??= run(request)) : run(request));
}

function measureDeadlines(all: readonly Case[], trial: RunnerTrial): Deadlines {
  const waiting = all.find(({ id }) => id === waitsInVain);
  return async () => (waiting === undefined ? undefined : waitingTime(await trial.run({ key: waitsInVain, plan: planOf(waiting, trial, "first"), adapter: "probe" })));
}

/** From the last thing that the runner had to answer to, to its end. */
function waitingTime({ notes, endTime }: RunnerRun): number | undefined {
  const done = notes.findLast((note) => note.kind === "done");
  return done?.kind === "done" ? endTime - done.time : undefined;
}

function promptness(one: Case, run: RunnerRun, deadline: number | undefined): Observation[] {
  if (one.outcome?.promptly !== true) return [];
  const waited = waitingTime(run);
  if (deadline === undefined || waited === undefined || run.exit === undefined || deadline < shortestDeadline) return [];
  const problem = endingProblem(one, run.exit) ?? (waited < deadline / 2 ? undefined : "The runner waited for its deadline.");
  return one.decides.map((requirement) => ({ requirement, verdict: problem === undefined ? "pass" : "fail", reason: problem ?? "The runner ended without waiting." }));
}

function hangs({ steps }: Case): boolean {
  return steps.some((step) => "hang" in step);
}
