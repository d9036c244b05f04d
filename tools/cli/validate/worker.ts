import { workerData } from "node:worker_threads";
import type { Answer, Work, WorkerStart } from "./parallel.ts";
import { judgeFile } from "./thorough.ts";

/** The life of a worker thread: judges the batches that parallel.ts sends, and answers each. */
export function work(): void {
  const { port, options } = workerData as WorkerStart;
  port.on("message", ({ batch, targets }: Work) => {
    port.postMessage({ batch, outcomes: targets.map((target) => judgeFile(target, options)) } satisfies Answer);
  });
}
