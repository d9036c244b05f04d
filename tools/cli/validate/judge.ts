import type { FileReport } from "../../report/diagnostic.ts";
import type { Excerpt } from "../../report/renderer.ts";
import { isSuspicion, judge, type Means, type Suspicion, type ValidateOptions } from "../../validate/judge.ts";
import { readDocument, type NoBytes } from "./read_document.ts";

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

/** Something is wrong, or it takes more means to tell; judging.ts settles it. It holds the bytes that were read, so that must happen before the next read. */
export interface Suspected {
  readonly type: "suspicion";
  readonly suspicion: Suspicion;
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

/** Reads and judges one file. */
export function judgeFile(target: Target, options: JudgeOptions, means: Means): Outcome | Suspected {
  const opened = readDocument(target.absolute, options.maximumBytes);
  return opened.type === "bytes" ? judgeBytes(opened.bytes, target.path, { path: target.absolute, maximumBytes: options.maximumBytes }, means) : opened;
}

const none: readonly never[] = [];

/** Judges bytes; a document without fault never needs what explains faults. */
export function judgeBytes(bytes: Uint8Array, path: string, options: ValidateOptions, means: Means): Verdict | Suspected {
  const judged = judge(bytes, options, means);
  return isSuspicion(judged) ? { type: "suspicion", suspicion: judged } : soundVerdict(judged, path);
}

/** The verdict on a document without fault. */
export function soundVerdict(report: FileReport, path: string): Verdict {
  return { type: "report", report: report.path === path ? report : { ...report, path }, excerpts: none };
}
