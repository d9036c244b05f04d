import { encodeMessage, createMessageFactory } from "../protocol/encode.ts";
import { createDecoder } from "../protocol/decode.ts";
import type { Decoded } from "../protocol/decode.ts";
import { isObject } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { protocol } from "../protocol/messages.ts";
import type { MessageOf } from "../protocol/messages.ts";
import { deadline, within } from "./deadline.ts";
import { exitAdvice, startAdvice } from "./doctor_advice.ts";
import type { Attempt } from "./doctor_advice.ts";
import type { StartPeer } from "./live_link.ts";
import type { Peer, PeerExit } from "./peer_process.ts";

/** What the doctor found out about the wiring of an adapter. */
export interface Diagnosis {
  /** It answers as an adapter does; the rest is for `wsc conform adapter`. */
  readonly healthy: boolean;
  /** What happened, in order. */
  readonly facts: readonly string[];
  /** What is wrong, why that matters and what to do, as sentences. */
  readonly advice: readonly string[];
  /** The beginning of what it wrote to standard error. */
  readonly standardError: string;
}

export interface Patient extends Attempt {
  readonly environment: Readonly<Record<string, string>>;
  readonly start: StartPeer;
  /** How long to wait for an answer, in milliseconds. */
  readonly patience: number;
}

/** Tries whether a program is wired as an adapter: whether it starts, stays, reads, answers at once, and in lines of JSON. */
export async function examine(patient: Patient): Promise<Diagnosis> {
  const heard = listen();
  const started = await patient.start({ ...patient, onOutput: heard.take, onEndOfOutput: heard.end });
  if (!started.started) {
    return { healthy: false, facts: [`It could not be started: ${started.reason}.`], advice: [startAdvice(started.code, patient)], standardError: "" };
  }
  const { peer } = started;
  try {
    return await converse(peer, heard, patient);
  } finally {
    await peer.stop(200);
  }
}

const make = createMessageFactory({ prefix: "doctor-" });
/** How much longer an adapter that holds its output back may take once its input has ended. */
const flushMilliseconds = 2000;

async function converse(peer: Peer, heard: Heard, patient: Patient): Promise<Diagnosis> {
  const { patience } = patient;
  const facts = ["It starts."];
  const standardError = (): string => peer.standardError().head.toString("utf8");
  const sick = (advice: readonly string[]): Diagnosis => ({ healthy: false, facts, advice, standardError: standardError() });
  const silent = (advice: string): Diagnosis => sick([standardError().includes('"hello_ack"') ? "It writes its answer to standard error. Messages belong to standard output, and only logs to standard error." : advice]);

  const hello = make("hello", { role: "runner", protocols: [protocol], requestedCapabilities: [], session: {} });
  peer.write(encodeMessage(hello));
  const first = await heard.next(patience);
  if (first === "end" || (first === "late" && peer.exited() !== undefined)) {
    const exit = await within(peer.exit, flushMilliseconds);
    facts.push(`It ${exitWords(exit)} without a word on standard output.`);
    return silent(exitAdvice(exit, standardError(), patient));
  }
  if (first === "late") return await explainSilence(peer, heard, facts, silent);
  const strange = strangeness(first);
  if (strange !== undefined) {
    facts.push(`It answers a hello with ${strange.fact}.`);
    return sick([strange.advice]);
  }
  facts.push(`It answers a hello with ${typeOf(first)}.`);
  const advice = new Set(endingAdvice(first));
  const isGreeted = typeOf(first) === "hello_ack";
  if (first.kind === "message" && first.message.type === "error") advice.add(errorAdvice(first.message, hello.id));
  else if (first.kind === "message" && first.message.id === hello.id) advice.add("It sends back what it was sent. A hello is answered with hello_ack and then capabilities, messages with ids of their own.");
  else if (!isGreeted) advice.add(`A hello is answered with hello_ack and then capabilities, not with ${typeOf(first)}.`);
  else {
    if (first.kind === "message" && first.message.replyTo !== hello.id) advice.add("Its hello_ack does not name the hello. Copy the `id` of the hello into `replyTo`; a runner with several messages under way finds its answer by it.");
    if (first.kind === "message" && first.message.type === "hello_ack" && first.message.payload.selected !== protocol) advice.add(`Its hello_ack selects a protocol that was not offered. Put \`${protocol}\`, which the hello offers, into \`selected\`.`);
    const second = await heard.next(patience);
    if (second !== "late" && second !== "end") facts.push(`Then it sends ${strangeness(second)?.fact ?? typeOf(second)}.`);
    for (const sentence of capabilitiesAdvice(second)) advice.add(sentence);
  }
  peer.closeInput();
  const exit = await within(peer.exit, patience);
  for (const sentence of unaskedAdvice(await heard.next(exit === deadline ? 0 : flushMilliseconds), facts)) advice.add(sentence);
  if (exit === deadline) advice.add("It does not exit when its input ends, so that every runner has to kill it. Leave when reading from standard input comes to the end of the file.");
  else {
    facts.push(`When its input ends, it ${exitWords(exit)}.`);
    // One that refused the hello may say so with its status.
    if (isGreeted && exit.code !== 0) advice.add("The end of its input is no failure: exit with status 0 then. Where it crashes there, what it wrote to standard error tells why.");
  }
  return { healthy: advice.size === 0, facts, advice: [...advice], standardError: standardError() };
}

