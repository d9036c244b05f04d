import { excerpts } from "../../report/excerpt.ts";
import { diagnose } from "../../validate/diagnose.ts";
import type { ValidateOptions } from "../../validate/judge.ts";
import { allMeans } from "../../validate/means.ts";
import { isBystander } from "./bystander.ts";
import * as quick from "./judge.ts";
import type { JudgeOptions, Outcome, Suspected, Target, Verdict } from "./judge.ts";

/** Judges one file to the end: with all means, and with what explains faults. */
export function judgeFile(target: Target, options: JudgeOptions): Outcome {
  const outcome = quick.judgeFile(target, options, allMeans);
  return outcome.type === "suspicion" ? explainFile(outcome, target, options) : outcome;
}

/** Judges a document to the end. */
export function judgeBytes(bytes: Uint8Array, path: string, options: ValidateOptions, { keepExcerpts }: Pick<JudgeOptions, "keepExcerpts">): Verdict {
  const judged = quick.judgeBytes(bytes, path, options, allMeans);
  return judged.type === "suspicion" ? explain(judged, path, keepExcerpts) : judged;
}

/** What is wrong with a file, if anything is, and the places to show. */
export function explainFile(suspected: Suspected, target: Target, { keepExcerpts }: JudgeOptions): Outcome {
  const verdict = explain(suspected, target.path, keepExcerpts);
  return target.walked && isBystander(suspected.suspicion, verdict.report) ? { type: "bystander" } : verdict;
}

/** What is wrong with a document, if anything is, and the places to show. */
export function explain({ suspicion }: Suspected, path: string, keepExcerpts: boolean): Verdict {
  const report = { ...diagnose(suspicion), path };
  const { line = 1, offset = 0 } = suspicion.options;
  return { type: "report", report, excerpts: keepExcerpts ? excerpts({ text: suspicion.parsed.text, line, offset }, report.diagnostics) : [] };
}
