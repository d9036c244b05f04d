import { availableParallelism } from "node:os";
import { setTimeout as pause } from "node:timers/promises";
import { MessageChannel, receiveMessageOnPort, Worker, type MessagePort } from "node:worker_threads";
import type { Deliver, JudgeAllOptions, JudgeOptions, Outcome, Target } from "./judge.ts";
import type { Judging } from "./judging.ts";
import { workerWord } from "./worker_word.ts";

const usualMostThreads = 4;
const batchSize = 64;
/** Batches given to a worker ahead of its answers, so that it never waits for this thread. */
const ahead = 2;
/** Batches kept until an earlier one is answered: a bound on memory. */
const keptBatches = 16;
const pauseMilliseconds = 1;

export interface WorkerStart {
  readonly port: MessagePort;
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
  /** Who judges it; undefined for this thread. */
  readonly helper: Helper | undefined;
  outcomes: readonly Outcome[] | undefined;
}

interface Helper {
  readonly worker: Worker;
  readonly port: MessagePort;
  outstanding: number;
  isLost: boolean;
}

/**
 * Judges with worker threads. Batches of files are handed out, this thread judges while the workers are busy, and outcomes are delivered
 * in order. What a worker that dies leaves unanswered is judged here.
 */
export async function judgeInParallel(targets: Iterator<Target>, options: JudgeAllOptions, judging: Judging, deliver: Deliver): Promise<void> {
  const threads = options.threads ?? Math.min(availableParallelism(), usualMostThreads);
  const helpers = Array.from({ length: threads - 1 }, () => startHelper(options));
  const kept = new Map<number, Batch>();
  let first = 0;
  let count = 0;

  const judgeHere = async (batch: Batch): Promise<void> => {
    const outcomes: Outcome[] = [];
    for (const target of batch.targets) {
      const outcome = judging.file(target, options);
      outcomes.push(outcome instanceof Promise ? await outcome : outcome);
    }
    batch.outcomes = outcomes;
  };
  const deliverReady = async (): Promise<void> => {
    for (let batch = kept.get(first); batch?.outcomes !== undefined; batch = kept.get(first)) {
      for (const [index, outcome] of batch.outcomes.entries()) {
        const target = batch.targets[index];
        const delivery = target === undefined || options.isCutShort() ? undefined : deliver(target, outcome);
        if (delivery !== undefined) await delivery;
      }
      kept.delete(first);
      first += 1;
    }
  };
  /** Until no more than `most` batches are left. */
  const settle = async (most: number): Promise<void> => {
    collect(helpers, kept);
    await deliverReady();
    while (kept.size > most && !options.isCutShort()) {
      const batch = kept.get(first);
      if (batch?.helper?.isLost === true) await judgeHere(batch);
      else await pause(pauseMilliseconds);
      collect(helpers, kept);
      await deliverReady();
    }
  };

  try {
    for (let taken = take(targets); taken.length > 0 && !options.isCutShort(); taken = take(targets)) {
      const helper = helpers.find(({ outstanding, isLost }) => outstanding < ahead && !isLost);
      const batch: Batch = { targets: taken, helper, outcomes: undefined };
      kept.set(count, batch);
      if (helper === undefined) {
        await judgeHere(batch);
      } else {
        helper.outstanding += 1;
        helper.port.postMessage({ batch: count, targets: taken } satisfies Work);
      }
      count += 1;
      await settle(keptBatches);
    }
    await settle(0);
  } finally {
    for (const { worker } of helpers) void worker.terminate();
  }
}

function startHelper(options: JudgeAllOptions): Helper {
  const { port1, port2 } = new MessageChannel();
  const workerData: WorkerStart = { port: port2, options: { maximumBytes: options.maximumBytes, keepExcerpts: options.keepExcerpts } };
  const worker = new Worker(options.workerEntry ?? "", { argv: [workerWord], workerData, transferList: [port2], stdout: true, stderr: true });
  const helper: Helper = { worker, port: port1, outstanding: 0, isLost: false };
  const lose = (): void => {
    helper.isLost = true;
  };
  worker.on("error", lose);
  worker.on("exit", lose);
  return helper;
}

/** Takes in the answers that have arrived. */
function collect(helpers: readonly Helper[], kept: Map<number, Batch>): void {
  for (const helper of helpers) {
    for (let received = receiveMessageOnPort(helper.port); received !== undefined; received = receiveMessageOnPort(helper.port)) {
      const answer = received.message as Answer;
      const batch = kept.get(answer.batch);
      if (batch !== undefined) batch.outcomes = answer.outcomes;
      helper.outstanding -= 1;
    }
  }
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
