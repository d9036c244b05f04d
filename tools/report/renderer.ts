import type { FileReport, Position, Severity, Summary, ToolInformation } from "./diagnostic.ts";

/** Takes the next piece of a report. Pieces arrive in order and are never revised, so a report of any length needs no memory. */
export type Sink = (text: string) => void;

/** The part of a document's text that a reader needs to see one diagnostic in place; plain data, a few hundred characters at most. */
export interface Excerpt {
  /** The line on which the diagnostic starts, without its terminator; a long line is cut to a window around the diagnostic. */
  readonly text: string;
  /** Where the diagnostic starts in `text`, and where it ends on that line. */
  readonly start: number;
  readonly end: number;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
  /** The places of the edits of the diagnostic's fix, in their order. */
  readonly edits: readonly { readonly start: Position; readonly end: Position }[];
}

/** What a format says about a rule besides its findings. */
export interface ReportedRule {
  readonly id: string;
  readonly severity: Severity;
  readonly demands: string;
  readonly because: string;
  readonly instead: string;
}

export interface RenderContext {
  readonly tool: ToolInformation;
  /** Every rule a diagnostic may name; only SARIF asks. */
  readonly rules: readonly ReportedRule[];
  readonly colour: boolean;
  /** Findings only: nothing on valid documents; only the text format asks. */
  readonly quiet: boolean;
  /** Columns of the terminal; undefined where the report goes elsewhere, and then no line is broken. */
  readonly columns: number | undefined;
  /** The name by which the reader of the report knows a file: relative to the working folder or to the checkout. */
  readonly locate: (path: string) => string;
}

/** One report being written. Every document is given once, in the order of the input; `end` closes the report. */
export interface Renderer {
  /** `excerpts[i]` belongs to `report.diagnostics[i]`; it is absent where the text could not be kept. */
  readonly file: (report: FileReport, excerpts: readonly (Excerpt | undefined)[]) => void;
  /** A file on which no verdict was possible; formats without a place for it do nothing. */
  readonly unreadable: (path: string, reason: string) => void;
  /** `unreadable` is the number of files without a verdict, which the summary does not count. */
  readonly end: (summary: Summary, unreadable: number) => void;
}

/** Begins a report on `sink`. */
export type StartRenderer = (sink: Sink, context: RenderContext) => Renderer;
