import { isObject, member } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { judgeAnswers } from "./answer_judgement.ts";
import { isUnreadable, messagesOf } from "./conversation.ts";
import type { Conversation, Line } from "./conversation.ts";
import { protocol, senders } from "./messages.ts";
import { fails, passes } from "./observation.ts";
import type { Judgement, Observation } from "./observation.ts";
import { secretMark } from "./redaction.ts";
import { peculiarities } from "./stimulus.ts";

/** What a transcript can show about an adapter, by the chapters of docs/specs/ipc-v0.md. */
export const adapterJudgements: readonly Judgement[] = [
  { requirements: ["IPC-TR-001", "IPC-TR-002", "IPC-TR-003", "IPC-LIM-003"], judge: judgeLines },
  { requirements: ["IPC-EN-001", "IPC-EN-002", "IPC-EN-003", "IPC-EN-004", "IPC-EN-005", "IPC-EN-006"], judge: judgeEnvelopes },
  { requirements: ["IPC-HS-001", "IPC-HS-002", "IPC-HS-004", "IPC-HS-006", "IPC-HS-010"], judge: judgeHandshake },
  { requirements: ["IPC-CAP-001", "IPC-CAP-002", "IPC-CAP-003", "IPC-CAP-004", "IPC-CAP-005"], judge: judgeCapabilities },
  {
    requirements: ["IPC-CAP-006"],
    judge: ({ declaration: declared }, { schemas }) => {
      const given = declared?.capabilities.flatMap(({ inputSchema, outputSchema }) => [inputSchema, outputSchema]).filter((schema) => schema !== undefined) ?? [];
      if (declared === undefined) return [];
      if (given.length === 0) return [passes("IPC-CAP-006", "No schema is declared.", declared.n)];
      if (schemas === undefined) return [];
      return [given.every(schemas.isSchema) ? passes("IPC-CAP-006", "The schemas are JSON Schemas.", declared.n) : fails("IPC-CAP-006", "A declared schema is no JSON Schema.", declared.n)];
    },
  },
  { requirements: ["IPC-INV-003", "IPC-INV-004", "IPC-ERR-001", "IPC-ERR-002"], judge: judgePayloads },
  {
    requirements: [
      ...["IPC-TR-006", "IPC-TR-007", "IPC-TR-008", "IPC-TR-009", "IPC-TR-010", "IPC-TR-011", "IPC-TR-012", "IPC-TR-013", "IPC-TR-014"],
      ...["IPC-EN-007", "IPC-EN-008", "IPC-EN-009", "IPC-EN-010", "IPC-EN-011", "IPC-HS-003", "IPC-HS-005", "IPC-HS-007", "IPC-HS-008", "IPC-HS-009"],
      ...["IPC-INV-001", "IPC-INV-002", "IPC-INV-005", "IPC-INV-006", "IPC-INV-007", "IPC-INV-008", "IPC-INV-009", "IPC-INV-010", "IPC-INV-011"],
      ...["IPC-CP-001", "IPC-CP-002", "IPC-CP-003", "IPC-CP-004", "IPC-CP-005", "IPC-ERR-003", "IPC-ERR-004", "IPC-ERR-005", "IPC-LC-003", "IPC-LIM-002", "IPC-LIM-004"],
    ],
    judge: judgeAnswers,
  },
  { requirements: ["IPC-LC-001", "IPC-LC-002"], judge: judgeEnd },
  {
    requirements: ["IPC-SEC-001"],
    judge: ({ entries, adapter }, { secrets }) => {
      if (secrets === undefined || adapter.length === 0) return [];
      const leak = entries.find((entry) => "from" in entry && entry.from === "adapter" && secrets.some((name) => JSON.stringify(entry).includes(`${secretMark}${name}]`)));
      return [leak === undefined ? passes("IPC-SEC-001", "No secret was written.") : fails("IPC-SEC-001", "The adapter wrote the value of a secret.", leak.n)];
    },
  },
];

