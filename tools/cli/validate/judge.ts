import type { FileReport } from "../../report/diagnostic.ts";
import type { Excerpt } from "../../report/renderer.ts";
import type { NoBytes } from "./read_document.ts";

/** A document to judge. */
export interface Target {
  /** As the reader of the report knows it. */
  readonly path: string;
  /** From the root, so that a verdict does not depend on the working folder. */
  readonly absolute: string;
  /** Found in a folder rather than named: then it may be something else than a contract. */
  readonly walked: boolean;
}

export interface JudgeOptions {
  readonly maximumBytes: number;
  /** Keep the parts of the text that the report shows. */
  readonly keepExcerpts: boolean;
}

/** What came of a target; plain data, so that a worker thread can send it. */
export type Outcome = Verdict | { readonly type: "bystander" } | NoBytes;

export interface Verdict {
  readonly type: "report";
  readonly report: FileReport;
  readonly excerpts: readonly (Excerpt | undefined)[];
}

/** Takes what came of one target, in the order of the targets; gives a promise only where it has to wait. */
export type Deliver = (target: Target, outcome: Outcome) => Promise<void> | undefined;

export interface ShareOptions extends JudgeOptions {
  /** Threads that may judge, this one included; undefined for as many as there are processors, within reason. */
  readonly threads: number | undefined;
  /** What a worker thread runs; without it everything happens in this one. */
  readonly workerEntry: string | undefined;
  /** Asked between documents: true to stop early. */
  readonly isCutShort: () => boolean;
}

const none: readonly never[] = [];

/** The verdict on a document without fault. */
export function soundVerdict(report: FileReport, path: string): Verdict {
  return { type: "report", report: report.path === path ? report : { ...report, path }, excerpts: none };
}
