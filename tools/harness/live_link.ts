import { isObject, member } from "../json/value.ts";
import { createDecoder } from "../protocol/decode.ts";
import type { Decoded, Decoder } from "../protocol/decode.ts";
import { defaultMaximumLineBytes } from "../protocol/messages.ts";
import type { Transcript } from "../protocol/transcript.ts";
import { deadline, pause, within } from "./deadline.ts";
import { createInbox } from "./inbox.ts";
import type { Inbox } from "./inbox.ts";
import type { Arrival, Exit, Link, SeenLine } from "./link.ts";
import type { Peer, PeerExit, PeerOptions, Start } from "./peer_process.ts";
import type { Writing } from "./written.ts";

/** How a peer is started: as a process (peer_process.ts), or as a function of this process in the tests of the harness. */
export type StartPeer = (options: PeerOptions) => Promise<Start>;

/** A running adapter, at the end of a link. */
export interface LiveLink extends Link {
  /** From now on, what passes is recorded there. */
  readonly recordTo: (transcript: Transcript) => void;
  /** Ends the session: closes its input, takes what it still writes, waits for its exit and records all of it. */
  readonly finish: (milliseconds: number) => Promise<void>;
  /** Whether the peer's output has ended, or more came than any case asks for. */
  readonly isOver: () => boolean;
  readonly standardError: () => Buffer;
  /** Must be called in the end. */
  readonly stop: () => Promise<void>;
}

export type Opening = { readonly opened: true; readonly link: LiveLink } | { readonly opened: false; readonly reason: string };

/** How long output may still come after the process has ended, where something else holds the pipe open. */
const lateOutputMilliseconds = 1000;
const lateExitMilliseconds = 300;
const stopGraceMilliseconds = 200;

export async function openLink(start: StartPeer, options: Pick<PeerOptions, "command" | "environment" | "folder">, transcript: Transcript): Promise<Opening> {
  const inbox = createInbox();
  const started = await start({ ...options, onOutput: inbox.push, onEndOfOutput: inbox.end });
  if (!started.started) {
    transcript.event({ event: "spawn-failed" });
    return { opened: false, reason: started.reason };
  }
  inbox.attach(started.peer);
  return { opened: true, link: liveLink(started.peer, inbox, transcript) };
}

