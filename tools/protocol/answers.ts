import { unaddressedCodes } from "./codes.ts";
import type { ErrorCode } from "./codes.ts";
import { attemptsAt, firstAfter, grouped, isUnreadable } from "./conversation.ts";
import type { Conversation, Line } from "./conversation.ts";
import type { MessageOf } from "./messages.ts";
import type { Stimulus } from "./stimulus.ts";

export type Terminal = Line & { readonly message: MessageOf<"result"> | MessageOf<"error"> };
export type Run = Extract<Stimulus, { kind: "run" }>;
export type ErrorLine = Line & { readonly message: MessageOf<"error"> };

/** Which of the adapter's messages answer which lines of the runner. */
export interface Answers {
  /** The error that answers a stimulus, or the terminal message where there should have been an error. */
  readonly reaction: (stimulus: Stimulus) => Terminal | undefined;
  /** The terminal messages that name an invoke, in order. */
  readonly terminals: (invokeId: string) => readonly Terminal[];
  /** Errors that answer no stimulus. */
  readonly leftOver: readonly ErrorLine[];
  /** The first of them that answers with this code what was answered before: it names that message, or none. */
  readonly answeredAgain: (code: ErrorCode, id: string | undefined) => ErrorLine | undefined;
  /** Whether something came after entry `n` that may be an answer missed elsewhere: one that names nothing it could answer, or that cannot be read. */
  readonly maybeAfter: (n: number) => boolean;
  /** Whether another invoke ran while this one did. */
  readonly overlaps: (run: Run) => boolean;
}

/**
 * Errors are told apart by what they name; those that name nothing belong, in order, to the lines that have no name. Only then does an error that should
 * have named its line, and does not, go to the first line that still lacks an answer.
 */
export function answersOf(conversation: Conversation, stimuli: readonly Stimulus[]): Answers {
  const terminals = conversation.adapter.filter((line): line is Terminal => line.message?.type === "result" || line.message?.type === "error");
  // An error about a repeated id is no terminal message, even where it names the id.
  const byInvoke = grouped(terminals, (line) => (isAboutRepeatedId(line) ? undefined : line.message.replyTo));
  const naming = queuesOf(grouped(terminals, ({ message }) => message.replyTo));
  const aboutRepeated = queuesOf(grouped(terminals, (line) => (isAboutRepeatedId(line) ? line.message.replyTo : undefined)));
  const errors = terminals.filter((line): line is ErrorLine => line.message.type === "error");
  const nameless = queueOf(errors.filter(({ message }) => message.replyTo === undefined));
  const astray = queueOf(errors.filter(({ message }) => message.replyTo === undefined || !conversation.sent.has(message.replyTo)));
  const used = new Set<Terminal>();
  const reactions = new Map<Stimulus, Terminal>();
  const match = (stimulus: Stimulus, queue: Queue | undefined): void => {
    if (reactions.has(stimulus)) return;
    const line = queue?.(stimulus.line.n, used);
    if (line === undefined) return;
    used.add(line);
    reactions.set(stimulus, line);
  };
  for (const stimulus of stimuli) {
    if (stimulus.kind === "run") for (const line of byInvoke.get(stimulus.invoke.id) ?? []) used.add(line);
    if (stimulus.kind === "error" && stimulus.named) match(stimulus, naming.get(stimulus.line.id ?? ""));
  }
  for (const stimulus of stimuli) {
    if (stimulus.kind !== "error" || stimulus.named) continue;
    match(stimulus, nameless);
    match(stimulus, aboutRepeated.get(stimulus.line.id ?? ""));
  }
  for (const stimulus of stimuli) if (stimulus.kind === "error") match(stimulus, astray);
  const leftOver = errors.filter((line) => !used.has(line));
  const strayErrors = leftOver.filter(({ message }) => !unaddressedCodes.has(message.payload.code) && (message.replyTo === undefined || !conversation.sent.has(message.replyTo)));
  const strayResults = attemptsAt(conversation.adapter, "result").filter(({ members }) => typeof members?.replyTo !== "string" || !conversation.invokes.has(members.replyTo));
  const lastMaybe = Math.max(0, ...[strayErrors, strayResults, conversation.adapter.filter(isUnreadable)].map((lines) => lines.at(-1)?.n ?? 0));
  const leftOverByCode = grouped(leftOver, ({ message }) => keyOf(message.payload.code, message.replyTo));
  const overlapping = overlappingRuns(stimuli, byInvoke);
  return {
    reaction: (stimulus) => reactions.get(stimulus),
    terminals: (invokeId) => byInvoke.get(invokeId) ?? [],
    leftOver,
    answeredAgain: (code, id) => (leftOverByCode.get(keyOf(code, undefined)) ?? leftOverByCode.get(keyOf(code, id)))?.[0],
    maybeAfter: (n) => lastMaybe > n,
    overlaps: (run) => overlapping.has(run),
  };
}

function keyOf(code: string, id: string | undefined): string {
  return id === undefined ? code : `${code} ${id}`;
}

/** Takes the first of some lines that comes after entry `n` and is not used. Whoever asks again must ask for the same `n` or a later one. */
type Queue = (n: number, used: ReadonlySet<Terminal>) => Terminal | undefined;

function queueOf(lines: readonly Terminal[]): Queue {
  let next = 0;
  return (n, used) => {
    for (; next < lines.length; next += 1) {
      const line = lines[next];
      if (line !== undefined && line.n > n && !used.has(line)) return line;
    }
    return undefined;
  };
}

function queuesOf(groups: ReadonlyMap<string, readonly Terminal[]>): ReadonlyMap<string, Queue> {
  return new Map(Array.from(groups, ([key, lines]) => [key, queueOf(lines)]));
}

/** Each invoke runs to its first terminal message, or for ever. */
function overlappingRuns(stimuli: readonly Stimulus[], byInvoke: ReadonlyMap<string, readonly Terminal[]>): ReadonlySet<Run> {
  const runs = stimuli.filter((stimulus): stimulus is Run => stimulus.kind === "run");
  const overlapping = new Set<Run>();
  let latestEnd = 0;
  runs.forEach((run, index) => {
    const { n } = run.line;
    const end = firstAfter(byInvoke.get(run.invoke.id) ?? [], n)?.n ?? Infinity;
    const next = runs[index + 1]?.line.n ?? Infinity;
    if (latestEnd > n || next < end) overlapping.add(run);
    latestEnd = Math.max(latestEnd, end);
  });
  return overlapping;
}

function isAboutRepeatedId({ message }: Terminal): boolean {
  return message.type === "error" && message.payload.code === "IPC_DUPLICATE_ID";
}
