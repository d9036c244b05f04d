import { isArray, member } from "../json/value.ts";
import { attemptsAt, hasUnknownMember, messagesOf } from "./conversation.ts";
import type { Conversation, Line } from "./conversation.ts";
import { protocol, senders } from "./messages.ts";
import { fails, passes } from "./observation.ts";
import type { Judgement, Observation } from "./observation.ts";
import { provocationsOf } from "./provocation.ts";
import { secretMark } from "./redaction.ts";
import type { EventEntry } from "./transcript.ts";

/** What a transcript can show about a runner, by the chapters of docs/specs/ipc-v0.md. */
export const runnerJudgements: readonly Judgement[] = [
  { requirements: ["IPC-TR-101", "IPC-EN-101", "IPC-HS-101", "IPC-HS-102", "IPC-HS-103", "IPC-CAP-101", "IPC-CAP-102", "IPC-INV-101"], judge: judgeMessages },
  {
    requirements: [
      ...["IPC-TR-104", "IPC-TR-105", "IPC-EN-102", "IPC-EN-103", "IPC-EN-104", "IPC-HS-104", "IPC-HS-105", "IPC-HS-106", "IPC-INV-103", "IPC-INV-104", "IPC-INV-105"],
      ...["IPC-CP-102", "IPC-ERR-101", "IPC-ERR-102", "IPC-LC-101", "IPC-LC-102", "IPC-LIM-102"],
    ],
    judge: judgeFailure,
  },
  { requirements: ["IPC-TR-103", "IPC-EN-105", "IPC-INV-102", "IPC-CP-101"], judge: judgeSuccess },
  {
    requirements: ["IPC-SEC-101"],
    judge: ({ entries, runner }, { secrets }) => {
      if (secrets === undefined || runner.length === 0) return [];
      const leak = entries.find((entry) => "from" in entry && entry.from === "runner" && secrets.some((name) => JSON.stringify(entry).includes(`${secretMark}${name}]`)));
      return [leak === undefined ? passes("IPC-SEC-101", "No secret was written.") : fails("IPC-SEC-101", "The runner wrote the value of a secret.", leak.n)];
    },
  },
];

function judgeMessages(conversation: Conversation): Observation[] {
  const { runner, adapter, blanks, closed, declaration: declared } = conversation;
  const found: Observation[] = blanks.runner.map((n) => fails("IPC-TR-101", "The runner wrote a blank line.", n));
  const [first] = runner;
  if (first === undefined) return found;
  const ids = new Set<string>();
  found.push(passes("IPC-TR-101", "Every line is an envelope."), passes("IPC-EN-101", "No id is used twice."));
  const opening = runner.find(({ members }) => members !== undefined);
  if (opening !== undefined && isOfType(opening, "hello")) found.push(passes("IPC-HS-101", "The first message is a hello.", opening.n));
  // What cannot be read is no message, or may be the hello; that it was written is for IPC-TR-101 to say.
  else if (opening === first) found.push(fails("IPC-HS-101", "The first message is no hello.", first.n));
  for (const line of runner) {
    found.push(...judgeLine(line));
    if (line.id === undefined) continue;
    if (ids.has(line.id)) found.push(fails("IPC-EN-101", "The runner used a message id twice.", line.n));
    ids.add(line.id);
  }
  // An invalid one is there all the same; that the runner took it is for another requirement to say.
  const handshake = ["hello_ack", "capabilities"].map((type) => adapter.find((line) => isOfType(line, type)));
  for (const { n, members } of attemptsAt(runner, "invoke")) {
    const early = handshake.some((line) => line === undefined || line.n > n);
    found.push(early ? fails("IPC-HS-103", "The runner invoked before it had hello_ack and capabilities.", n) : passes("IPC-HS-103", "The runner invoked after the handshake.", n));
    const op = member(members?.payload, "op");
    if (declared === undefined || typeof op !== "string" || op === "") continue;
    const known = declared.operations.has(op);
    found.push(known ? passes("IPC-CAP-102", "The operation is declared.", n) : fails("IPC-CAP-102", "The runner invoked an operation that is not declared.", n));
  }
  if (declared === undefined || provocationsOf(conversation).some(({ n }) => n <= declared.n)) return found;
  const attempts = attemptsAt(runner, "capabilities_ack");
  const [attempt] = attempts;
  const answer = attempts.find((line) => acknowledges(line, declared.id));
  if (answer !== undefined) found.push(passes("IPC-CAP-101", "The capabilities were acknowledged.", answer.n));
  else if (attempt !== undefined) found.push(fails("IPC-CAP-101", "The capabilities_ack does not name the capabilities, or has no accepted.", attempt.n));
  else if (closed && attemptsAt(runner, "invoke").length > 0) found.push(fails("IPC-CAP-101", "The capabilities were not acknowledged.", declared.n));
  return found;
}

