import { workerData } from "node:worker_threads";
import type { Outcome } from "./judge.ts";
import { startJudging } from "./judging.ts";
import type { Answer, Work, WorkerStart } from "./parallel.ts";

/** The life of a worker thread: judges the batches that parallel.ts sends, one behind the other, and answers each. */
export function work(): void {
  const { port, options } = workerData as WorkerStart;
  const judging = startJudging();
  let before = Promise.resolve();
  port.on("message", ({ batch, targets }: Work) => {
    before = before.then(async () => {
      const outcomes: Outcome[] = [];
      for (const target of targets) {
        const outcome = judging.file(target, options);
        outcomes.push(outcome instanceof Promise ? await outcome : outcome);
      }
      port.postMessage({ batch, outcomes } satisfies Answer);
    });
  });
}
