import type { Conversation, Line } from "./conversation.ts";
import type { MessageOf } from "./messages.ts";
import type { Stimulus } from "./stimulus.ts";

export type Terminal = Line & { readonly message: MessageOf<"result"> | MessageOf<"error"> };
export type ErrorLine = Line & { readonly message: MessageOf<"error"> };

/** Which of the adapter's messages answer which lines of the runner. */
export interface Answers {
  /** The error that answers a stimulus, or the terminal message where there should have been an error. */
  readonly reaction: (stimulus: Stimulus) => Terminal | undefined;
  /** The terminal messages that name an invoke, in order. */
  readonly terminals: (invokeId: string) => readonly Terminal[];
  /** Errors that answer no stimulus. */
  readonly leftOver: readonly ErrorLine[];
}

/**
 * Errors are told apart by what they name; those that name nothing belong, in order, to the lines that have no name. Only then does an error that should
 * have named its line, and does not, go to the first line that still lacks an answer.
 */
export function answersOf(conversation: Conversation, stimuli: readonly Stimulus[]): Answers {
  const terminals = conversation.adapter.filter((line): line is Terminal => line.message?.type === "result" || line.message?.type === "error");
  const byInvoke = new Map<string, Terminal[]>();
  for (const line of terminals) {
    const { replyTo } = line.message;
    // An error about a repeated id is no terminal message, even where it names the id.
    if (replyTo === undefined || isAboutRepeatedId(line)) continue;
    byInvoke.set(replyTo, [...(byInvoke.get(replyTo) ?? []), line]);
  }
  const used = new Set<number>();
  const reactions = new Map<Stimulus, Terminal>();
  const match = (stimulus: Stimulus, fits: (line: Terminal) => boolean): void => {
    if (reactions.has(stimulus)) return;
    const line = terminals.find((candidate) => candidate.n > stimulus.line.n && !used.has(candidate.n) && fits(candidate));
    if (line === undefined) return;
    used.add(line.n);
    reactions.set(stimulus, line);
  };
  const known = new Set(conversation.runner.flatMap(({ id }) => (id === undefined ? [] : [id])));
  for (const stimulus of stimuli) {
    const { id } = stimulus.line;
    if (stimulus.kind === "run") for (const line of byInvoke.get(stimulus.invoke.id) ?? []) used.add(line.n);
    if (stimulus.kind === "error" && stimulus.named) match(stimulus, ({ message }) => message.replyTo === id);
  }
  for (const stimulus of stimuli) {
    if (stimulus.kind !== "error" || stimulus.named) continue;
    match(stimulus, ({ message }) => message.type === "error" && message.replyTo === undefined);
    match(stimulus, (line) => isAboutRepeatedId(line) && line.message.replyTo === stimulus.line.id);
  }
  for (const stimulus of stimuli) {
    if (stimulus.kind === "error") match(stimulus, ({ message }) => message.type === "error" && (message.replyTo === undefined || !known.has(message.replyTo)));
  }
  return {
    reaction: (stimulus) => reactions.get(stimulus),
    terminals: (invokeId) => byInvoke.get(invokeId) ?? [],
    leftOver: terminals.filter((line): line is ErrorLine => line.message.type === "error" && !used.has(line.n)),
  };
}

function isAboutRepeatedId({ message }: Terminal): boolean {
  return message.type === "error" && message.payload.code === "IPC_DUPLICATE_ID";
}
