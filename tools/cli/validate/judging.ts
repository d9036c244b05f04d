import type { ValidateOptions } from "../../validate/judge.ts";
import { quickMeans } from "../../validate/quick_means.ts";
import { judgeBytes, judgeFile, type JudgeOptions, type Outcome, type Target, type Verdict } from "./judge.ts";
import type * as thoroughly from "./thorough.ts";

type Thorough = Pick<typeof thoroughly, "judgeFile" | "judgeBytes" | "explainFile" | "explain">;

/** Judges the documents of a run; a promise only where something has to be loaded first. */
export interface Judging {
  readonly file: (target: Target, options: JudgeOptions) => Outcome | Promise<Outcome>;
  readonly bytes: (bytes: Uint8Array, path: string, options: ValidateOptions, keep: Pick<JudgeOptions, "keepExcerpts">) => Verdict | Promise<Verdict>;
}

/** Begins with what loads quickly and judges most documents; the first that takes more loads the rest, which then judges all that follow. */
export function startJudging(): Judging {
  let thorough: Thorough | undefined;
  const load = async (): Promise<Thorough> => (thorough = await import("./thorough.ts"));
  return {
    file(target, options) {
      if (thorough !== undefined) return thorough.judgeFile(target, options);
      const outcome = judgeFile(target, options, quickMeans);
      // A suspicion holds the bytes that were read, and is explained before the next file takes their place.
      return outcome.type === "suspicion" ? load().then(({ explainFile }) => explainFile(outcome, target, options)) : outcome;
    },
    bytes(bytes, path, options, keep) {
      if (thorough !== undefined) return thorough.judgeBytes(bytes, path, options, keep);
      const judged = judgeBytes(bytes, path, options, quickMeans);
      return judged.type === "suspicion" ? load().then(({ explain }) => explain(judged, path, keep.keepExcerpts)) : judged;
    },
  };
}
