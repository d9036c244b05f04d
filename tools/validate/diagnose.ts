import { linesOf } from "../json/lines.ts";
import { childPointer } from "../json/pointer.ts";
import type { JsonProblem } from "../json/problem.ts";
import { problemsOf } from "../json/read.ts";
import { spellingIn } from "../json/spelling.ts";
import type { Diagnostic, FileReport, Fix, Severity } from "../report/diagnostic.ts";
import { explain } from "../schema/explain.ts";
import type { SchemaFinding } from "../schema/finding.ts";
import { unrecognised } from "../schema/unrecognised.ts";
import { editsFor } from "./edits.ts";
import type { RuleFinding, Suspicion } from "./judge.ts";
import { layoutOf, type Layout } from "./layout.ts";
import { parentOf, placesIn, type Places } from "./places.ts";

/** Nobody reads more findings of one document than this, and a hostile one may have millions. */
export const mostDiagnostics = 1000;

const pages = "https://github.com/SociOS-Linux/workstation-contracts/blob/main/docs/rules/";

/** A finding with its place, in UTF-16 offsets of the document's text. */
interface Placed {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly pointer: string;
  readonly start: number;
  readonly end: number;
  readonly fix?: Fix;
}

/** The report on a document that something is wrong with. It must have been judged, unless it is of no known kind. */
export function diagnose(suspicion: Suspicion): FileReport {
  const { options, parsed, kind, apiVersion } = suspicion;
  const found = findingsOf(suspicion);
  const places = placesIn(parsed.text, found.map(({ finding }) => finding));
  const layout = layoutOf(places);
  const renamed = namesGiven(found);
  const placed = distinct([...problemsOf(parsed, options.maximumBytes).map(placedProblem), ...found.map((finding) => placedFinding(finding, renamed, places, layout))]);
  return {
    path: options.path,
    ...(options.line !== undefined && { line: options.line }),
    kind,
    apiVersion,
    valid: placed.every(({ severity }) => severity !== "error"),
    diagnostics: positioned(parsed.text, limited(placed), options.line ?? 1, options.offset ?? 0),
  };
}

function findingsOf({ parsed, recognised, judgement }: Suspicion): readonly RuleFinding[] {
  const { value } = parsed;
  if (value === undefined) return [];
  if (recognised === undefined) return [schemaFinding(unrecognised(value))];
  // What was not judged must never pass for valid.
  if (judgement === undefined) throw new Error("A document is to be explained that was not judged.");
  return [...(judgement.schemaFailed ? explain(value, recognised, spellingIn(parsed.text)).map(schemaFinding) : []), ...judgement.ruleFindings];
}

function schemaFinding(finding: SchemaFinding): RuleFinding {
  return { ruleId: finding.ruleId, severity: "error", finding };
}

function placedProblem({ ruleId, message, pointer, start, end, replacement }: JsonProblem): Placed {
  const placed: Placed = { ruleId, severity: "error", message, pointer, start, end };
  return replacement === undefined ? placed : { ...placed, fix: { description: replacement.description, edits: [{ start, end, text: replacement.text }] } };
}

/** The members that there will be once the misspelt ones have their right names. */
function namesGiven(found: readonly RuleFinding[]): ReadonlySet<string> {
  const changes = found.flatMap(({ finding }) => finding.fix?.changes ?? []);
  return new Set(changes.flatMap((change) => (change.operation === "rename" ? [childPointer(parentOf(change.pointer), change.key)] : [])));
}

function placedFinding({ ruleId, severity, finding }: RuleFinding, renamed: ReadonlySet<string>, places: Places, layout: Layout): Placed {
  const placed: Placed = { ruleId, severity, message: finding.message, pointer: finding.pointer, ...places.rangeOf(finding) };
  // Where a member is only misspelt, another of its name beside it would be the repetition of a key.
  const adds = finding.fix?.changes.some(({ operation, pointer }) => operation === "set" && renamed.has(pointer)) === true;
  const edits = finding.fix === undefined || adds ? undefined : editsFor(finding.fix.changes, places, layout);
  return finding.fix === undefined || edits === undefined ? placed : { ...placed, fix: { description: finding.fix.description, edits } };
}

/** Sorted by place, then by rule; what is told twice is told once. */
function distinct(placed: readonly Placed[]): Placed[] {
  const told = new Set<string>();
  return placed
    .filter(({ ruleId, message, pointer, start, end }) => {
      const key = JSON.stringify([ruleId, message, pointer, start, end]);
      return !told.has(key) && told.add(key);
    })
    .sort((a, b) => a.start - b.start || compare(a.ruleId, b.ruleId) || a.end - b.end);
}

/** The first findings, errors before warnings, with a note where some are left out. */
function limited(placed: readonly Placed[]): Placed[] {
  if (placed.length <= mostDiagnostics) return [...placed];
  const errors = placed.filter(({ severity }) => severity === "error");
  const kept = new Set([...errors, ...placed.filter(({ severity }) => severity !== "error")].slice(0, mostDiagnostics));
  const shown = placed.filter((finding) => kept.has(finding));
  const last = shown.pop();
  return last === undefined ? shown : [...shown, { ...last, message: `${last.message} (There are more findings than the ${mostDiagnostics} that are listed. Mend these and check again.)` }];
}

function positioned(text: string, placed: readonly Placed[], firstLine: number, firstOffset: number): Diagnostic[] {
  const lines = linesOf(
    text,
    placed.flatMap(({ start, end }) => [start, end]),
  );
  const position = (offset: number): Diagnostic["start"] => {
    const { line, start } = lines.get(offset) ?? { line: 1, start: 0 };
    return { line: firstLine + line - 1, column: offset - start + 1, offset: firstOffset + offset };
  };
  return placed.map(({ ruleId, severity, message, pointer, start, end, fix }) => ({
    ruleId,
    severity,
    message,
    pointer,
    start: position(start),
    end: position(end),
    help: `${pages}${ruleId}.md`,
    ...(fix !== undefined && { fix: { description: fix.description, edits: fix.edits.map((edit) => ({ start: edit.start + firstOffset, end: edit.end + firstOffset, text: edit.text })) } }),
  }));
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