function judgeLines({ adapter, blanks }: Conversation): Observation[] {
  if (adapter.length === 0) return blanks.adapter.map((n) => fails("IPC-TR-001", "The adapter wrote a blank line.", n));
  const found = [
    passes("IPC-TR-001", "Every line is a JSON object."),
    passes("IPC-TR-002", "Every line ends in a line feed alone."),
    passes("IPC-TR-003", "Every line is UTF-8."),
    passes("IPC-LIM-003", "No line is over the limit."),
    ...blanks.adapter.map((n) => fails("IPC-TR-001", "The adapter wrote a blank line.", n)),
  ];
  for (const { n, ending, fault } of adapter) {
    if (ending === "crlf") found.push(fails("IPC-TR-002", "A line ends in a carriage return and a line feed.", n));
    if (ending === "none") found.push(fails("IPC-TR-002", "The last line does not end in a line feed.", n));
    if (fault?.reason === "too-long") found.push(fails("IPC-LIM-003", "The adapter wrote a line over the limit.", n));
    else if (fault?.reason === "not-utf8") found.push(fails("IPC-TR-003", "A line is not UTF-8.", n));
    else if (fault?.reason === "byte-order-mark") found.push(fails("IPC-TR-003", "A line starts with a byte-order mark.", n));
    else if (fault?.reason === "not-json") found.push(fails("IPC-TR-001", "A line is not JSON.", n));
    else if (fault?.code === "IPC_MALFORMED") found.push(fails("IPC-TR-001", "A line is not an I-JSON object.", n));
  }
  return found;
}

function judgeEnvelopes({ adapter }: Conversation): Observation[] {
  if (adapter.every((line) => line.message === undefined && line.members === undefined)) return [];
  const found = [
    passes("IPC-EN-001", "Every message has the protocol."),
    passes("IPC-EN-002", "Every message has an id."),
    passes("IPC-EN-003", "No id is used twice."),
    passes("IPC-EN-004", "Every message has a time."),
    passes("IPC-EN-005", "Every message has a type and a payload."),
    passes("IPC-EN-006", "No message has other fields."),
  ];
  const ids = new Set<string>();
  for (const { n, id, message, fault } of adapter) {
    if (id !== undefined) {
      if (ids.has(id)) found.push(fails("IPC-EN-003", "The adapter used a message id twice.", n));
      ids.add(id);
    }
    if (message !== undefined && senders[message.type] === "runner") found.push(fails("IPC-EN-005", `The adapter sent a ${message.type}, which only a runner sends.`, n));
    const broken = fault === undefined ? undefined : envelopeRequirement(fault);
    if (broken !== undefined) found.push(fails(broken, `The envelope is invalid at ${fault?.pointer ?? ""}.`, n));
  }
  return found;
}

/** The requirement on the envelope that a fault breaks. A missing `replyTo` is for the chapter of the message's type. */
function envelopeRequirement(fault: NonNullable<Line["fault"]>): string | undefined {
  if (fault.code === "IPC_UNKNOWN_TYPE") return "IPC-EN-005";
  if (fault.code !== "IPC_ENVELOPE_INVALID") return undefined;
  if (fault.pointer === "/replyTo" && fault.reason === "missing-field") return undefined;
  return envelopeFieldRequirements[fault.pointer] ?? "IPC-EN-006";
}

const envelopeFieldRequirements: Readonly<Record<string, string>> = {
  "/v": "IPC-EN-001",
  "/id": "IPC-EN-002",
  "/ts": "IPC-EN-004",
  "/type": "IPC-EN-005",
  "/payload": "IPC-EN-005",
};

/** Whether a line is a faulty attempt at a message of `type`. */
function attempts(line: Line, type: string): boolean {
  return line.fault !== undefined && line.members?.type === type;
}

