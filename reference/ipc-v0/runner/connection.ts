import { createDecoder, type Decoded } from "../../../tools/protocol/decode.ts";
import { createMessageWriter, type Written } from "../../../tools/protocol/encode.ts";
import { createRunnerSession, type RunnerEffect } from "../../../tools/protocol/runner_session.ts";
import { defaultMaximumLineBytes, protocol, type InvokePayload, type Message, type MessageOf } from "../../../tools/protocol/messages.ts";
import { deadline, pause, within } from "../../../tools/harness/deadline.ts";
import { startPeer, type Peer, type PeerExit } from "../../../tools/harness/peer_process.ts";
import { createDeadlines } from "./deadlines.ts";

/** What happens besides messages. */
export type ConnectionEvent =
  | { readonly event: "end-of-input" | "end-of-output" | "spawn-failed" }
  | { readonly event: "deadline"; readonly awaiting: "reply" | "exit" | "end-of-output" }
  | { readonly event: "exit"; readonly process: "adapter"; readonly code: number | null; readonly killed: boolean };

/** Sees everything of a session, in the order in which it happens. */
export interface Recorder {
  readonly message: (message: Message) => void;
  readonly line: (decoded: Decoded) => void;
  readonly event: (event: ConnectionEvent) => void;
  /** The bytes as they travelled. */
  readonly written: (text: string) => void;
  readonly read: (chunk: Uint8Array) => void;
}

export interface ConnectionOptions {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folder?: string;
  /** The operations to ask for in hello. */
  readonly operations: readonly string[];
  /** From the start of the adapter to its capabilities. */
  readonly handshakeMilliseconds: number;
  /** From the end of its input to its exit. */
  readonly exitMilliseconds: number;
  /** How many lines, and bytes, the adapter may write in all; any number where it is not given. */
  readonly most?: { readonly lines: number; readonly bytes: number };
  readonly recorder?: Recorder;
  readonly onStandardError?: (chunk: Uint8Array) => void;
  /** The handshake is over: invoke, or close. */
  readonly onReady: (connection: Connection, capabilities: MessageOf<"capabilities">) => void;
}

/** Takes the terminal message of an invoke. */
export type OnAnswer = (message: MessageOf<"result"> | MessageOf<"error">) => void;

export interface Connection {
  /** Sends an invoke, which has to be answered within so many milliseconds. False where it does not fit in a line that the adapter takes. */
  readonly invoke: (payload: InvokePayload, answerMilliseconds: number, onAnswer: OnAnswer) => boolean;
  /** Ends the adapter's input, and so the session. */
  readonly close: () => void;
  /** Comes true when the adapter has taken what was sent; who sends much waits for it. */
  readonly drained: () => Promise<void>;
}

export interface SessionEnd {
  /** Whether the session went as the protocol demands, as far as the runner could see. */
  readonly sound: boolean;
  /** Undefined where the adapter could not be started. */
  readonly exit: PeerExit | undefined;
  /** The process, and its group; undefined where the adapter could not be started. */
  readonly pid: number | undefined;
  /** Why it could not be started. */
  readonly startProblem?: string;
}

/**
 * Runs one session with an adapter, from its start to its end; never throws for what the adapter does. What is sent and recorded depends only on
 * the order of the adapter's lines, never on how they arrive: everything that a line causes happens before the next line is looked at.
 */
