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
  // Programs in plain JavaScript have no compiler to tell them, and a text has lost what its encoding was.
  if (!isBytes(bytes)) throw new TypeError("validate takes the bytes of a document, a Uint8Array: readFileSync(path) gives them, and so does new TextEncoder().encode(text).");
  if (!hasPath(options)) throw new TypeError("validate takes options with a path, the name of the document in the report: validate(bytes, { path }).");
  const judged = judge(bytes, options, allMeans);
  return isSuspicion(judged) ? diagnose(judged) : judged;
}

function isBytes(value: unknown): value is Uint8Array {
  return Object.prototype.toString.call(value) === "[object Uint8Array]";
}

function hasPath(value: unknown): value is ValidateOptions {
  return typeof value === "object" && value !== null && "path" in value && typeof value.path === "string";
}
