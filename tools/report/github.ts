import type { Diagnostic } from "./diagnostic.ts";
import type { RenderContext, Renderer, Sink } from "./renderer.ts";
import { summaryLine } from "./summary.ts";
import { visibleLines } from "./visible.ts";

/**
 * Workflow commands that GitHub Actions turns into annotations.
 * https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
 */
export function startGithubReport(sink: Sink, context: RenderContext): Renderer {
  return {
    file(report) {
      for (const diagnostic of report.diagnostics) {
        sink(workflowCommand(diagnostic.severity, { file: context.locate(report.path), ...place(diagnostic), title: diagnostic.ruleId }, message(diagnostic)));
      }
    },
    unreadable(path, reason) {
      sink(workflowCommand("error", { file: context.locate(path), title: "no verdict" }, reason));
    },
    end(summary, unreadable) {
      sink(`${summaryLine(summary, unreadable)}\n`);
    },
  };
}

/** GitHub takes columns only for an annotation within one line. */
function place({ start, end }: Diagnostic): Record<string, string> {
  const lines = { line: String(start.line), endLine: String(end.line) };
  return start.line === end.line ? { ...lines, col: String(start.column), endColumn: String(end.column) } : lines;
}

function message(diagnostic: Diagnostic): string {
  return `${diagnostic.message}\n${diagnostic.help}`;
}

/** One workflow command, with everything in it made visible and escaped. */
export function workflowCommand(name: string, properties: Record<string, string>, data: string): string {
  const written = Object.entries(properties).map(([key, value]) => `${key}=${escapedProperty(visibleLines(value))}`);
  return `::${name} ${written.join(",")}::${escapedData(visibleLines(data))}\n`;
}

function escapedData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