function judgeHandshake(conversation: Conversation): Observation[] {
  const { runner, adapter, closed } = conversation;
  const found: Observation[] = [];
  const [first] = conversation.entries.filter((entry) => "from" in entry);
  if (first !== undefined) {
    found.push(first.from === "adapter" ? fails("IPC-HS-010", "The adapter wrote before it had read a line.", first.n) : passes("IPC-HS-010", "The runner wrote first."));
  }
  const [hello] = messagesOf(runner, "hello");
  if (hello === undefined) return found;
  const { protocols } = hello.message.payload;
  if (!protocols.includes(protocol)) return [...found, ...judgeMismatch(conversation)];
  const answer = adapter.find((line) => line.n > hello.n && (line.message?.type === "hello_ack" || attempts(line, "hello_ack")));
  // Where something is unusual about the hello, a missing answer is for the requirement that speaks of it.
  const isMissing = closed && !adapter.some((line) => line.n > hello.n && isUnreadable(line));
  if (answer === undefined) return isMissing && peculiarities(hello).length === 0 ? [...found, fails("IPC-HS-001", "Hello was not answered with a hello_ack.", hello.n)] : found;
  const { message, fault, n } = answer;
  const isLate = conversation.events.some((event) => event.event === "deadline" && event.n > hello.n && event.n < n);
  if (isLate && peculiarities(hello).length === 0) found.push(fails("IPC-HS-001", "The hello_ack came only after the time to wait for it was over.", n));
  if (message?.type === "hello_ack") {
    found.push(message.replyTo === hello.message.id ? passes("IPC-HS-001", "The hello_ack names the hello.", n) : fails("IPC-HS-001", "The hello_ack names another message in replyTo.", n));
    const again = messagesOf(adapter, "hello_ack").find((line) => line.n > n && line.message.replyTo === hello.message.id);
    if (again !== undefined && conversation.sent.get(hello.message.id)?.length === 1) found.push(fails("IPC-HS-001", "The hello was answered with a second hello_ack.", again.n));
    const { selected } = message.payload;
    if (!protocols.includes(selected)) found.push(fails("IPC-HS-002", "The hello_ack selects a protocol that was not offered.", n));
    else if (selected !== protocol) found.push(fails("IPC-HS-002", `The hello_ack selects another protocol than ${protocol}, in which it is written.`, n));
    else found.push(passes("IPC-HS-002", "The hello_ack selects an offered protocol.", n));
  } else if (fault?.pointer === "/replyTo") found.push(fails("IPC-HS-001", "The hello_ack has no replyTo.", n));
  else if (fault?.reason === "payload") found.push(fails("IPC-HS-002", `The payload of hello_ack is invalid at ${fault.pointer}.`, n));
  return found;
}

function judgeMismatch({ adapter, events }: Conversation): Observation[] {
  const exit = events.find((event) => event.event === "exit" && event.process === "adapter");
  if (exit?.event !== "exit") return [];
  const late = events.some((event) => event.n < exit.n && (event.event === "end-of-input" || (event.event === "deadline" && event.awaiting === "exit")));
  const problem = exit.killed ? "The adapter did not exit." : exit.code === 0 ? "The adapter exited with status 0." : exit.code === null ? "A signal ended the adapter." : undefined;
  const left = problem === undefined ? passes("IPC-HS-004", "The adapter exited with another status than 0.", exit.n) : fails("IPC-HS-004", problem, exit.n);
  if (!late && !exit.killed) return [left, passes("IPC-HS-006", "The adapter exited in time.", exit.n)];
  // One who never refused the hello had nothing to exit after.
  const refused = messagesOf(adapter, "error").some(({ message }) => message.payload.code === "IPC_PROTO_MISMATCH");
  return refused ? [left, fails("IPC-HS-006", "The adapter did not exit in time.", exit.n)] : [left];
}

function judgeCapabilities({ runner, adapter, closed, declaration: declared }: Conversation): Observation[] {
  const sent = adapter.filter((line) => line.message?.type === "capabilities" || attempts(line, "capabilities"));
  const [acknowledged] = messagesOf(adapter, "hello_ack");
  const [first, second] = sent;
  // One who took a hello that it had to refuse is blamed for that.
  const isRefusable = messagesOf(runner, "hello").some(({ message }) => !message.payload.protocols.includes(protocol));
  if (first === undefined) return closed && acknowledged !== undefined && !isRefusable && !adapter.some((line) => line.n > acknowledged.n && isUnreadable(line)) ? [fails("IPC-CAP-001", "The adapter sent no capabilities.", acknowledged.n)] : [];
  const found: Observation[] = [];
  if (second !== undefined) found.push(fails("IPC-CAP-001", "The adapter sent capabilities twice.", second.n));
  const early = adapter.find((line) => line.message?.type === "hello_ack" || attempts(line, "hello_ack"));
  if (early !== undefined && early.n > first.n) found.push(fails("IPC-CAP-001", "The adapter sent capabilities before its hello_ack.", first.n));
  else if (early !== undefined) found.push(passes("IPC-CAP-001", "The adapter sent capabilities after its hello_ack.", first.n));
  for (const { n, fault } of sent) {
    if (fault?.reason !== "payload") continue;
    found.push(fails(capabilitiesRequirement(fault.pointer), `The payload of capabilities is invalid at ${fault.pointer}.`, n));
  }
  if (declared === undefined) return found;
  // What is invalid has been blamed above, and is not blamed again.
  const blame = (failure: Observation): Observation[] => (first.message === undefined ? [] : [failure]);
  const names = declared.capabilities.map(({ name }) => name);
  const timed = declared.capabilities.every(({ timeouts }) => timeouts?.defaultMs !== undefined);
  return [
    ...found,
    passes("IPC-CAP-002", "The adapter has a name and a version.", declared.n),
    passes("IPC-CAP-003", "Each capability has a name and its side effects.", declared.n),
    ...(timed ? [passes("IPC-CAP-004", "Each capability has a time limit.", declared.n)] : blame(fails("IPC-CAP-004", "A capability has no timeouts.defaultMs.", declared.n))),
    ...(new Set(names).size === names.length
      ? [passes("IPC-CAP-005", "The names of the capabilities differ.", declared.n)]
      : blame(fails("IPC-CAP-005", "Two capabilities have one name.", declared.n))),
  ];
}

