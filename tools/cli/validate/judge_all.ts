import type { Deliver, JudgeAllOptions, Target } from "./judge.ts";
import type { Judging } from "./judging.ts";

const patienceMilliseconds = 25;
const checkedEvery = 16;

/** Judges each target. A run that turns out to be long gets the help of worker threads, whose start would only slow down a short one. */
export async function judgeAll(targets: Iterable<Target>, options: JudgeAllOptions, judging: Judging, deliver: Deliver): Promise<void> {
  const waiting = targets[Symbol.iterator]();
  const mayShare = options.threads !== 1 && options.workerEntry !== undefined;
  // Whoever asks for threads gets them at once.
  const patience = options.threads === undefined ? patienceMilliseconds : 0;
  const began = Date.now();
  let judged = 0;
  for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
    if (options.isCutShort()) return;
    const outcome = judging.file(next.value, options);
    const delivery = deliver(next.value, outcome instanceof Promise ? await outcome : outcome);
    if (delivery !== undefined) await delivery;
    judged += 1;
    if (mayShare && judged % checkedEvery === 0 && Date.now() - began > patience) {
      const { judgeInParallel } = await import("./parallel.ts");
      await judgeInParallel(waiting, options, judging, deliver);
      return;
    }
  }
}
