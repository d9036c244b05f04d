import { isArray, member } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { attemptsAt, messagesOf } from "./conversation.ts";
import type { Conversation, Line } from "./conversation.ts";
import { protocol } from "./messages.ts";
import { faultRequirement } from "./runner_session.ts";

/** Something that the adapter did, or left undone, after which the runner has to end in failure. */
export interface Provocation {
  readonly requirement: string;
  readonly n: number;
  /** As the beginning of a sentence. */
  readonly what: string;
}

/** In the order of the transcript. What was left undone comes last. */
export function provocationsOf(conversation: Conversation): readonly Provocation[] {
  // A runner's faults of form are judged elsewhere; what the adapter answers is there all the same.
  const [hello] = attemptsAt(conversation.runner, "hello");
  const invokes = new Set<string>();
  const settled = new Set<string>();
  const ids = new Set<string>();
  const found: Provocation[] = [];
  const lines = [...conversation.runner, ...conversation.adapter].sort((one, other) => one.n - other.n);
  for (const line of lines) {
    if (line.from === "runner") {
      if (line.members?.type === "invoke" && line.id !== undefined) invokes.add(line.id);
      continue;
    }
    const provoke = (requirement: string, what: string): void => {
      found.push({ requirement, n: line.n, what });
    };
    if (line.fault !== undefined) provoke(faultRequirement(line.fault.reason), "The adapter wrote a line that is no message");
    else if (line.id !== undefined && ids.has(line.id)) provoke("IPC-EN-104", "The adapter used a message id twice");
    else judgeMessage(line, hello, invokes, settled, provoke);
    if (line.id !== undefined) ids.add(line.id);
  }
  return [...found, ...omissions(conversation, invokes, settled)];
}

function judgeMessage(
  { message }: Line,
  hello: Line | undefined,
  invokes: ReadonlySet<string>,
  settled: Set<string>,
  provoke: (requirement: string, what: string) => void,
): void {
  switch (message?.type) {
    case "hello_ack":
      if (message.replyTo !== hello?.id) provoke("IPC-HS-105", "The hello_ack does not name the hello");
      else if (isUnoffered(hello, message.payload.selected)) provoke("IPC-HS-106", "The hello_ack selects what was not offered");
      return;
    case "result":
      if (!invokes.has(message.replyTo)) provoke("IPC-INV-103", "A result names an invoke that was not sent");
      else if (settled.has(message.replyTo)) provoke("IPC-INV-105", "The invoke got a second terminal message");
      else if (!message.payload.ok) provoke("IPC-INV-104", "The result is not ok");
      settled.add(message.replyTo);
      return;
    case "error":
      if (message.replyTo === undefined) provoke("IPC-ERR-102", "The adapter sent an error that names nothing");
      else if (message.replyTo === hello?.id) provoke("IPC-HS-104", "The hello was answered with an error");
      else if (!invokes.has(message.replyTo)) provoke("IPC-INV-103", "An error names an invoke that was not sent");
      else if (settled.has(message.replyTo)) provoke("IPC-INV-105", "The invoke got a second terminal message");
      else provoke("IPC-ERR-101", "The invoke was answered with an error");
      settled.add(message.replyTo ?? "");
      return;
    case "progress":
      if (!invokes.has(message.replyTo) || settled.has(message.replyTo)) provoke("IPC-CP-102", "Progress names no running invoke");
      return;
    case "hello":
    case "invoke":
    case "cancel":
    case "capabilities_ack":
      provoke("IPC-EN-102", `The adapter sent a ${message.type}`);
      return;
    case "capabilities":
    case undefined:
      return;
  }
}

/** Where not even the protocol of the specification was offered, the hello is at fault and not the answer. */
function isUnoffered(hello: Line | undefined, selected: string): boolean {
  const offered: JsonValue | undefined = member(hello?.members?.payload, "protocols");
  return isArray(offered) && offered.includes(protocol) && !offered.includes(selected);
}

/** What a silent adapter owes. One whose output ended is another matter: how soon the runner then failed shows in no transcript. */
function omissions({ runner, adapter, events }: Conversation, invokes: ReadonlySet<string>, settled: ReadonlySet<string>): Provocation[] {
  const exit = events.find((event) => event.event === "exit" && event.process === "runner");
  const [hello] = attemptsAt(runner, "hello");
  if (exit === undefined || hello === undefined) return [];
  if (events.some(({ event, n }) => event === "end-of-output" && n < exit.n)) return [];
  if (adapter.length === 0) return [{ requirement: "IPC-LC-101", n: hello.n, what: "The adapter never answered the hello" }];
  const open = messagesOf(runner, "invoke").find(({ message }) => invokes.has(message.id) && !settled.has(message.id));
  return open === undefined ? [] : [{ requirement: "IPC-LC-102", n: open.n, what: "The adapter never answered the invoke" }];
}
