import { member } from "../json/value.ts";
import { answersOf } from "./answers.ts";
import type { Answers } from "./answers.ts";
import { unaddressedCodes } from "./codes.ts";
import { firstAfter, grouped, messagesOf } from "./conversation.ts";
import type { Conversation } from "./conversation.ts";
import { judgeRun, progressObservations } from "./run_judgement.ts";
import type { Knowledge, Observation } from "./observation.ts";
import { fails, passes } from "./observation.ts";
import { peculiarities, stimuliOf } from "./stimulus.ts";
import type { Stimulus } from "./stimulus.ts";

/** What a transcript shows about how an adapter answers. */
export function judgeAnswers(conversation: Conversation, knowledge: Knowledge): Observation[] {
  const stimuli = stimuliOf(conversation);
  const answers = answersOf(conversation, stimuli);
  const found: Observation[] = [...silenceObservations(conversation, stimuli, answers), ...progressObservations(conversation, answers)];
  const lastWord = conversation.adapter.at(-1)?.n ?? 0;
  let lost = false;
  let refused = false;
  for (const stimulus of stimuli) {
    const { line } = stimulus;
    const silent = lastWord < line.n;
    // One who fell silent at one line is not blamed for the lines after it.
    const context = { missing: conversation.closed && !(lost && silent), afterRefusal: refused };
    if (stimulus.kind === "run") {
      found.push(...judgeRun(conversation, knowledge, answers, stimulus, context));
      lost ||= answers.terminals(stimulus.invoke.id).length === 0;
    } else if (stimulus.kind === "error") {
      found.push(...judgeError(answers, stimulus, context.missing));
      const answered = answers.reaction(stimulus) !== undefined;
      refused ||= answered;
      lost ||= !answered;
    } else {
      const acknowledged = conversation.adapter.some(({ n, message }) => n > line.n && message?.type === "hello_ack");
      for (const requirement of peculiarities(line)) {
        if (acknowledged) found.push(passes(requirement, "The hello was taken.", line.n));
        else if (context.missing) found.push(fails(requirement, "The hello was not answered.", line.n));
      }
      if (acknowledged && refused) found.push(passes("IPC-ERR-004", "A hello after an error was answered.", line.n));
      lost ||= !acknowledged;
    }
  }
  return found;
}

function judgeError(answers: Answers, stimulus: Extract<Stimulus, { kind: "error" }>, missing: boolean): Observation[] {
  const { requirement, code, line, named } = stimulus;
  const reaction = answers.reaction(stimulus);
  if (reaction === undefined) return missing && !answers.maybeAfter(line.n) ? [fails(requirement, `It was not answered with ${code}.`, line.n)] : [];
  const { message, n } = reaction;
  if (message.type === "result") return [fails(requirement, `It was answered with a result, not with ${code}.`, n)];
  const found: Observation[] = [];
  // An error without a code is blamed for that.
  const isTold = reaction.fault === undefined || typeof member(member(reaction.members, "payload"), "code") === "string";
  if (message.payload.code === code) found.push(passes(requirement, `It was answered with ${code}.`, n));
  else if (isTold) found.push(fails(requirement, `It was answered with ${message.payload.code}, not with ${code}.`, n));
  if (named) {
    const names = message.replyTo === line.id;
    found.push(names ? passes("IPC-ERR-003", "The error names what it answers.", n) : fails("IPC-ERR-003", "An error does not name the message it answers in replyTo.", n));
  }
  for (const peculiarity of peculiarities(line)) found.push(passes(peculiarity, "The message was taken.", n));
  if (line.ending === "none") found.push(passes("IPC-TR-008", "The last line was answered.", n));
  const again = requirement === "IPC-EN-010" ? answers.terminals(line.id ?? "")[1] : undefined;
  if (again !== undefined) found.push(fails("IPC-EN-010", "The adapter acted on a repeated id.", again.n));
  if (unaddressedCodes.has(code) && message.replyTo !== undefined) found.push(fails(requirement, `${code} names a message in replyTo, where it is about none.`, n));
  // A second terminal message of an invoke is for the chapter of invokes, whatever its code.
  const second = code.startsWith("IPC_") ? undefined : answers.terminals(line.id ?? "").filter((terminal) => terminal.n > line.n)[1];
  if (second !== undefined) found.push(fails("IPC-INV-002", "The invoke has a second terminal message.", second.n));
  const more = code.startsWith("IPC_") ? answers.answeredAgain(code, line.id) : undefined;
  if (more !== undefined) found.push(fails(requirement, `It was answered with ${code} more than once.`, more.n));
  return found;
}

/** What must be passed over without a word: blank lines, errors, and a cancel that comes too late. */
function silenceObservations(conversation: Conversation, stimuli: readonly Stimulus[], answers: Answers): Observation[] {
  const { entries, runner, blanks, events } = conversation;
  const quiet = [
    ...blanks.runner.map((n) => ({ n, requirement: "IPC-TR-007", id: undefined })),
    ...messagesOf(runner, "error").map(({ n, message }) => ({ n, requirement: "IPC-ERR-005", id: message.id })),
    ...messagesOf(runner, "cancel")
      .filter(({ n, message }) => isIdle(message.replyTo, n, conversation, answers))
      .map(({ n, message }) => ({ n, requirement: "IPC-CP-004", id: message.id })),
  ];
  const written = entries.filter((entry) => "from" in entry && entry.from === "runner");
  const nameless = answers.leftOver.filter(({ message }) => message.replyTo === undefined);
  const naming = grouped(answers.leftOver, ({ message }) => message.replyTo);
  const lastServed = stimuli.findLast((stimulus) => isServed(stimulus, answers))?.line.n ?? 0;
  const ended = events.some((event) => event.event === "exit" && event.code === 0 && !event.killed);
  return quiet.flatMap(({ n, requirement, id }) => {
    const stray = firstAfter(nameless, n);
    const next = firstAfter(written, n)?.n ?? Infinity;
    const word = stray !== undefined && stray.n < next ? stray : id === undefined ? undefined : firstAfter(naming.get(id) ?? [], n);
    if (word !== undefined) return [fails(requirement, `It was answered with ${word.message.payload.code}.`, word.n)];
    return lastServed > n || ended ? [passes(requirement, "It was passed over.", n)] : [];
  });
}

/** Whether an invoke that a cancel names is unknown, or had its terminal message before. */
function isIdle(invokeId: string, n: number, { invokes }: Conversation, answers: Answers): boolean {
  const sent = invokes.get(invokeId)?.[0]?.n ?? Infinity;
  const over = answers.terminals(invokeId)[0]?.n ?? Infinity;
  return sent > n || over < n;
}

function isServed(stimulus: Stimulus, answers: Answers): boolean {
  if (stimulus.kind === "run") return answers.terminals(stimulus.invoke.id).length > 0;
  return answers.reaction(stimulus) !== undefined;
}
