import { isSuspicion, judgeOn, lackOf, type Means, type Suspicion, type ValidateOptions } from "../../validate/judge.ts";
import { quickMeans } from "../../validate/quick_means.ts";
import type * as explanation from "./explain.ts";
import { judgeBytes, judgeFile, soundVerdict, type JudgeOptions, type Outcome, type Target, type Verdict } from "./judge.ts";

/** Judges the documents of a run; a promise only where something has to be loaded first. */
export interface Judging {
  readonly file: (target: Target, options: JudgeOptions) => Outcome | Promise<Outcome>;
  readonly bytes: (bytes: Uint8Array, path: string, options: ValidateOptions, keep: Pick<JudgeOptions, "keepExcerpts">) => Verdict | Promise<Verdict>;
}

type Explaining = Pick<typeof explanation, "explain" | "explainFile" | "validators">;

/**
 * Begins with what loads quickly and judges most documents. The first document that takes an interpreter loads one, and the first with a fault, or
 * of an unusual family, what explains faults; both then serve all that follow.
 */
export function startJudging(): Judging {
  let means: Means = quickMeans;
  let explaining: Explaining | undefined;

  /** Judges on with what is lacking, and explains what is wrong. */
  const settle = async <Explained>(suspicion: Suspicion, path: string, explain: (explaining: Explaining, suspicion: Suspicion) => Explained): Promise<Explained | Verdict> => {
    let judged = suspicion;
    for (const lack of ["validators", "interpreter"] as const) {
      if (lackOf(judged, means) !== lack) continue;
      if (lack === "interpreter") means = { ...means, interpreter: (await import("../../shell/interpreter.ts")).interpreter };
      else means = { ...means, validators: (explaining = await import("./explain.ts")).validators };
      const again = judgeOn(judged, means);
      if (!isSuspicion(again)) return soundVerdict(again, path);
      judged = again;
    }
    explaining ??= await import("./explain.ts");
    return explain(explaining, judged);
  };

  return {
    // A suspicion holds the bytes that were read, and is settled before the next file takes their place.
    file(target, options) {
      const outcome = judgeFile(target, options, means);
      if (outcome.type !== "suspicion") return outcome;
      if (explaining !== undefined && lackOf(outcome.suspicion, means) === undefined) return explaining.explainFile(outcome.suspicion, target, options);
      return settle(outcome.suspicion, target.path, ({ explainFile }, suspicion) => explainFile(suspicion, target, options));
    },
    bytes(bytes, path, options, { keepExcerpts }) {
      const judged = judgeBytes(bytes, path, options, means);
      if (judged.type !== "suspicion") return judged;
      if (explaining !== undefined && lackOf(judged.suspicion, means) === undefined) return explaining.explain(judged.suspicion, path, keepExcerpts);
      return settle(judged.suspicion, path, ({ explain }, suspicion) => explain(suspicion, path, keepExcerpts));
    },
  };
}
