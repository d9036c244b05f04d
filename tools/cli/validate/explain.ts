import { excerpts } from "../../report/excerpt.ts";
import { diagnose } from "../../validate/diagnose.ts";
import { isBystander } from "./bystander.ts";
import type { JudgeOptions, Outcome, Suspected, Target, Verdict } from "./judge.ts";

/** What is wrong with a file, and the places to show. */
export function explainFile(suspected: Suspected, target: Target, options: JudgeOptions): Outcome {
  const verdict = explain(suspected, target.path, options);
  return target.walked && isBystander(suspected.suspicion, verdict.report) ? { type: "bystander" } : verdict;
}

/** What is wrong with a document, and the places to show. */
export function explain({ suspicion }: Suspected, path: string, { keepExcerpts }: JudgeOptions): Verdict {
  const report = { ...diagnose(suspicion), path };
  const { line = 1, offset = 0 } = suspicion.options;
  return { type: "report", report, excerpts: keepExcerpts ? excerpts({ text: suspicion.parsed.text, line, offset }, report.diagnostics) : [] };
}
