import { availableParallelism } from "node:os";
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { Deliver, JudgeAllOptions, JudgeOptions, JudgeWhole, Outcome, Target } from "./judge.ts";
import { workerWord } from "./worker_word.ts";

const usualMostThreads = 4;
const batchSize = 64;
/** Batches given to a worker ahead of its answers, so that it never waits for this thread. */
const ahead = 2;
/** Batches kept until an earlier one is answered: a bound on memory. */
const keptBatches = 16;
const longestWaitMilliseconds = 30_000;

export interface WorkerStart {
  readonly port: MessagePort;
  /** Counts the answers, so that this thread can sleep until there is one. */
  readonly answers: Int32Array;
  readonly options: JudgeOptions;
}

export interface Work {
  readonly batch: number;
  readonly targets: readonly Target[];
}

export interface Answer {
  readonly batch: number;
  readonly outcomes: readonly Outcome[];
}

interface Batch {
  readonly targets: readonly Target[];
  outcomes: readonly Outcome[] | undefined;
}

interface Helper {
  readonly worker: Worker;
  readonly port: MessagePort;
  outstanding: number;
}

/**
 * Judges with worker threads. Batches of paths are handed out, this thread judges while the workers are busy, and outcomes are delivered
 * in order. A worker that does not answer costs time only: its batches are judged here.
 */
export async function judgeInParallel(targets: Iterator<Target>, options: JudgeAllOptions, judgeWhole: JudgeWhole, deliver: Deliver): Promise<void> {
  const answers = new Int32Array(new SharedArrayBuffer(4));
  const helpers = Array.from({ length: (options.threads ?? Math.min(availableParallelism(), usualMostThreads)) - 1 }, () => startHelper(options, answers));
  const kept = new Map<number, Batch>();
  let first = 0;
  let count = 0;

  const deliverReady = async (): Promise<void> => {
    for (let batch = kept.get(first); batch?.outcomes !== undefined; batch = kept.get(first)) {
      for (const [index, target] of batch.targets.entries()) {
        const outcome = batch.outcomes[index];
        const delivery = outcome === undefined || options.isCutShort() ? undefined : deliver(target, outcome);
        if (delivery !== undefined) await delivery;
      }
      kept.delete(first);
      first += 1;
    }
  };
  const judgeHere = async (batch: Batch): Promise<void> => {
    const outcomes: Outcome[] = [];
    for (const target of batch.targets) {
      const outcome = judgeWhole(target);
      outcomes.push(outcome instanceof Promise ? await outcome : outcome);
    }
    batch.outcomes = outcomes;
  };
  const waitForFirst = async (): Promise<void> => {
    const batch = kept.get(first);
    if (batch === undefined || batch.outcomes !== undefined) return;
    // What arrived before `seen` was taken is collected next time round; what arrives after it ends the wait.
    const seen = Atomics.load(answers, 0);
    if (collect(helpers, kept) === 0 && Atomics.wait(answers, 0, seen, longestWaitMilliseconds) === "timed-out") await judgeHere(batch);
  };

  try {
    for (let taken = take(targets); taken.length > 0 && !options.isCutShort(); taken = take(targets)) {
      const batch: Batch = { targets: taken, outcomes: undefined };
      kept.set(count, batch);
      collect(helpers, kept);
      const helper = helpers.find(({ outstanding }) => outstanding < ahead);
      if (helper === undefined) {
        await judgeHere(batch);
      } else {
        helper.outstanding += 1;
        helper.port.postMessage({ batch: count, targets: taken } satisfies Work);
      }
      count += 1;
      await deliverReady();
      while (kept.size > keptBatches) {
        await waitForFirst();
        await deliverReady();
      }
    }
    while (kept.size > 0 && !options.isCutShort()) {
      await waitForFirst();
      await deliverReady();
    }
  } finally {
    for (const { worker } of helpers) void worker.terminate();
  }
}

function startHelper(options: JudgeAllOptions, answers: Int32Array): Helper {
  const { port1, port2 } = new MessageChannel();
  const workerData: WorkerStart = { port: port2, answers, options: { maximumBytes: options.maximumBytes, keepExcerpts: options.keepExcerpts } };
  const worker = new Worker(options.workerEntry ?? "", { argv: [workerWord], workerData, transferList: [port2] });
  worker.unref();
  port1.unref();
  // A worker that fails is one that never answers.
  worker.on("error", () => undefined);
  return { worker, port: port1, outstanding: 0 };
}

/** Takes in the answers that have arrived, and counts them. */
function collect(helpers: readonly Helper[], kept: Map<number, Batch>): number {
  let collected = 0;
  for (const helper of helpers) {
    for (let received = receiveMessageOnPort(helper.port); received !== undefined; received = receiveMessageOnPort(helper.port)) {
      const answer = received.message as Answer;
      const batch = kept.get(answer.batch);
      if (batch !== undefined) batch.outcomes = answer.outcomes;
      helper.outstanding -= 1;
      collected += 1;
    }
  }
  return collected;
}

function take(targets: Iterator<Target>): Target[] {
  const taken: Target[] = [];
  while (taken.length < batchSize) {
    const next = targets.next();
    if (next.done === true) break;
    taken.push(next.value);
  }
  return taken;
}
