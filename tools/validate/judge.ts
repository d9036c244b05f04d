import { ruleRuns } from "../generated/families.ts";
import { parseJson, type ParsedJson } from "../json/parse.ts";
import type { JsonValue } from "../json/value.ts";
import type { FileReport, Severity } from "../report/diagnostic.ts";
import type { Finding } from "../rules/rule.ts";
import { identify, type Identity, type Recognised } from "../schema/catalog.ts";
import type { CompiledValidator, Validators } from "../schema/family.ts";
import type { Interpreter } from "../shell/model.ts";

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
  readonly interpreter?: Interpreter;
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
  /** Undefined where the document is of no known kind, or takes more means than were given: see `lackOf`. */
  readonly judgement: Judgement | undefined;
}

/** In a hostile document rules may find millions of faults; of each severity this many are kept, more than a report lists. */
const mostKept = 2000;

/**
 * Judges one document. A document without fault costs little more than parsing it, and its report comes back at once; for any other, and for
 * one that takes more means than are given, the suspicion comes back: `judgeOn` judges it with more, and `diagnose` turns it into a report. That
 * way a run over simple documents without faults never loads what explains faults, nor what interprets scripts.
 */
export function judge(bytes: Uint8Array, options: ValidateOptions, means: Means): FileReport | Suspicion {
  const parsed = parseJson(bytes, options.maximumBytes);
  return conclude(options, parsed, identify(parsed.value), means);
}

/** Judges a suspected document again, with more means. */
export function judgeOn({ options, parsed, ...identity }: Suspicion, means: Means): FileReport | Suspicion {
  return conclude(options, parsed, identity, means);
}

/** What it takes to judge a suspected document, beyond the means that it was judged with. */
export function lackOf({ recognised, judgement }: Suspicion, means: Means): "validators" | "interpreter" | undefined {
  if (recognised === undefined || judgement !== undefined) return undefined;
  return validatorOf(recognised, means) === undefined ? "validators" : "interpreter";
}

function conclude(options: ValidateOptions, parsed: ParsedJson, { kind, apiVersion, recognised }: Identity, means: Means): FileReport | Suspicion {
  const { value, fault } = parsed;
  const judgement = value === undefined || recognised === undefined ? undefined : judgeValue(value, recognised, options.path, means);
  if (fault === undefined && judgement !== undefined && !judgement.schemaFailed && judgement.ruleFindings.length === 0) {
    return { path: options.path, ...(options.line !== undefined && { line: options.line }), kind, apiVersion, valid: true, diagnostics: none };
  }
  return { options, parsed, kind, apiVersion, recognised, judgement };
}

const none: readonly never[] = [];

/** What the schema and the rules say of a value; undefined where that takes more means. */
function judgeValue(value: JsonValue, recognised: Recognised, path: string, means: Means): Judgement | undefined {
  const isValid = validatorOf(recognised, means);
  if (isValid === undefined) return undefined;
  const { interpreter } = means;
  const ruleFindings: RuleFinding[] = [];
  let errors = 0;
  let warnings = 0;
  const schemaFailed = !isValid(value);
  const isSettled = ruleRuns[recognised.family.name]?.(value, interpreter === undefined ? { path } : { path, interpreter }, (rule, finding) => {
    const severity = finding.severity ?? rule.severity;
    const kept = severity === "error" ? (errors += 1) : (warnings += 1);
    if (kept <= mostKept) ruleFindings.push({ ruleId: rule.id, severity, finding });
  });
  return isSettled === false ? undefined : { schemaFailed, ruleFindings };
}

function validatorOf({ family, version }: Recognised, { validators }: Means): CompiledValidator | undefined {
  return validators[family.name]?.[version.version];
}

export function isSuspicion(judged: FileReport | Suspicion): judged is Suspicion {
  return "parsed" in judged;
}
