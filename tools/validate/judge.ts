import { ruleRuns } from "../generated/families.ts";
import { parseJson, type ParsedJson } from "../json/parse.ts";
import type { FileReport, Severity } from "../report/diagnostic.ts";
import type { Finding } from "../rules/rule.ts";
import { nameOf, recognise, type Recognised } from "../schema/catalog.ts";

export interface ValidateOptions {
  /** The file as it is to be named in the report. Rules may look at it; nothing reads it. */
  readonly path: string;
  readonly maximumBytes?: number;
  /** For a document of an NDJSON stream: the line it stands on, from 1, and the UTF-16 offset at which it starts in the file. */
  readonly line?: number;
  readonly offset?: number;
}

/** What a rule found; `diagnose` gives it a place. */
export interface RuleFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly finding: Finding;
}

/** A document that something is wrong with, and what is known of it so far. */
export interface Suspicion {
  readonly options: ValidateOptions;
  readonly parsed: ParsedJson;
  readonly kind: string | null;
  readonly apiVersion: string | null;
  readonly recognised: Recognised | undefined;
  readonly schemaFailed: boolean;
  readonly ruleFindings: readonly RuleFinding[];
}

/** In a hostile document rules may find millions of faults; of each severity this many are kept, more than a report lists. */
const mostKept = 2000;

/**
 * Judges one document. A document without fault costs little more than parsing it, and its report comes back at once; for any other the suspicion
 * comes back, which `diagnose` turns into a report. That way a run without faults never loads what explains them.
 */
export function judge(bytes: Uint8Array, options: ValidateOptions): FileReport | Suspicion {
  const parsed = parseJson(bytes, options.maximumBytes);
  const { value } = parsed;
  const { kind, apiVersion } = nameOf(value);
  const recognised = value === undefined ? undefined : recognise(value);
  const schemaFailed = recognised !== undefined && !recognised.version.isValid(value);
  const ruleFindings: RuleFinding[] = [];
  if (value !== undefined && recognised !== undefined) {
    let errors = 0;
    let warnings = 0;
    ruleRuns[recognised.family.name]?.(value, options, (rule, finding) => {
      const severity = finding.severity ?? rule.severity;
      const kept = severity === "error" ? (errors += 1) : (warnings += 1);
      if (kept <= mostKept) ruleFindings.push({ ruleId: rule.id, severity, finding });
    });
  }
  if (parsed.fault === undefined && recognised !== undefined && !schemaFailed && ruleFindings.length === 0) {
    return { path: options.path, ...(options.line !== undefined && { line: options.line }), kind, apiVersion, valid: true, diagnostics: [] };
  }
  return { options, parsed, kind, apiVersion, recognised, schemaFailed, ruleFindings };
}

export function isSuspicion(judged: FileReport | Suspicion): judged is Suspicion {
  return "parsed" in judged;
}
