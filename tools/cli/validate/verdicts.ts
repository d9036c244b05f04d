import type { FileReport, Summary } from "../../report/diagnostic.ts";
import type { Format } from "../../report/formats.ts";
import type { RenderContext, Renderer, Sink } from "../../report/renderer.ts";
import { count, documentName, summaryLine } from "../../report/summary.ts";
import { visible } from "../../report/visible.ts";
import type { Host } from "../host.ts";
import type { Verdict } from "./judge.ts";

/** Where outcomes go: into the report and into the count that decides the exit status. */
export interface Verdicts {
  /** Gives a promise only while the format is being loaded. */
  readonly report: (verdict: Verdict) => Promise<void> | undefined;
  /** No verdict was possible on `path`: said on standard error, and in formats that have a place for it. */
  readonly unreadable: (path: string, reason: string) => Promise<void> | undefined;
  /** Nothing to judge was found in `path`, where something was asked for. */
  readonly complain: (path: string, reason: string) => void;
  /** Findings of one file were mended in place. */
  readonly mended: (findings: number) => void;
  /** Something the reader should know and that changes no verdict. */
  readonly note: (line: string) => void;
  /** Closes the report and answers with the exit status. */
  readonly end: () => Promise<number>;
}

export interface VerdictOptions {
  readonly format: Format;
  readonly quiet: boolean;
  readonly sink: Sink;
  /** Called after each verdict. */
  readonly onVerdict: () => void;
  readonly context: () => Promise<RenderContext>;
}

export function startVerdicts(options: VerdictOptions, host: Host): Verdicts {
  const counts = { files: 0, valid: 0, invalid: 0, errors: 0, warnings: 0 };
  const complaints: string[] = [];
  const notes: string[] = [];
  const mends = { files: 0, findings: 0 };
  let unreadable = 0;
  let renderer: Renderer | undefined;
  // The usual run, valid files and the text format, needs no renderer.
  const plain = options.format.name === "text";

  const load = async (): Promise<Renderer> => {
    renderer ??= (await options.format.load())(options.sink, await options.context());
    return renderer;
  };

  return {
    report({ report, excerpts }) {
      tally(counts, report);
      options.onVerdict();
      if (plain && renderer === undefined && report.diagnostics.length === 0) {
        if (!options.quiet) options.sink(`${documentName(report)}: valid\n`);
        return undefined;
      }
      if (renderer === undefined) {
        return load().then((loaded) => {
          loaded.file(report, excerpts);
        });
      }
      renderer.file(report, excerpts);
      return undefined;
    },
    unreadable(path, reason) {
      unreadable += 1;
      complaints.push(`${visible(path)}: ${visible(reason)}`);
      if (plain) return undefined;
      return load().then((loaded) => {
        loaded.unreadable(path, reason);
      });
    },
    complain(path, reason) {
      complaints.push(`${visible(path)}: ${reason}`);
    },
    mended(findings) {
      mends.files += 1;
      mends.findings += findings;
    },
    note(line) {
      notes.push(line);
    },
    async end() {
      if (!plain || renderer !== undefined) (await load()).end(counts, unreadable);
      else if (!options.quiet || unreadable > 0) options.sink(`${summaryLine(counts, unreadable)}\n`);
      if (mends.files > 0) notes.unshift(`mended ${count(mends.findings, "finding")} in ${count(mends.files, "file")}`);
      for (const note of notes) host.stderr.write(`wsc validate: note: ${note}\n`);
      for (const complaint of complaints) host.stderr.write(`wsc validate: ${complaint}\n`);
      return statusOf(counts, complaints.length);
    },
  };
}

function tally(counts: { -readonly [key in keyof Summary]: number }, report: FileReport): void {
  counts.files += 1;
  counts[report.valid ? "valid" : "invalid"] += 1;
  for (const { severity } of report.diagnostics) counts[severity === "error" ? "errors" : "warnings"] += 1;
}

function statusOf(counts: Summary, complaints: number): number {
  if (complaints > 0) return 2;
  return counts.invalid > 0 ? 1 : 0;
}
