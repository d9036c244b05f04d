import { workerData } from "node:worker_threads";
import type { JudgeOptions, Outcome, Target } from "./judge.ts";
import type { Judging } from "./judging.ts";
import type { Line } from "./lines.ts";
import { ready, type Answer, type StreamName, type Work, type WorkerStart } from "./parallel.ts";
import { packing, type Parcel } from "./parcel.ts";
import { judgeLine } from "./stream.ts";

/** The life of a worker thread: judges the batches that parallel.ts sends, one behind the other, and answers each. */
export function work(judging: Judging): void {
  const { port, options, stream } = workerData as WorkerStart;
  port.postMessage(ready);
  let before = Promise.resolve();
  port.on("message", ({ batch, items }: Work<Target | Line>) => {
    before = before.then(async () => {
      const results: Parcel<Outcome>[] = [];
      for (const item of items) {
        const result = packing(judgeItem(item, stream, judging, options));
        results.push(result instanceof Promise ? await result : result);
      }
      port.postMessage({ batch, results } satisfies Answer<Parcel<Outcome>>);
    });
  });
}

function judgeItem(item: Target | Line, stream: StreamName | undefined, judging: Judging, options: JudgeOptions): Outcome | Promise<Outcome> {
  if ("absolute" in item) return judging.file(item, options);
  return judgeLine(item, stream ?? { path: "", absolute: "" }, judging, options);
}
