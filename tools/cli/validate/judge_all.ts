import { judgeFile, type Deliver, type JudgeAllOptions, type JudgeOptions, type JudgeWhole, type Outcome, type Suspected, type Target } from "./judge.ts";

const patienceMilliseconds = 40;
const checkedEvery = 32;

/** Judges each target. A run that turns out to be long gets the help of worker threads, whose start would only slow down a short one. */
export async function judgeAll(targets: Iterable<Target>, options: JudgeAllOptions, deliver: Deliver): Promise<void> {
  const waiting = targets[Symbol.iterator]();
  const judgeWhole = wholeJudge(options);
  const mayShare = options.threads !== 1 && options.workerEntry !== undefined;
  // Whoever asks for threads gets them at once.
  const patience = options.threads === undefined ? patienceMilliseconds : 0;
  const began = Date.now();
  let judged = 0;
  for (let next = waiting.next(); next.done !== true; next = waiting.next()) {
    if (options.isCutShort()) return;
    const outcome = judgeWhole(next.value);
    const delivery = deliver(next.value, outcome instanceof Promise ? await outcome : outcome);
    if (delivery !== undefined) await delivery;
    judged += 1;
    if (mayShare && judged % checkedEvery === 0 && Date.now() - began > patience) {
      const { judgeInParallel } = await import("./parallel.ts");
      await judgeInParallel(waiting, options, judgeWhole, deliver);
      return;
    }
  }
}

type ExplainFile = (suspected: Suspected, target: Target, options: JudgeOptions) => Outcome;

/** A fault is explained before the next file is read, which may use the same memory. */
function wholeJudge(options: JudgeOptions): JudgeWhole {
  let explainFile: ExplainFile | undefined;
  const load = async (): Promise<ExplainFile> => {
    explainFile = (await import("./explain.ts")).explainFile;
    return explainFile;
  };
  return (target) => {
    const outcome = judgeFile(target, options);
    if (outcome.type !== "suspicion") return outcome;
    return explainFile === undefined ? load().then((explain) => explain(outcome, target, options)) : explainFile(outcome, target, options);
  };
}