export async function runSession(options: ConnectionOptions): Promise<SessionEnd> {
  const { recorder } = options;
  const session = createRunnerSession();
  const decoder = createDecoder();
  const write = createMessageWriter({ prefix: "runner-" });
  const deadlines = createDeadlines<OnAnswer | undefined>(() => {
    recorder?.event({ event: "deadline", awaiting: "reply" });
    fail("kill");
  });
  const link: { peer?: Peer } = {};
  let limit = defaultMaximumLineBytes;
  let sound = true;
  let lines = 0;
  let bytes = 0;
  let unfinished = 0;
  let held = "";
  let ending = false;
  let stopping = false;
  let over: (exit: PeerExit) => void = () => undefined;
  const end = new Promise<PeerExit>((resolve) => {
    over = resolve;
  });

  const flush = (): void => {
    if (held === "") return;
    const text = held;
    held = "";
    recorder?.written(text);
    link.peer?.write(text);
  };
  const send = ({ message, line }: Written): void => {
    session.sent(message);
    recorder?.message(message);
    // Lines that are sent together leave in one write, or in a few.
    if (held === "") void settled.then(flush);
    held += line;
    if (held.length > heldBack) flush();
  };
  const connection: Connection = {
    invoke: (payload, answerMilliseconds, onAnswer) => {
      const written = write("invoke", payload);
      if (written.line.length * 3 > limit && Buffer.byteLength(written.line) - 1 > limit) return false;
      send(written);
      deadlines.add(written.message.id, answerMilliseconds, onAnswer);
      return true;
    },
    close: () => {
      void finish("close");
    },
    drained: async () => {
      await link.peer?.drained();
    },
  };

  const take = (decoded: Decoded): void => {
    recorder?.line(decoded);
    const effect = session.receive(decoded);
    if (effect !== undefined) act(effect);
    lines += 1;
    if (options.most !== undefined && sound && (lines > options.most.lines || bytes > options.most.bytes)) {
      recorder?.event({ event: "deadline", awaiting: "end-of-output" });
      fail("kill");
    }
  };

  const act = (effect: RunnerEffect): void => {
    switch (effect.effect) {
      case "greeted":
        limit = effect.maximumLineBytes;
        break;
      case "declared": {
        deadlines.remove(handshake);
        send(write("capabilities_ack", { accepted: accepted(effect.message, options.operations) }, effect.message.id));
        options.onReady(connection, effect.message);
        break;
      }
      case "settled":
        deadlines.remove(effect.invokeId)?.(effect.message);
        break;
      case "progress":
        break;
      case "refused":
        fail("close");
        break;
      case "violation":
        fail(effect.code === "IPC_LINE_TOO_LONG" ? "kill" : "close");
        break;
    }
  };

  const fail = (how: "close" | "kill"): void => {
    if (!sound) return;
    sound = false;
    void finish(how);
  };

  const finish = async (how: "close" | "kill"): Promise<void> => {
    deadlines.stop();
    if (ending && how === "close") return;
    const running = link.peer;
    if (running === undefined || stopping) return;
    if (!ending && how === "close") {
      ending = true;
      recorder?.event({ event: "end-of-input" });
      // What was sent in this turn still has to leave.
      void settled.then(running.closeInput);
      if ((await within(endedByItself(running), options.exitMilliseconds)) !== deadline) {
        await stop(running, false);
        return;
      }
      if (isStopping()) return;
      recorder?.event({ event: "deadline", awaiting: "exit" });
    }
    await stop(running, true);
  };

  const stop = async (running: Peer, killed: boolean): Promise<void> => {
    if (stopping) return;
    ending = true;
    stopping = true;
    const exit = await running.stop();
    const known: PeerExit = killed ? { code: null, signal: exit.signal, killed: true } : exit;
    recorder?.event({ event: "exit", process: "adapter", code: known.code, killed });
    over(known);
  };

  const isOver = (): boolean => !sound || stopping;
  const isStopping = (): boolean => stopping;
  const begun = await startPeer({
    command: options.command,
    environment: options.environment,
    ...(options.folder === undefined ? {} : { folder: options.folder }),
    ...(options.onStandardError === undefined ? {} : { onStandardError: options.onStandardError }),
    onOutput: (chunk) => {
      recorder?.read(chunk);
      if (isOver()) return;
      bytes += chunk.length;
      for (const decoded of decoder.push(chunk)) {
        if (isOver()) return;
        take(decoded.kind === "fault" && decoded.reason === "too-long" ? cut(decoded.bytes) : decoded);
      }
      const last = chunk.lastIndexOf(lineFeed);
      unfinished = last === -1 ? unfinished + chunk.length : chunk.length - last - 1;
      // A line that is too long already is not worth the wait for its end, which may never come.
      if (!isOver() && unfinished > defaultMaximumLineBytes) {
        const [rest] = decoder.end();
        take(cut(rest?.kind === "fault" ? rest.bytes : new Uint8Array()));
      }
    },
    onEndOfOutput: () => {
      if (stopping) return;
      if (sound) for (const decoded of decoder.end()) if (!isOver()) take(decoded);
      recorder?.event({ event: "end-of-output" });
      if (sound && session.endOfOutput() !== undefined) fail("close");
      else void finish("close");
    },
    onExit: () => {
      // What it wrote last may still be on its way; a child of it that holds its output open keeps nobody waiting.
      void pause(lastOutputMilliseconds).then(() => {
        if (!ending) fail("close");
      });
    },
  });
  if (!begun.started) {
    recorder?.event({ event: "spawn-failed" });
    return { sound: false, exit: undefined, pid: undefined, startProblem: begun.reason };
  }
  link.peer = begun.peer;
  deadlines.add(handshake, options.handshakeMilliseconds, undefined);
  send(write("hello", {
    role: "runner",
    protocols: [protocol],
    requestedCapabilities: options.operations,
    session: { maxLineBytes: defaultMaximumLineBytes },
  }));
  const exit = await end;
  return { sound, exit, pid: begun.peer.pid };
}

const lineFeed = 0x0a;
/** Longer texts cost the system a new piece of memory for each write, several times as much as the write itself. */
const heldBack = 65_536;
/** What is to happen at the end of the turn waits for this. */
const settled = Promise.resolve();
const lastOutputMilliseconds = 250;

/** The name of the handshake among the deadlines; no message id is that short. */
const handshake = "hello";

function accepted({ payload }: MessageOf<"capabilities">, wanted: readonly string[]): string[] {
  return wanted.filter((operation) => payload.capabilities.some(({ name }) => name === operation));
}

/** A line that is too long, as the runner leaves it: after its first byte too many. */
function cut(bytes: Uint8Array): Decoded {
  const detail = `The line is longer than ${defaultMaximumLineBytes} bytes.`;
  return { kind: "fault", code: "IPC_LINE_TOO_LONG", reason: "too-long", pointer: "", detail, bytes, byteLength: defaultMaximumLineBytes + 1, ending: "none" };
}

async function endedByItself(peer: Peer): Promise<void> {
  await peer.exit;
  await within(peer.outputEnded, lastOutputMilliseconds);
}