function capabilitiesRequirement(pointer: string): string {
  if (pointer.startsWith("/payload/adapter")) return "IPC-CAP-002";
  if (/\/timeouts(?:\/|$)/.test(pointer)) return "IPC-CAP-004";
  return /\/(?:inputSchema|outputSchema)$/.test(pointer) ? "IPC-CAP-006" : "IPC-CAP-003";
}

function judgePayloads({ runner, adapter }: Conversation): Observation[] {
  const found: Observation[] = [];
  const invokes = new Set(runner.flatMap(({ id, members }) => (id !== undefined && members?.type === "invoke" ? [id] : [])));
  for (const line of adapter) {
    const { n, message, fault } = line;
    if (message?.type === "result") {
      found.push(invokes.has(message.replyTo) ? passes("IPC-INV-003", "The result names the invoke.", n) : fails("IPC-INV-003", "A result names no invoke of the runner in replyTo.", n));
      found.push(fault?.reason === "payload" ? fails("IPC-INV-004", `The payload of a result is invalid at ${fault.pointer}.`, n) : passes("IPC-INV-004", "The result has ok and data.", n));
    } else if (message?.type === "error" && fault?.reason !== "payload") {
      found.push(passes("IPC-ERR-001", "The error has code, message and retryable.", n));
      const foreign = message.payload.code.startsWith("CONTRACT_");
      found.push(foreign ? fails("IPC-ERR-002", "The code is the runner's to use.", n) : passes("IPC-ERR-002", "The code is an adapter's.", n));
    } else if (attempts(line, "result") && fault?.pointer === "/replyTo") found.push(fails("IPC-INV-003", "A result has no replyTo.", n));
    else if (attempts(line, "error") && fault?.reason === "payload") {
      const code = payloadOf(line, "code");
      const misnamed = fault.pointer === "/payload/code" && typeof code === "string";
      found.push(misnamed ? fails("IPC-ERR-002", "The code does not start with IPC_ or ADAPTER_, or goes on in other characters.", n) : fails("IPC-ERR-001", `The payload of an error is invalid at ${fault.pointer}.`, n));
    } else if (attempts(line, "progress") && fault?.reason === "payload") found.push(fails("IPC-EN-005", `The payload of progress is invalid at ${fault.pointer}.`, n));
  }
  return found;
}

function payloadOf(line: Line, name: string): JsonValue | undefined {
  const payload = line.members?.payload;
  return isObject(payload) ? member(payload, name) : undefined;
}

function judgeEnd({ runner, events }: Conversation): Observation[] {
  const closing = events.find(({ event }) => event === "end-of-input");
  const exit = events.find((event) => event.event === "exit" && event.process === "adapter");
  if (closing === undefined || exit?.event !== "exit" || exit.n < closing.n) return [];
  if (exit.killed) return [fails("IPC-LC-001", "The adapter did not exit at the end of its input.", exit.n)];
  const found = [passes("IPC-LC-001", "The adapter exited at the end of its input.", exit.n)];
  const refused = messagesOf(runner, "hello").some(({ message }) => !message.payload.protocols.includes(protocol));
  if (refused) return found;
  return [...found, exit.code === 0 ? passes("IPC-LC-002", "The adapter exited with status 0.", exit.n) : fails("IPC-LC-002", "The adapter exited with another status than 0.", exit.n)];
}