/** What is wrong with an error for an answer. */
function errorAdvice({ replyTo, payload }: MessageOf<"error">, helloId: string): string {
  if (replyTo === helloId || payload.code === "IPC_PROTO_MISMATCH") return "It refuses a hello that offers ipc.v0. Compare the protocol that it looks for with `ipc.v0`, letter by letter.";
  return `Its error, ${payload.code}, does not name the hello in \`replyTo\`. Where it is about something else: write nothing before a line has been read, and send what is no answer to standard error.`;
}

/** What is wrong with what comes after all that was to come. */
function unaskedAdvice(line: HeardLine, facts: string[]): string[] {
  if (line === "late" || line === "end") return [];
  const strange = strangeness(line);
  facts.push(`It also writes ${strange?.fact ?? `${typeOf(line)}, for which nobody asked`}.`);
  return [strange?.advice ?? "Write nothing that answers no message: after the capabilities an adapter waits for the runner, and at the end of its input it just leaves."];
}

/** What is wrong with what follows the hello_ack. */
function capabilitiesAdvice(second: HeardLine): string[] {
  if (second === "late" || second === "end") return ["No capabilities follow the hello_ack. An adapter sends them by itself; do not wait for another message first."];
  const wrong = strangeness(second)?.advice ?? (typeOf(second) === "capabilities" ? undefined : `The hello_ack is followed by capabilities, not by ${typeOf(second)}.`);
  return [...(wrong === undefined ? [] : [wrong]), ...endingAdvice(second)];
}

/** Nothing came. Whether it holds its answer back shows when its input ends: then a buffer is emptied. */
async function explainSilence(peer: Peer, heard: Heard, facts: string[], silent: (advice: string) => Diagnosis): Promise<Diagnosis> {
  if (heard.midLine().length > 0) {
    facts.push(`It writes ${excerpt(heard.midLine())}, but no line feed.`);
    return silent("It ends no line, so that no runner can tell where a message is over. Write a line feed after each message, and none within one; send everything else, prompts too, to standard error.");
  }
  facts.push("It does not answer a hello.");
  peer.closeInput();
  const late = await heard.next(flushMilliseconds);
  if (late !== "late" && late !== "end") {
    const strange = strangeness(late);
    if (strange !== undefined) {
      facts.push(`Once its input has ended, it writes ${strange.fact}.`);
      return silent(strange.advice);
    }
    facts.push("Once its input has ended, the answer comes.");
    return silent("It holds its output back until it ends. Flush standard output after each line (Python: `print(..., flush=True)`; C: `fflush(stdout)`), and read line by line instead of to the end of the file.");
  }
  if (late === "end") {
    facts.push("When its input ends, it closes its output without a word.");
    return silent("It reads its input and never answers. Check that it answers `hello` with `hello_ack`, and that it writes to standard output and not to standard error.");
  }
  return silent("It neither answers nor ends. Check that it reads from standard input, and that it does not wait for a terminal, a socket or a second line.");
}

