import type { FileReport } from "../report/diagnostic.ts";
import { diagnose } from "./diagnose.ts";
import { isSuspicion, judge, type ValidateOptions } from "./judge.ts";
import { allMeans } from "./means.ts";

export type { ValidateOptions } from "./judge.ts";

/**
 * The verdict on one document: strict JSON, the schema of its kind and version, and the rules of its family, with the place of every finding.
 * Never throws for any content of `bytes`.
 */
export function validateBytes(bytes: Uint8Array, options: ValidateOptions): FileReport {
  const judged = judge(bytes, options, allMeans);
  return isSuspicion(judged) ? diagnose(judged) : judged;
}
