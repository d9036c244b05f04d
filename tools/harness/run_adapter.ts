import { createTranscript } from "../protocol/transcript.ts";
import type { Transcript } from "../protocol/transcript.ts";
import type { JsonObject } from "../json/value.ts";
import type { Knowledge } from "../protocol/judge.ts";
import { defaultMaximumLineBytes } from "../protocol/messages.ts";
import { canRepeat } from "./case.ts";
import type { Case, Step } from "./case.ts";
import { openLink } from "./live_link.ts";
import type { LiveLink, StartPeer } from "./live_link.ts";
import { judgeCase, unplayed } from "./outcome.ts";
import type { CaseOutcome, Findings } from "./outcome.ts";
import { play, playEach } from "./play.ts";
import type { Played, PlayOptions, Session } from "./play.ts";
import { inParallel } from "./pool.ts";
import { secretName, secretValue } from "./secret.ts";
import { createRecorder } from "./recorder.ts";
import { chooseSubjects, declaredCapabilities } from "./subject.ts";
import type { Sample, SubjectValues, Survey } from "./subject.ts";

/** An adapter under test, and how it is tried. */
export interface AdapterTrial {
  readonly command: readonly string[];
  /** What it gets besides the variables of a case and the secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
  readonly start: StartPeer;
  readonly samples: readonly Sample[];
  /** How long to wait for what must come, in milliseconds. */
  readonly patience: number;
  /** So many sessions at a time. */
  readonly jobs: number;
  /** Loads what checks the schemas that adapters declare; asked only where one does. */
  readonly loadSchemas: () => Promise<NonNullable<Knowledge["schemas"]>>;
  readonly onOutcome?: (outcome: CaseOutcome) => void;
}

/** What a trial left behind. */
export interface AdapterRecord {
  /** In the order of the cases. */
  readonly outcomes: readonly CaseOutcome[];
  /** The bytes of the transcripts of the cases that were played. */
  readonly transcripts: ReadonlyMap<string, string>;
  /** What the adapter declared, where it did. */
  readonly capabilities: JsonObject | undefined;
}

/** Plays `cases` against an adapter. What the adapter does never throws. */
export async function tryAdapter(cases: readonly Case[], trial: AdapterTrial): Promise<AdapterRecord> {
  const transcripts = new Map<string, string>();
  const outcomes = new Map<string, CaseOutcome>();
  const survey = await surveyAdapter(trial);
  const knowledge: Knowledge = {
    secrets: [secretName],
    ...(declaresSchemas(survey.capabilities) ? { schemas: await trial.loadSchemas() } : {}),
  };
  const context: Context = {
    trial,
    knowledge,
    survey,
    report: (one, outcome, transcript) => {
      outcomes.set(one.id, outcome);
      if (transcript !== undefined) transcripts.set(one.id, transcript.text());
      trial.onOutcome?.(outcome);
    },
  };
  const playable = cases.filter((one) => isPlayable(one, context));
  await inParallel(trial.jobs, unitsOf(playable, trial.jobs).map((unit) => () => unit.length > 1 ? playTogether(unit, context) : playApart(unit, context)));
  return { outcomes: cases.flatMap(({ id }) => outcomes.get(id) ?? []), transcripts, capabilities: survey.capabilities };
}

interface SurveyRecord extends Survey {
  /** Why no handshake was made. */
  readonly trouble: string | undefined;
}

interface Context {
  readonly trial: AdapterTrial;
  readonly knowledge: Knowledge;
  readonly survey: SurveyRecord;
  readonly report: (one: Case, outcome: CaseOutcome, transcript?: Transcript) => void;
}

const openingSteps: readonly Step[] = [{ handshake: {} }];
/** A shared session serves at most so many cases, so that sessions of about the same length can run side by side. */
const mostShared = 30;