function liveLink(peer: Peer, inbox: Inbox, first: Transcript): LiveLink {
  let transcript = first;
  let limit = defaultMaximumLineBytes;
  let outgoing = createDecoder();
  let inputEnded = false;
  let outputEndTaken = false;
  let reported: Exit | undefined;

  const take = (decoded: Decoded): SeenLine => {
    transcript.record("adapter", decoded);
    const line = seenLine(decoded);
    const announced = line.value?.type === "hello_ack" ? member(line.value.payload, "maxLineBytes") : undefined;
    if (typeof announced === "number" && Number.isSafeInteger(announced) && announced > 0 && announced !== limit) {
      limit = announced;
      outgoing = createDecoder({ maximumLineBytes: limit });
    }
    return line;
  };
  const takeReady = (): SeenLine | undefined => {
    const item = inbox.take();
    if (item !== undefined) return take(item);
    outputEndTaken = true;
    transcript.event({ event: "end-of-output" });
    return undefined;
  };
  const next = async (milliseconds: number, awaiting: string): Promise<Arrival> => {
    if (outputEndTaken) return { kind: "end" };
    if ((await within(inbox.ready(), milliseconds)) === deadline) {
      transcript.event({ event: "deadline", awaiting });
      return { kind: "deadline" };
    }
    const line = takeReady();
    return line === undefined ? { kind: "end" } : { kind: "line", line };
  };
  const endInput = async (): Promise<void> => {
    if (inputEnded || reported !== undefined) return;
    inputEnded = true;
    for (const decoded of outgoing.end()) transcript.record("runner", decoded);
    peer.closeInput();
    transcript.event({ event: "end-of-input" });
    await Promise.resolve();
  };
  const takeRest = async (milliseconds: number): Promise<SeenLine[]> => {
    const lines: SeenLine[] = [];
    const end = performance.now() + milliseconds;
    while (!outputEndTaken && (await within(inbox.ready(), Math.max(1, end - performance.now()))) !== deadline) {
      const line = takeReady();
      if (line !== undefined) lines.push(line);
    }
    return lines;
  };
  const report = (exit: PeerExit): Exit => {
    if (reported === undefined) {
      reported = { code: exit.killed ? null : exit.code, killed: exit.killed };
      transcript.event({ event: "exit", process: "adapter", ...reported });
    }
    return reported;
  };
  const exit: Link["exit"] = async (milliseconds) => {
    if (reported !== undefined) return { exit: reported, lines: [] };
    const lines: SeenLine[] = [];
    const exited = within(peer.exit, milliseconds).then((result): { readonly result: PeerExit | typeof deadline } => ({ result }));
    let ended: { readonly result: PeerExit | typeof deadline } | undefined;
    // Its output is taken meanwhile, so that a full pipe cannot keep it from ending.
    while (ended === undefined) {
      const first = outputEndTaken ? await exited : await Promise.race([inbox.ready(), exited]);
      if (first !== undefined) ended = first;
      else {
        const line = takeReady();
        if (line !== undefined) lines.push(line);
      }
    }
    const { result } = ended;
    if (result === deadline) {
      transcript.event({ event: "deadline", awaiting: "exit" });
      return { exit: undefined, lines };
    }
    lines.push(...(await takeRest(lateOutputMilliseconds)));
    return { exit: report(result), lines };
  };

  return {
    recordTo: (other) => {
      transcript = other;
    },
    limit: () => limit,
    next,
    endInput,
    exit,
    pause,
    isOver: () => outputEndTaken || inbox.isOver() || peer.exited() !== undefined,
    standardError: () => peer.standardError().head,
    stopReading: (milliseconds) => {
      inbox.hold();
      setTimeout(inbox.release, milliseconds);
    },
    write: async (writing: Writing) => {
      await writePieces(peer, outgoing, writing, (decoded) => {
        transcript.record("runner", decoded);
        const announced = decoded.kind === "message" && decoded.message.type === "hello" ? decoded.message.payload.session?.maxLineBytes : undefined;
        if (announced !== undefined) inbox.limitTo(announced);
      });
      return writing.ids;
    },
    finish: async (milliseconds) => {
      // One whose output has ended is about to exit by itself; what it exits for must not look like the end of its input.
      if (outputEndTaken) await within(peer.exit, lateExitMilliseconds);
      if (peer.exited() === undefined) await endInput();
      if (reported === undefined) {
        const { exit: ended } = await exit(milliseconds);
        if (ended === undefined) report({ ...(await peer.stop(stopGraceMilliseconds)), killed: true });
      }
      await peer.stop(stopGraceMilliseconds);
    },
    stop: async () => {
      await peer.stop(stopGraceMilliseconds);
    },
  };
}

async function writePieces(peer: Peer, outgoing: Decoder, { pieces, pauseMs }: Writing, record: (decoded: Decoded) => void): Promise<void> {
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) await (pauseMs > 0 ? pause(pauseMs) : nextTurn());
    peer.write(piece);
    for (const decoded of outgoing.push(piece)) record(decoded);
  }
}

async function nextTurn(): Promise<void> {
  await new Promise<void>((resolve) => {
    setImmediate(resolve);
  });
}

export function seenLine(decoded: Decoded): SeenLine {
  if (decoded.kind === "blank") return { value: undefined, blank: true };
  const value = decoded.kind === "message" ? decoded.message : decoded.value;
  // A message is made of JSON values and nothing else.
  const json = value as Parameters<typeof isObject>[0];
  return { value: isObject(json) ? json : undefined, blank: false };
}
