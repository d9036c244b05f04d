import { workerData } from "node:worker_threads";
import { explainFile } from "./explain.ts";
import { judgeFile, type JudgeOptions, type Outcome, type Target } from "./judge.ts";
import type { Answer, Work, WorkerStart } from "./parallel.ts";

/** The life of a worker thread: judges the batches that parallel.ts sends, and answers each. */
export function work(): void {
  const { port, options } = workerData as WorkerStart;
  port.on("message", ({ batch, targets }: Work) => {
    port.postMessage({ batch, outcomes: targets.map((target) => judgeWhole(target, options)) } satisfies Answer);
  });
}

function judgeWhole(target: Target, options: JudgeOptions): Outcome {
  const outcome = judgeFile(target, options);
  return outcome.type === "suspicion" ? explainFile(outcome, target, options) : outcome;
}