async function surveyAdapter(trial: AdapterTrial): Promise<SurveyRecord> {
  const opening = await openLink(trial.start, peerOptions(trial, {}), createTranscript());
  if (!opening.opened) return { capabilities: undefined, limit: defaultMaximumLineBytes, trouble: `The adapter could not be started: ${opening.reason}.` };
  try {
    const played = await play(openingSteps, opening.link, playOptions(trial, {}));
    return { capabilities: played.session.taken.get("capabilities"), limit: opening.link.limit(), trouble: played.trouble };
  } finally {
    await opening.link.stop();
  }
}

/** Where the adapter makes no handshake only the cases about that can be played; the others would all wait in vain. */
function isPlayable(one: Case, { survey, report }: Context): boolean {
  if (survey.trouble !== undefined && !one.id.startsWith("handshake/")) {
    report(one, unplayed(one.id, "not-played", `No handshake was made. ${survey.trouble}`));
    return false;
  }
  return true;
}

function unitsOf(cases: readonly Case[], jobs: number): readonly (readonly Case[])[] {
  const shared = cases.filter((one) => one.shared === true);
  const alone = cases.filter((one) => one.shared !== true);
  const groups = Math.max(1, Math.min(jobs, Math.ceil(shared.length / 8)), Math.ceil(shared.length / mostShared));
  const batches = Array.from({ length: groups }, (_, index) => shared.filter((_case, place) => place % groups === index));
  return [...alone.map((one) => [one]), ...batches.filter((batch) => batch.length > 0)];
}

async function playApart(cases: readonly Case[], context: Context): Promise<void> {
  for (const one of cases) await playAlone(one, context);
}

/** Plays a case in a session of its own. */
async function playAlone(one: Case, context: Context): Promise<void> {
  const { trial } = context;
  const subjects = subjectsOf(one, context);
  if (subjects === undefined) return;
  const transcript = createTranscript({ secrets: { [secretName]: secretValue } });
  const opening = await openLink(trial.start, peerOptions(trial, one.environment ?? {}), transcript);
  if (!opening.opened) {
    context.report(one, judge(one, transcript, { observations: [], accepted: false, greeted: false, trouble: `The adapter could not be started: ${opening.reason}.` }, context), transcript);
    return;
  }
  const { link } = opening;
  try {
    const played = await playEach(one.steps, link, playOptions(trial, subjects[0]), furtherSubjects(one, subjects));
    await link.finish(trial.patience);
    context.report(one, judge(one, transcript, played, context), transcript);
  } finally {
    await link.stop();
  }
}

/**
 * Plays cases one after another in one session, which costs one start instead of many. Each has a transcript of its own, which begins with the
 * handshake. A case in which anything is amiss is played again in a session of its own, and what that shows is what counts.
 */
async function playTogether(cases: readonly Case[], context: Context): Promise<void> {
  let open: Shared | undefined;
  let last: SharedCase | undefined;
  for (const one of cases) {
    const subjects = subjectsOf(one, context);
    if (subjects === undefined) continue;
    open ??= await openShared(context);
    const played = open === undefined ? undefined : await playShared(one, subjects, open, context);
    if (played !== undefined) {
      last?.report();
      last = played;
      continue;
    }
    await open?.link.stop();
    open = undefined;
    // What is amiss may be a late word about the case before.
    if (last !== undefined) await doubt(last, context);
    last = undefined;
    await playAlone(one, context);
  }
  if (open === undefined || last === undefined) return;
  if (await endsSilently(open)) last.report();
  else await doubt(last, context);
}

/** Plays a case again, alone. Where nothing is amiss then either, the session that it shared counts, so that what is kept depends on no order. */
async function doubt({ one, report }: SharedCase, context: Context): Promise<void> {
  await playAlone(one, {
    ...context,
    report: (_one, outcome, transcript) => {
      if (outcome.accepted) report();
      else context.report(one, outcome, transcript);
    },
  });
}

/** A case of a shared session in which nothing was amiss so far. */
interface SharedCase {
  readonly one: Case;
  readonly report: () => void;
}

