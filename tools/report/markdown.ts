import type { Diagnostic, FileReport } from "./diagnostic.ts";
import type { RenderContext, Renderer, Sink } from "./renderer.ts";
import { count, summaryLine } from "./summary.ts";
import { visible } from "./visible.ts";

/** GitHub drops a job summary of more than 1 MiB, and nobody reads one of this length. */
const mostFindings = 500;
const longestText = 600;

/**
 * The summary of a CI job in GitHub's Markdown: the counts, then the findings in a table a file. Everything that comes from a document or a
 * file name is written in character references, so that it is text whatever it holds.
 */
export function startMarkdownReport(sink: Sink, context: RenderContext): Renderer {
  const parts: string[] = [];
  const without: string[] = [];
  let shown = 0;
  let hidden = 0;
  return {
    file(report) {
      const rows = report.diagnostics.slice(0, mostFindings - shown);
      hidden += report.diagnostics.length - rows.length;
      shown += rows.length;
      if (rows.length > 0) parts.push(table(context.locate(report.path), report, rows));
    },
    unreadable(path, reason) {
      if (without.length < mostFindings) without.push(`- ${plain(context.locate(path))}: ${plain(reason)}\n`);
    },
    end(summary, unreadable) {
      const verdict = unreadable > 0 ? "no verdict on some files" : summary.invalid > 0 ? `${count(summary.invalid, "document")} invalid` : "all valid";
      sink(`## Workstation contracts: ${verdict}\n\n${summaryLine(summary, unreadable)}\n\n`);
      for (const part of parts) sink(part);
      if (hidden > 0) sink(`${count(hidden, "more finding")} not shown here.\n\n`);
      if (unreadable > 0) sink(`### Without a verdict\n\n${without.join("")}\n`);
    },
  };
}

function table(name: string, report: FileReport, diagnostics: readonly Diagnostic[]): string {
  const errors = report.diagnostics.filter(({ severity }) => severity === "error").length;
  const counts = [count(errors, "error"), count(report.diagnostics.length - errors, "warning")].filter((text) => !text.startsWith("0 ")).join(", ");
  const line = report.line === undefined ? "" : `, line ${report.line}`;
  const rows = diagnostics.map(
    ({ start, severity, ruleId, help, message }) => `| ${start.line}:${start.column} | ${severity} | [${plain(ruleId)}](${encodeURI(help)}) | ${plain(message)} |\n`,
  );
  return `<details open><summary>${plain(name)}${line}: ${counts}</summary>\n\n| Place | Severity | Rule | What is wrong |\n| --- | --- | --- | --- |\n${rows.join("")}\n</details>\n\n`;
}

/** Text that stays text in Markdown and in HTML. */
function plain(text: string): string {
  const cut = text.length > longestText ? `${text.slice(0, longestText)}…` : text;
  return visible(cut).replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`);
}
