import { availableParallelism } from "node:os";
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { JudgeOptions, ShareOptions } from "./judge.ts";
import { workerWord } from "./worker_word.ts";

const usualMostThreads = 4;
/** Batches given to a worker ahead of its answers, so that it never waits for this thread. */
const ahead = 2;
/** Batches kept until an earlier one is answered: a bound on memory. */
const keptBatches = 16;

/** What threads share out. Items and results are plain data, so that they can be sent. */
export interface Shared<Item, Result> {
  /** The next batch; without items at the end. */
  readonly take: () => Taken<Item>;
  readonly judge: (item: Item) => Result | Promise<Result>;
  /** Takes each result, in the order of the items; gives a promise only where it has to wait. */
  readonly deliver: (item: Item, result: Result) => Promise<void> | undefined;
  /** For items that are lines of a stream: how the stream is named in reports, and to the rules. */
  readonly stream?: StreamName;
}

export interface Taken<Item> {
  readonly items: readonly Item[];
  /** Called when the items are needed no more. */
  readonly release?: () => void;
}

export interface StreamName {
  readonly path: string;
  readonly absolute: string;
}

export interface WorkerStart {
  readonly port: MessagePort;
  readonly options: JudgeOptions;
  readonly stream: StreamName | undefined;
}

export interface Work<Item> {
  readonly batch: number;
  readonly items: readonly Item[];
}

export interface Answer<Result> {
  readonly batch: number;
  readonly results: readonly Result[];
}

/** What a worker sends first: until then this thread judges alone, for a run may be over before a worker has started. */
export const ready = "ready";

interface Batch<Item, Result> extends Taken<Item> {
  /** Who judges it; undefined for this thread. */
  readonly helper: Helper | undefined;
  results: readonly Result[] | undefined;
}

interface Helper {
  readonly worker: Worker;
  readonly port: MessagePort;
  outstanding: number;
  isReady: boolean;
}

/**
 * Judges with worker threads. Batches of items are handed out, this thread judges while the workers are busy, and results are delivered in
 * order. Nobody is waited for: what a worker that is slow, or dead, leaves unanswered in the end is judged here.
 */
export async function judgeInParallel<Item, Result>({ take, judge, deliver, stream }: Shared<Item, Result>, options: ShareOptions): Promise<void> {
  const threads = options.threads ?? Math.min(availableParallelism(), usualMostThreads);
  const helpers = Array.from({ length: threads - 1 }, () => startHelper(options, stream));
  const kept = new Map<number, Batch<Item, Result>>();
  let first = 0;
  let count = 0;

  /** Unless its helper answers meanwhile. */
  const judgeHere = async (batch: Batch<Item, Result>): Promise<void> => {
    const results: Result[] = [];
    for (const item of batch.items) {
      const result = judge(item);
      results.push(result instanceof Promise ? await result : result);
      if (batch.helper !== undefined) collect(helpers, kept);
      if (batch.results !== undefined) return;
    }
    batch.results = results;
  };
  const deliverReady = async (): Promise<void> => {
    for (let batch = kept.get(first); batch?.results !== undefined; batch = kept.get(first)) {
      for (const [index, result] of batch.results.entries()) {
        const item = batch.items[index];
        const delivery = item === undefined || options.isCutShort() ? undefined : deliver(item, result);
        if (delivery !== undefined) await delivery;
      }
      batch.release?.();
      kept.delete(first);
      first += 1;
    }
  };
  /** Until no more than `most` batches are left. */
  const settle = async (most: number): Promise<void> => {
    collect(helpers, kept);
    await deliverReady();
    while (kept.size > most && !options.isCutShort()) {
      // A worker that has just started takes many times as long, and the rest would have to wait for it.
      const batch = kept.get(first);
      if (batch !== undefined) await judgeHere(batch);
      collect(helpers, kept);
      await deliverReady();
    }
  };

  try {
    for (let taken = take(); taken.items.length > 0 && !options.isCutShort(); taken = take()) {
      collect(helpers, kept);
      const helper = helpers.find(({ outstanding, isReady }) => isReady && outstanding < ahead);
      const batch: Batch<Item, Result> = { ...taken, helper, results: undefined };
      kept.set(count, batch);
      if (helper === undefined) {
        await judgeHere(batch);
      } else {
        helper.outstanding += 1;
        helper.port.postMessage({ batch: count, items: taken.items } satisfies Work<Item>);
      }
      count += 1;
      await settle(keptBatches);
    }
    await settle(0);
  } finally {
    for (const { worker } of helpers) void worker.terminate();
  }
}

function startHelper({ workerEntry = "", maximumBytes, keepExcerpts }: ShareOptions, stream: StreamName | undefined): Helper {
  const { port1, port2 } = new MessageChannel();
  const workerData: WorkerStart = { port: port2, options: { maximumBytes, keepExcerpts }, stream };
  const worker = new Worker(workerEntry, { argv: ["validate", workerWord], workerData, transferList: [port2], stdout: true, stderr: true });
  // One that dies answers no more, and is given nothing more for that.
  worker.on("error", () => undefined);
  return { worker, port: port1, outstanding: 0, isReady: false };
}

/** Takes in the answers that have arrived. */
function collect<Item, Result>(helpers: readonly Helper[], kept: Map<number, Batch<Item, Result>>): void {
  for (const helper of helpers) {
    for (let received = receiveMessageOnPort(helper.port); received !== undefined; received = receiveMessageOnPort(helper.port)) {
      if (received.message === ready) {
        helper.isReady = true;
        continue;
      }
      const answer = received.message as Answer<Result>;
      const batch = kept.get(answer.batch);
      if (batch !== undefined) batch.results = answer.results;
      helper.outstanding -= 1;
    }
  }
}
