import { ruleRuns } from "../generated/families.ts";
import { parseJson, type ParsedJson } from "../json/parse.ts";
import type { JsonValue } from "../json/value.ts";
import type { FileReport, Severity } from "../report/diagnostic.ts";
import type { Finding } from "../rules/rule.ts";
import type { Interpret } from "../rules/run.ts";
import { identify, type Recognised } from "../schema/catalog.ts";
import type { Validators } from "../schema/family.ts";

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

/** What documents are judged with. A run that needs less loads less. */
export interface Means {
  readonly validators: Validators;
  readonly interpret?: Interpret;
}

/** What the schema and the rules say of a document. */
export interface Judgement {
  readonly schemaFailed: boolean;
  readonly ruleFindings: readonly RuleFinding[];
}

/** A document that something is wrong with, or that takes more means to judge, and what is known of it so far. */
export interface Suspicion {
  readonly options: ValidateOptions;
  readonly parsed: ParsedJson;
  readonly kind: string | null;
  readonly apiVersion: string | null;
  readonly recognised: Recognised | undefined;
  /** Undefined where it takes more means than were given. */
  readonly judgement: Judgement | undefined;
}

/** In a hostile document rules may find millions of faults; of each severity this many are kept, more than a report lists. */
const mostKept = 2000;

/**
 * Judges one document. A document without fault costs little more than parsing it, and its report comes back at once; for any other, and for
 * one that takes more means than are given, the suspicion comes back, which `diagnose` turns into a report. That way a run over simple
 * documents without faults never loads what explains faults, nor what interprets scripts.
 */
export function judge(bytes: Uint8Array, options: ValidateOptions, means: Means): FileReport | Suspicion {
  const parsed = parseJson(bytes, options.maximumBytes);
  const { value } = parsed;
  const { kind, apiVersion, recognised } = identify(value);
  const judgement = value === undefined ? undefined : judgeValue(value, recognised, options.path, means);
  if (parsed.fault === undefined && recognised !== undefined && judgement !== undefined && !judgement.schemaFailed && judgement.ruleFindings.length === 0) {
    return { path: options.path, ...(options.line !== undefined && { line: options.line }), kind, apiVersion, valid: true, diagnostics: none };
  }
  return { options, parsed, kind, apiVersion, recognised, judgement };
}

const none: readonly never[] = [];

/** What the schema and the rules say of a value; undefined where that takes more means, or where the value is of no known kind. */
export function judgeValue(value: JsonValue, recognised: Recognised | undefined, path: string, { validators, interpret }: Means): Judgement | undefined {
  if (recognised === undefined) return undefined;
  const { family, version } = recognised;
  const isValid = validators[family.name]?.[version.version];
  if (isValid === undefined) return undefined;
  const ruleFindings: RuleFinding[] = [];
  let errors = 0;
  let warnings = 0;
  const schemaFailed = !isValid(value);
  const isSettled = ruleRuns[family.name]?.(value, interpret === undefined ? { path } : { path, interpret }, (rule, finding) => {
    const severity = finding.severity ?? rule.severity;
    const kept = severity === "error" ? (errors += 1) : (warnings += 1);
    if (kept <= mostKept) ruleFindings.push({ ruleId: rule.id, severity, finding });
  });
  return isSettled === false ? undefined : { schemaFailed, ruleFindings };
}

export function isSuspicion(judged: FileReport | Suspicion): judged is Suspicion {
  return "parsed" in judged;
}