type HeardLine = Decoded | "end" | "late";

interface Heard {
  readonly take: (chunk: Buffer) => void;
  readonly end: () => void;
  readonly next: (milliseconds: number) => Promise<HeardLine>;
  /** The front part of the last piece of a line that is not ended. */
  readonly midLine: () => Uint8Array;
}

/** A program that floods is heard for so many lines. */
const mostLines = 1000;

function listen(): Heard {
  const decoder = createDecoder();
  const lines: Decoded[] = [];
  let ended = false;
  let midLine: Uint8Array = new Uint8Array();
  let wake: () => void = () => undefined;
  const add = (decoded: readonly Decoded[]): void => {
    if (lines.length < mostLines) lines.push(...decoded);
    if (decoded.length > 0) wake();
  };
  return {
    take: (chunk) => {
      midLine = chunk.subarray(chunk.lastIndexOf(0x0a) + 1);
      add(decoder.push(chunk));
    },
    midLine: () => midLine,
    end: () => {
      add(decoder.end());
      ended = true;
      wake();
    },
    next: async (milliseconds) => {
      if (lines.length === 0 && !ended) {
        const turn = new Promise<void>((resolve) => {
          wake = resolve;
        });
        if ((await within(turn, milliseconds)) === deadline) return "late";
      }
      return lines.shift() ?? (ended ? "end" : "late");
    },
  };
}

function strangeness(decoded: Decoded): { readonly fact: string; readonly advice: string } | undefined {
  if (decoded.kind === "message") return undefined;
  if (decoded.kind === "blank") return { fact: "an empty line", advice: "Write nothing to standard output but messages, one a line; an empty line is none." };
  const { reason, detail, pointer } = decoded;
  switch (reason) {
    case "not-json":
    case "not-object":
      if (isFrontOfObject(decoded.bytes)) return { fact: `the front part of a JSON object: ${excerpt(decoded.bytes)}`, advice: "A message is one line. Write JSON without line feeds and indentation, and one line feed after it." };
      if (/^content-length *:/i.test(Buffer.from(decoded.bytes).toString("latin1"))) return { fact: `a header: ${excerpt(decoded.bytes)}`, advice: "Messages have no headers here. Write each as JSON on a line of its own, ended by a line feed, and read lines in the same way." };
      return { fact: `something that is no JSON object: ${excerpt(decoded.bytes)}`, advice: "Standard output belongs to the protocol. Send logs, banners and prompts to standard error, and messages as JSON objects, one a line." };
    case "not-utf8":
    case "byte-order-mark":
      return { fact: reason === "not-utf8" ? "bytes that are not UTF-8" : "a byte-order mark before its line", advice: "Write UTF-8 without a byte-order mark; set the encoding of standard output where the language has another one by default." };
    default:
      return { fact: `a line that is no message${pointer === "" ? "" : ` (at ${pointer})`}`, advice: `${detail} The fields are v, id, ts, type, payload, and replyTo where a message answers another.` };
  }
}

/** Whether a line is how an object begins that is written over several lines. */
function isFrontOfObject(bytes: Uint8Array): boolean {
  return /^\s*\{\s*(?:"(?:[^"\\]|\\.)*"\s*:.*[,{[])?\s*$/.test(Buffer.from(bytes.subarray(0, 4096)).toString("utf8"));
}

function endingAdvice({ ending }: Decoded): string[] {
  return ending === "crlf" ? ["Its lines end in a carriage return and a line feed. Write a line feed alone; open standard output in binary mode where the system adds the other."] : [];
}

function typeOf(decoded: Decoded): string {
  const value: JsonValue | undefined = decoded.kind === "fault" ? decoded.value : undefined;
  if (decoded.kind === "message") return decoded.message.type;
  return isObject(value) && typeof value.type === "string" ? value.type : "something else";
}

function excerpt(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString("utf8");
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}...` : text);
}

function exitWords(exit: PeerExit | typeof deadline): string {
  if (exit === deadline) return "closes its output";
  if (exit.killed) return "has to be killed";
  return exit.code === null ? `is ended by ${exit.signal ?? "a signal"}` : `exits with status ${exit.code}`;
}
