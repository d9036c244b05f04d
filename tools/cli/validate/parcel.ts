import type { Outcome, Verdict } from "./judge.ts";

/** A valid document without findings: what it calls itself, and nothing that could not be known without it. */
interface Clean {
  readonly type: "clean";
  readonly kind: string | null;
  readonly apiVersion: string | null;
}

/** An outcome as it is sent from thread to thread, and kept until it is its turn: nearly all are `Clean`, and of those that are alike there is one. */
export type Parcel<Result extends Outcome> = Result | Clean;

/** Packs what judging gave, or will give. */
export function packing<Result extends Outcome>(judged: Result | Promise<Result>): Parcel<Result> | Promise<Parcel<Result>> {
  return judged instanceof Promise ? judged.then(packed) : packed(judged);
}

function packed<Result extends Outcome>(outcome: Result): Parcel<Result> {
  if (outcome.type !== "report" || !outcome.report.valid || outcome.report.diagnostics.length > 0) return outcome;
  const { kind, apiVersion } = outcome.report;
  if (last.kind !== kind || last.apiVersion !== apiVersion) last = { type: "clean", kind, apiVersion };
  return last;
}

let last: Clean = { type: "clean", kind: null, apiVersion: null };

/** The outcome for the document at `path`, which of a stream is the one on that line. */
export function unpacked<Result extends Outcome>(parcel: Parcel<Result>, path: string, line?: number): Result | Verdict {
  if (parcel.type !== "clean") return parcel;
  const { kind, apiVersion } = parcel;
  return { type: "report", report: { path, ...(line !== undefined && { line }), kind, apiVersion, valid: true, diagnostics: none }, excerpts: none };
}

const none: readonly never[] = [];
