import { createDecoder } from "../protocol/decode.ts";
import type { Decoded } from "../protocol/decode.ts";

export interface Inbox {
  readonly push: (chunk: Uint8Array) => void;
  readonly end: () => void;
  /** What is held up while too much waits here. */
  readonly attach: (source: Source) => void;
  /** Comes when there is a line to take, or the end of output. */
  readonly ready: () => Promise<undefined>;
  readonly isReady: () => boolean;
  /** The next line; undefined at the end of output. */
  readonly take: () => Decoded | undefined;
  /** From now on a longer line is a fault. */
  readonly limitTo: (bytes: number) => void;
  readonly hold: () => void;
  readonly release: () => void;
  readonly isOver: () => boolean;
}

/** What can be asked to wait. */
export interface Source {
  readonly pauseOutput: () => void;
  readonly resumeOutput: () => void;
}

/** More lines than this in one session are a flood. */
const mostLines = 20_000;
/** So many lines wait at most until the script takes them; then the peer has to wait. */
const mostWaiting = 4000;

/** What the peer wrote and nobody took yet. It is bounded: a peer that writes faster has to wait. */
export function createInbox(): Inbox {
  let decoder = createDecoder();
  const waiting: Decoded[] = [];
  let first = 0;
  let total = 0;
  let ended = false;
  let held = false;
  let paused = false;
  let source: Source | undefined;
  let wakers: (() => void)[] = [];
  const wake = (): void => {
    const sleepers = wakers;
    wakers = [];
    for (const waker of sleepers) waker();
  };
  const arrived = (items: readonly Decoded[]): void => {
    for (const item of items) {
      if (total >= mostLines) ended = true;
      else {
        waiting.push(item);
        total += 1;
      }
    }
    regulate();
    wake();
  };
  const regulate = (): void => {
    const full = held || waiting.length - first > mostWaiting;
    if (full === paused) return;
    paused = full;
    if (full) source?.pauseOutput();
    else source?.resumeOutput();
  };
  return {
    push: (chunk) => {
      if (!ended) arrived(decoder.push(chunk));
    },
    end: () => {
      if (!ended) arrived(decoder.end());
      ended = true;
      wake();
    },
    attach: (attached) => {
      source = attached;
      if (paused) source.pauseOutput();
    },
    ready: async () => {
      // A piece of a line wakes too; it is no line yet.
      while (first >= waiting.length && !ended) {
        await new Promise<void>((resolve) => {
          wakers.push(resolve);
        });
      }
      return undefined;
    },
    isReady: () => first < waiting.length || ended,
    take: () => {
      const item = waiting[first];
      if (item === undefined) return undefined;
      first += 1;
      if (first === 1000) {
        waiting.splice(0, first);
        first = 0;
      }
      regulate();
      return item;
    },
    limitTo: (bytes) => {
      decoder = createDecoder({ maximumLineBytes: bytes });
    },
    hold: () => {
      held = true;
      regulate();
    },
    release: () => {
      held = false;
      regulate();
    },
    isOver: () => ended,
  };
}