const lastWordMilliseconds = 1000;

/** Ends a shared session. Whether nothing came that no case had waited for. */
async function endsSilently({ link, copy, entries }: Shared): Promise<boolean> {
  const rest = copy();
  link.recordTo(rest);
  await link.finish(lastWordMilliseconds);
  return !rest.entries().slice(entries).some((entry) => "from" in entry && entry.from === "adapter");
}

interface Shared {
  readonly link: LiveLink;
  readonly session: Session;
  readonly newId: () => string;
  readonly copy: () => Transcript;
  /** How many entries of each transcript tell of the handshake. */
  readonly entries: number;
}

async function openShared({ trial }: Context): Promise<Shared | undefined> {
  const recorder = createRecorder({ [secretName]: secretValue });
  const opening = await openLink(trial.start, peerOptions(trial, {}), recorder.transcript);
  if (!opening.opened) return undefined;
  const options = playOptions(trial, {});
  const played = await play(openingSteps, opening.link, options);
  if (!played.accepted) {
    await opening.link.stop();
    return undefined;
  }
  return { link: opening.link, session: played.session, newId: options.newId, copy: recorder.copy, entries: recorder.copy().entries().length };
}

async function playShared(one: Case, subjects: readonly [SubjectValues, ...SubjectValues[]], { link, session, newId, copy, entries }: Shared, context: Context): Promise<SharedCase | undefined> {
  const transcript = copy();
  link.recordTo(transcript);
  const played = await playEach(one.steps, link, { ...playOptions(context.trial, subjects[0]), newId, opened: session }, furtherSubjects(one, subjects));
  const outcome = judge(one, transcript, played, context);
  const complete = outcome.status === "played" && one.decides.every((requirement) => outcome.observations.some((observation) => observation.requirement === requirement));
  // What is wrong with the handshake is as wrong in a session of the case's own, and says nothing about the rest.
  const sound = played.accepted && outcome.observations.every(({ verdict, entry = Infinity }) => verdict === "pass" || entry <= entries);
  if (!sound || !complete || played.session.untaken.some(({ type }) => type !== "progress") || link.isOver()) return undefined;
  return {
    one,
    report: () => {
      context.report(one, outcome, transcript);
    },
  };
}

/** Undefined where the case does not apply; that is reported then. */
function subjectsOf(one: Case, { trial, survey, report }: Context): readonly [SubjectValues, ...SubjectValues[]] | undefined {
  const subjects = chooseSubjects(one.needs, survey, trial.samples);
  if (subjects.found) return subjects.each;
  report(one, unplayed(one.id, "not-applicable", subjects.reason));
  return undefined;
}

/** With what the case is played again in the same session. */
function furtherSubjects(one: Case, [, ...more]: readonly [SubjectValues, ...SubjectValues[]]): Iterable<SubjectValues> {
  return canRepeat(one) ? more : [];
}

function judge(one: Case, transcript: Transcript, played: Findings | Played, { knowledge }: Context): CaseOutcome {
  return judgeCase(one, transcript.entries(), transcript.digest(), played, knowledge);
}

function peerOptions({ command, environment, folder }: AdapterTrial, more: Readonly<Record<string, string>>): { command: readonly string[]; environment: Record<string, string>; folder?: string } {
  return { command, environment: { ...environment, [secretName]: secretValue, ...more }, ...(folder === undefined ? {} : { folder }) };
}

function playOptions(trial: AdapterTrial, values: SubjectValues): PlayOptions {
  let count = 0;
  return {
    values: () => values,
    newId: () => {
      count += 1;
      return `runner-${String(count).padStart(8, "0")}`;
    },
    patience: trial.patience,
  };
}

function declaresSchemas(capabilities: JsonObject | undefined): boolean {
  return [...declaredCapabilities(capabilities).values()].some((capability) => capability.inputSchema !== undefined || capability.outputSchema !== undefined);
}
