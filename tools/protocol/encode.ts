import type { JsonObject } from "../json/value.ts";
import type { Form } from "./form.ts";
import type { Message, MessageOf, MessageType, Payloads, Trace } from "./messages.ts";
import { protocol } from "./messages.ts";
import { createPayloadLikeness, isPlain } from "./payload_likeness.ts";
import { createTurnClock } from "./turn_clock.ts";

/** The line that carries `message`, line feed included. */
export function encodeMessage(message: Message): string {
  return `${JSON.stringify(message)}\n`;
}

/** A message and the line that carries it, as `encodeMessage` writes it. */
export interface Written {
  readonly message: Message;
  readonly line: string;
}

/** Makes one sender's messages, with their lines. */
export type MessageWriter = <Type extends MessageType>(type: Type, payload: Payloads[Type], replyTo?: string) => Written;

/**
 * Makes messages as `createMessageFactory` does, and writes what most lines have in common once: all but a few strings. `prefix` is what JSON writes as
 * it is.
 */
export function createMessageWriter(options: MessageFactoryOptions): MessageWriter {
  const make = createMessageFactory(options);
  const likeness = createPayloadLikeness();
  /** What differs in a line: its id, the strings of the payload, and the id that it answers. */
  const strings: string[] = [];
  let common: Common | undefined;
  return (type, payload, replyTo) => {
    const message = make(type, payload, replyTo === undefined ? undefined : { replyTo }) as Message;
    const form = replyTo === undefined || isPlain(replyTo) ? likeness.recognise(payload as unknown as JsonObject, strings, 1) : undefined;
    if (form === undefined) return { message, line: encodeMessage(message) };
    const answers = replyTo !== undefined;
    if (common?.form !== form || common.ts !== message.ts || common.type !== type || common.answers !== answers) common = commonOf(form, message.ts, type, answers);
    strings[0] = message.id;
    if (answers) strings[form.around.length] = replyTo;
    return { message, line: join(common.around, strings) };
  };
}

/** What many lines of one sender have in common, and the text of that around what differs. */
interface Common {
  readonly form: Form;
  readonly ts: string;
  readonly type: MessageType;
  /** Whether the lines have a `replyTo`. */
  readonly answers: boolean;
  readonly around: readonly string[];
}

function commonOf(form: Form, ts: string, type: MessageType, answers: boolean): Common {
  const around = [...form.around];
  around[0] = `","ts":"${ts}","type":"${type}","payload":${around[0] ?? ""}`;
  around.push(`${around.pop() ?? ""}${answers ? ',"replyTo":"' : "}\n"}`);
  return { form, ts, type, answers, around: [`{"v":"${protocol}","id":"`, ...around, ...(answers ? ['"}\n'] : [])].map(inOnePiece) };
}

function join(around: readonly string[], strings: readonly string[]): string {
  let text = around[0] ?? "";
  for (let index = 1; index < around.length; index += 1) text += `${strings[index - 1] ?? ""}${around[index] ?? ""}`;
  return text;
}

/** The engine keeps a text that was put together as its pieces and puts each line together anew; one that was read from JSON is whole. */
function inOnePiece(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** Of the number in an id, at least. */
const digits = 8;

/** What a message says besides its type and payload. */
export interface About {
  readonly replyTo?: string;
  readonly trace?: Trace;
}

/** Makes one sender's messages. */
export type MessageFactory = <Type extends MessageType>(type: Type, payload: Payloads[Type], about?: About) => MessageOf<Type>;

export interface MessageFactoryOptions {
  readonly prefix: string;
  readonly now?: () => number;
}

/**
 * Makes the messages of one sender, with ids that count up after `prefix` and never repeat, and the time of `now`, in milliseconds since 1970.
 * An adapter or a runner needs one for its whole life.
 */
export function createMessageFactory(options: MessageFactoryOptions): MessageFactory {
  const now = options.now ?? createTurnClock(Date.now);
  let count = 0;
  /** The next count that has one digit more. */
  let longer = 1;
  let start = "";
  let instant = NaN;
  let timestamp = "";
  return <Type extends MessageType>(type: Type, payload: Payloads[Type], about?: About) => {
    count += 1;
    const time = now();
    // Formatting a time costs more than all the rest of a message; a thousand messages share one.
    if (time !== instant) {
      instant = time;
      timestamp = new Date(time).toISOString();
    }
    if (count === longer) {
      longer *= 10;
      start = options.prefix + "0".repeat(Math.max(0, digits - String(count).length));
    }
    const id = start + String(count);
    // Few forms of messages keep the engine's code for them small and fast.
    const message =
      about === undefined
        ? { v: protocol, id, ts: timestamp, type, payload }
        : about.trace === undefined && about.replyTo !== undefined
          ? { v: protocol, id, ts: timestamp, type, payload, replyTo: about.replyTo }
          : { v: protocol, id, ts: timestamp, type, payload, ...about };
    // The caller gives `replyTo` where the type demands it; the decoder on the other side checks it.
    return message as unknown as MessageOf<Type>;
  };
}
