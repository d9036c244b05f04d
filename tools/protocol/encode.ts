import type { Message, MessageOf, MessageType, Payloads, Trace } from "./messages.ts";
import { protocol } from "./messages.ts";

/** The line that carries `message`, line feed included. */
export function encodeMessage(message: Message): string {
  return createEncoder()(message);
}

/** What writes many messages as `encodeMessage` does, and keeps what they have in common. */
export function createEncoder(): (message: Message) => string {
  let lastTimestamp: string | undefined;
  let lastType: MessageType | undefined;
  let middle = "";
  return (message) => {
    const { id, ts, type, payload, replyTo } = message;
    let members = replyTo === undefined ? 5 : 6;
    for (const _ in message) members -= 1;
    // Nearly every message has these members only, with nothing to escape in them; writing them out takes a fraction of the time.
    if (members !== 0 || !isPlain(id)) return `${JSON.stringify(message)}\n`;
    if (ts !== lastTimestamp || type !== lastType) {
      lastTimestamp = ts;
      lastType = type;
      middle = inOnePiece(`","ts":${JSON.stringify(ts)},"type":"${type}","payload":`);
    }
    const line = begin + id + middle + JSON.stringify(payload);
    if (replyTo === undefined) return `${line}}\n`;
    return isPlain(replyTo) ? `${line},"replyTo":"${replyTo}"}\n` : `${line},"replyTo":${JSON.stringify(replyTo)}}\n`;
  };
}

const begin = `{"v":"${protocol}","id":"`;

/** The engine keeps a text that was put together as its pieces and puts each line together anew; one that was read from JSON is whole. */
function inOnePiece(text: string): string {
  return JSON.parse(JSON.stringify(text)) as string;
}

/** Whether JSON writes the text as it is. What is not ASCII is left to JSON.stringify, since it may be half a character. */
function isPlain(text: string): boolean {
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position);
    if (code < 0x20 || code > 0x7e || code === quote || code === backslash) return false;
  }
  return true;
}

const quote = 0x22;
const backslash = 0x5c;

/** Of the number in an id, at least. */
const digits = 8;

/** What a message says besides its type and payload. */
export interface About {
  readonly replyTo?: string;
  readonly trace?: Trace;
}

/** Makes one sender's messages. */
export type MessageFactory = <Type extends MessageType>(type: Type, payload: Payloads[Type], about?: About) => MessageOf<Type>;

/**
 * Makes the messages of one sender, with ids that count up after `prefix` and never repeat, and the time of `now`, in milliseconds since 1970.
 * An adapter or a runner needs one for its whole life.
 */
export function createMessageFactory(options: { readonly prefix: string; readonly now?: () => number }): MessageFactory {
  const now = options.now ?? Date.now;
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