/** What is wrong with its envelope is for another requirement to say. */
function acknowledges({ members }: Line, declarationId: string | undefined): boolean {
  const accepted = member(members?.payload, "accepted");
  return members?.replyTo === declarationId && isArray(accepted) && accepted.every((name) => typeof name === "string");
}

function isOfType(line: Line, type: string): boolean {
  return line.members?.type === type;
}

function judgeLine(line: Line): Observation[] {
  const { n, ending, message, fault } = line;
  const found: Observation[] = ending === "lf" ? [] : [fails("IPC-TR-101", "A line does not end in a line feed alone.", n)];
  if (message !== undefined && senders[message.type] === "adapter") found.push(fails("IPC-TR-101", `The runner wrote a ${message.type}, which only an adapter sends.`, n));
  else if (message?.type === "hello") {
    found.push(message.payload.protocols.includes(protocol) ? passes("IPC-HS-102", "The hello offers ipc.v0.", n) : fails("IPC-HS-102", "The hello does not offer ipc.v0.", n));
  } else if (message?.type === "invoke") found.push(passes("IPC-INV-101", "The invoke has op and args.", n));
  else if (fault?.reason === "payload" && isOfType(line, "hello")) found.push(fails("IPC-HS-102", `The payload of hello is invalid at ${fault.pointer}.`, n));
  else if (fault?.reason === "payload" && isOfType(line, "invoke")) found.push(fails("IPC-INV-101", `The payload of an invoke is invalid at ${fault.pointer}.`, n));
  else if (fault !== undefined && !isAboutAcknowledgement(line)) found.push(fails("IPC-TR-101", `A line is no envelope: ${fault.reason}.`, n));
  return found;
}

/** IPC-CAP-101 says what a capabilities_ack names and holds. */
function isAboutAcknowledgement(line: Line): boolean {
  return isOfType(line, "capabilities_ack") && (line.fault?.reason === "payload" || line.fault?.pointer === "/replyTo");
}

type Exit = Extract<EventEntry, { event: "exit" }>;

function runnerExit({ events }: Conversation): Exit | undefined {
  return events.find((event): event is Exit => event.event === "exit" && event.process === "runner");
}

/** The first thing that the adapter did wrong must make the runner fail. */
function judgeFailure(conversation: Conversation): Observation[] {
  const exit = runnerExit(conversation);
  const [first] = provocationsOf(conversation);
  if (exit === undefined || first === undefined) return [];
  const { requirement, what } = first;
  if (exit.killed) return [fails(requirement, `${what}, and the runner did not end.`, exit.n)];
  if (exit.code === null) return [fails(requirement, `${what}, and the runner was ended by a signal.`, exit.n)];
  return [exit.code === 0 ? fails(requirement, `${what}, and the runner exited with status 0.`, exit.n) : passes(requirement, `${what}, and the runner ended in failure.`, exit.n)];
}

/** An adapter that does nothing wrong must be taken, whatever is unusual about its lines. */
function judgeSuccess(conversation: Conversation): Observation[] {
  const exit = runnerExit(conversation);
  const [result] = messagesOf(conversation.adapter, "result");
  if (exit === undefined || result === undefined || provocationsOf(conversation).length > 0) return [];
  const requirements: string[] = [];
  const { adapter, blanks } = conversation;
  if (blanks.adapter.length > 0 || adapter.some(({ ending }) => ending === "crlf")) requirements.push("IPC-TR-103");
  if (adapter.some((line) => line.message?.trace !== undefined || hasUnknownMember(line))) requirements.push("IPC-EN-105");
  if (messagesOf(adapter, "progress").length > 0) requirements.push("IPC-CP-101");
  const taken = exit.code === 0 && !exit.killed;
  return (requirements.length > 0 ? requirements : ["IPC-INV-102"]).map((requirement) =>
    taken ? passes(requirement, "The result was taken.", exit.n) : fails(requirement, exit.killed ? "The runner did not end after the result." : "The runner did not exit with status 0 after the result.", exit.n),
  );
}
