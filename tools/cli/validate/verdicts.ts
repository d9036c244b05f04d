import type { FileReport, Summary } from "../../report/diagnostic.ts";
import type { RenderContext, Renderer, Sink, StartRenderer } from "../../report/renderer.ts";
import { count, documentName, summaryLine } from "../../report/summary.ts";
import { visible } from "../../report/visible.ts";
import type { Host } from "../host.ts";
import type { Verdict } from "./judge.ts";

/** Where outcomes go: into the reports and into the count that decides the exit status. */
export interface Verdicts {
  /** Gives a promise only while a format is being loaded. */
  readonly report: (verdict: Verdict) => Promise<void> | undefined;
  /** No verdict was possible on `path`, or nothing to judge is in it: said on standard error, and in formats that have a place for it. */
  readonly unreadable: (path: string, reason: string) => Promise<void> | undefined;
  /** Findings of one file were mended in place. */
  readonly mended: (findings: number) => void;
  /** Something the reader should know and that changes no verdict. */
  readonly note: (line: string) => void;
  /** Closes the reports and answers with the exit status. */
  readonly end: () => Promise<Conclusion>;
}

export interface Conclusion {
  readonly status: number;
  readonly summary: Summary;
}

/** One report to write. */
export interface WantedReport {
  readonly load: () => Promise<StartRenderer>;
  readonly sink: Sink;
  readonly context: () => Promise<RenderContext>;
}

export interface VerdictOptions {
  /** Named in lines on standard error. */
  readonly command: string;
  /**
   * The text report, where it is the only one. The usual run, files without findings, writes it without loading the format:
   * in `quiet` runs it is empty until there is a finding.
   */
  readonly plain: { readonly sink: Sink; readonly quiet: boolean } | undefined;
  readonly reports: readonly WantedReport[];
  /** Called after each verdict. */
  readonly onVerdict: () => void;
}

export function startVerdicts({ command, plain, reports, onVerdict }: VerdictOptions, host: Host): Verdicts {
  const counts = { files: 0, valid: 0, invalid: 0, errors: 0, warnings: 0 };
  const complaints: string[] = [];
  const notes: string[] = [];
  const mends = { files: 0, findings: 0 };
  let renderers: readonly Renderer[] | undefined;

  const load = async (): Promise<readonly Renderer[]> => {
    renderers ??= await Promise.all(reports.map(async (report) => (await report.load())(report.sink, await report.context())));
    return renderers;
  };
  const each = (act: (renderer: Renderer) => void): Promise<void> | undefined => {
    if (renderers !== undefined) {
      renderers.forEach(act);
      return undefined;
    }
    return load().then((loaded) => {
      loaded.forEach(act);
    });
  };

  return {
    report({ report, excerpts }) {
      tally(counts, report);
      onVerdict();
      if (plain !== undefined && renderers === undefined && report.diagnostics.length === 0) {
        if (!plain.quiet) plain.sink(`${documentName(report)}: valid\n`);
        return undefined;
      }
      return each((renderer) => {
        renderer.file(report, excerpts);
      });
    },
    unreadable(path, reason) {
      complaints.push(`${path === "" ? '""' : visible(path)}: ${visible(reason)}`);
      if (plain !== undefined && renderers === undefined) return undefined;
      return each((renderer) => {
        renderer.unreadable(path, reason);
      });
    },
    mended(findings) {
      mends.files += 1;
      mends.findings += findings;
    },
    note(line) {
      notes.push(line);
    },
    async end() {
      if (plain !== undefined && renderers === undefined) {
        if (!plain.quiet || complaints.length > 0) plain.sink(`${summaryLine(counts, complaints.length)}\n`);
      } else {
        await each((renderer) => {
          renderer.end(counts, complaints.length);
        });
      }
      if (mends.files > 0) notes.unshift(`mended ${count(mends.findings, "finding")} in ${count(mends.files, "file")}`);
      for (const note of notes) host.stderr.write(`wsc ${command}: note: ${note}\n`);
      for (const complaint of complaints) host.stderr.write(`wsc ${command}: ${complaint}\n`);
      return { status: complaints.length > 0 ? 2 : counts.invalid > 0 ? 1 : 0, summary: counts };
    },
  };
}

function tally(counts: { -readonly [key in keyof Summary]: number }, report: FileReport): void {
  counts.files += 1;
  counts[report.valid ? "valid" : "invalid"] += 1;
  for (const { severity } of report.diagnostics) counts[severity === "error" ? "errors" : "warnings"] += 1;
}
