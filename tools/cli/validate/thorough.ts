import { scriptFacts } from "../../rules/workstation-contract/script_facts.ts";
import { isSuspicion, judge, judgeOn, lackOf, type Means, type Suspicion, type ValidateOptions } from "../../validate/judge.ts";
import { quickMeans } from "../../validate/quick_means.ts";
import type { FileReport } from "../../report/diagnostic.ts";
import type * as explanation from "./explain.ts";
import { soundVerdict, type JudgeOptions, type Outcome, type Target, type Verdict } from "./judge.ts";

/** Judges documents of every kind to the end; a promise only where something has to be loaded first. */
export interface ThoroughJudging {
  readonly file: (bytes: Uint8Array, target: Target, options: JudgeOptions) => Outcome | Promise<Outcome>;
  readonly bytes: (bytes: Uint8Array, path: string, options: ValidateOptions, keep: Pick<JudgeOptions, "keepExcerpts">) => Verdict | Promise<Verdict>;
  /** What is known of a script without loading anything; undefined where it may be at fault. */
  readonly scriptFacts: (text: string) => ReturnType<typeof scriptFacts>;
}

type Explaining = Pick<typeof explanation, "explain" | "explainFile" | "validators">;

/**
 * Begins with what loads quickly and judges most documents. The first document that takes an interpreter loads one, and the first with a fault, or
 * of an unusual family, what explains faults; both then serve all that follow.
 */
export function startThoroughJudging(): ThoroughJudging {
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

  /** A suspicion holds the bytes that were read, and is settled before the next document takes their place. */
  const conclude = <Explained>(judged: FileReport | Suspicion, path: string, explain: (explaining: Explaining, suspicion: Suspicion) => Explained): Explained | Verdict | Promise<Explained | Verdict> => {
    if (!isSuspicion(judged)) return soundVerdict(judged, path);
    return explaining !== undefined && lackOf(judged, means) === undefined ? explain(explaining, judged) : settle(judged, path, explain);
  };

  return {
    file: (bytes, target, options) =>
      conclude<Outcome>(judge(bytes, { path: target.absolute, maximumBytes: options.maximumBytes }, means), target.path, ({ explainFile }, suspicion) => explainFile(suspicion, target, options)),
    bytes: (bytes, path, options, { keepExcerpts }) => conclude(judge(bytes, options, means), path, ({ explain }, suspicion) => explain(suspicion, path, keepExcerpts)),
    scriptFacts: (text) => scriptFacts(text, means.interpreter),
  };
}
