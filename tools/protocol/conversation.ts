import { isArray, isObject, member } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { checkMessage } from "./envelope.ts";
import { meantMessage } from "./meant_message.ts";
import { payloadMembers } from "./messages.ts";
import type { Capability, Message, MessageOf, MessageType, Side } from "./messages.ts";
import type { EventEntry, FaultEntry, TranscriptEntry } from "./transcript.ts";

/** One line of a transcript that is neither blank nor an event. */
export interface Line {
  readonly n: number;
  readonly from: Side;
  readonly ending: "lf" | "crlf" | "none";
  /** What it says; of a faulty line of the adapter, what it was meant to say, where that is plain. */
  readonly message?: Message;
  /** What keeps it from being a message. */
  readonly fault?: FaultEntry["fault"];
  /** The members of what was written, where it was an object. */
  readonly members?: JsonObject;
  /** Its id, where it can be read. */
  readonly id?: string;
}

/** What the adapter declared, and where. */
export interface Declaration {
  readonly n: number;
  readonly id: string;
  readonly capabilities: readonly Capability[];
  /** The first capability of each name. */
  readonly operations: ReadonlyMap<string, Capability>;
}

/** A transcript as the judge walks it. What is asked of every message is looked up by id, so that a judgement takes no longer than the transcript is. */
export interface Conversation {
  readonly entries: readonly TranscriptEntry[];
  readonly runner: readonly Line[];
  readonly adapter: readonly Line[];
  readonly blanks: Readonly<Record<Side, readonly number[]>>;
  readonly events: readonly EventEntry[];
  readonly endsOfInput: readonly EventEntry[];
  readonly deadlines: readonly EventEntry[];
  /** Nothing more was to come: a process ended, an output ended or a wait ran out. What is missing then stays missing. */
  readonly closed: boolean;
  readonly declaration: Declaration | undefined;
  /** The runner's lines by their ids, and those that are invokes. */
  readonly sent: ReadonlyMap<string, readonly Line[]>;
  readonly invokes: ReadonlyMap<string, readonly Line[]>;
  /** By the ids of the invokes that they name. */
  readonly cancels: ReadonlyMap<string, readonly Line[]>;
  readonly progress: ReadonlyMap<string, readonly Line[]>;
}

export function conversationOf(entries: readonly TranscriptEntry[]): Conversation {
  const lines: Line[] = [];
  const events: EventEntry[] = [];
  const blanks: Record<Side, number[]> = { runner: [], adapter: [] };
  for (const entry of entries) {
    if ("event" in entry) events.push(entry);
    else if ("blank" in entry) blanks[entry.from].push(entry.n);
    else lines.push(lineOf(entry));
  }
  const runner = lines.filter((line) => line.from === "runner");
  const adapter = lines.filter((line) => line.from === "adapter");
  return {
    entries,
    runner,
    adapter,
    blanks,
    events,
    endsOfInput: events.filter(({ event }) => event === "end-of-input"),
    deadlines: events.filter(({ event }) => event === "deadline"),
    closed: events.some(({ event }) => event !== "end-of-input"),
    declaration: declarationIn(adapter),
    sent: grouped(runner, ({ id }) => id),
    invokes: grouped(messagesOf(runner, "invoke"), ({ id }) => id),
    cancels: grouped(messagesOf(runner, "cancel"), ({ message }) => message.replyTo),
    progress: grouped(messagesOf(adapter, "progress"), ({ message }) => message.replyTo),
  };
}

function lineOf(entry: Exclude<TranscriptEntry, EventEntry | { readonly blank: true }>): Line {
  const { n, from } = entry;
  const ending = entry.ending ?? "lf";
  if ("message" in entry) {
    // A transcript may come from anywhere, so what it calls a message is looked at again.
    const members = entry.message as unknown as JsonObject;
    const problem = checkMessage(members);
    if (problem === undefined) return { n, from, ending, message: entry.message, members, id: entry.message.id };
    return faultyLine({ n, from, ending, fault: problem }, members);
  }
  return faultyLine({ n, from, ending, fault: entry.fault }, entry.value);
}

function faultyLine(line: Omit<Line, "fault"> & { readonly fault: FaultEntry["fault"] }, value: JsonValue | undefined): Line {
  // A malformed line of the runner is no message, so it has no id that could be named; what one of the adapter was meant to say may be plain all the same.
  if (!isObject(value) || (line.from === "runner" && line.fault.code === "IPC_MALFORMED")) return line;
  const { id } = value;
  const message = line.from === "adapter" ? meantMessage(value) : undefined;
  return { ...line, members: value, ...(typeof id === "string" && line.fault.pointer !== "/id" ? { id } : {}), ...(message === undefined ? {} : { message }) };
}

/** The messages of one type. */
export function messagesOf<Type extends MessageType>(lines: readonly Line[], type: Type): readonly (Line & { readonly message: MessageOf<Type> })[] {
  return lines.filter((line): line is Line & { readonly message: MessageOf<Type> } => line.message?.type === type);
}

/** The lines that are messages of one type, or attempts at one. */
export function attemptsAt(lines: readonly Line[], type: MessageType): readonly Line[] {
  return lines.filter(({ members }) => members?.type === type);
}

/** Whether a line may be any message: it is no JSON that can be read, or of a type that there is not. That it is, other requirements say. */
export function isUnreadable({ message, members, fault }: Line): boolean {
  return message === undefined && (members === undefined || fault?.code === "IPC_UNKNOWN_TYPE");
}

/** Items by their keys, in order; without those that have none. */
export function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string | undefined): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** The first of `items`, which are in the order of the transcript, that comes after entry `n`. */
export function firstAfter<Item extends { readonly n: number }>(items: readonly Item[], n: number): Item | undefined {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((items[middle]?.n ?? Infinity) > n) high = middle;
    else low = middle + 1;
  }
  return items[low];
}

/** A payload that is invalid somewhere still declares the operations that it names. */
function declarationIn(adapter: readonly Line[]): Declaration | undefined {
  const line = adapter.find(({ members, message, fault }) => message?.type === "capabilities" || (members?.type === "capabilities" && fault?.reason === "payload"));
  const id = line?.message?.id ?? line?.id;
  if (line === undefined || id === undefined) return undefined;
  const listed = member(line.members?.payload, "capabilities");
  const named = isArray(listed) ? listed.filter((capability) => isObject(capability) && typeof capability.name === "string") : [];
  // Of what the schema does not vouch for, only names, schemas and flags are looked at, each with a check of its own.
  const capabilities = named as unknown as readonly Capability[];
  return { n: line.n, id, capabilities, operations: new Map(capabilities.toReversed().map((capability) => [capability.name, capability])) };
}

/** Whether the payload of a message has a member that its type does not know. */
export function hasUnknownMember({ message }: Line): boolean {
  if (message === undefined) return false;
  const known: readonly string[] | undefined = payloadMembers[message.type];
  return known !== undefined && Object.keys(message.payload).some((name) => !known.includes(name));
}

/** Whether the value or any value in it satisfies `test`. */
export function within(value: JsonValue, test: (inner: JsonValue) => boolean): boolean {
  if (test(value)) return true;
  const inner = isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return inner.some((item) => within(item, test));
}
