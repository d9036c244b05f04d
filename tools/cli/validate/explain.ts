import { excerpts } from "../../report/excerpt.ts";
import { diagnose } from "../../validate/diagnose.ts";
import type { Suspicion } from "../../validate/judge.ts";
import { isBystander } from "./bystander.ts";
import type { JudgeOptions, Outcome, Target, Verdict } from "./judge.ts";

/** The validators of every family, which the explanations take anyway. */
export { valid as validators } from "../../generated/valid.ts";

/** What is wrong with a file, if anything is, and the places to show. */
export function explainFile(suspicion: Suspicion, target: Target, { keepExcerpts }: JudgeOptions): Outcome {
  const verdict = explain(suspicion, target.path, keepExcerpts);
  return target.walked && isBystander(suspicion, verdict.report) ? { type: "bystander" } : verdict;
}

/** What is wrong with a document, if anything is, and the places to show. */
export function explain(suspicion: Suspicion, path: string, keepExcerpts: boolean): Verdict {
  const report = { ...diagnose(suspicion), path };
  const { line = 1, offset = 0 } = suspicion.options;
  return { type: "report", report, excerpts: keepExcerpts ? excerpts({ text: suspicion.parsed.text, line, offset }, report.diagnostics) : [] };
}
