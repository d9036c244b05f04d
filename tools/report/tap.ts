import type { Diagnostic } from "./diagnostic.ts";
import { fileMembers, safeJson } from "./json.ts";
import type { RenderContext, Renderer, Sink } from "./renderer.ts";
import { documentName, summaryLine } from "./summary.ts";
import { wellFormed } from "./visible.ts";

/** TAP version 14 (https://testanything.org/tap-version-14-specification.html): a test point a document, its findings in a YAML block. */
export function startTapReport(sink: Sink, _context: RenderContext): Renderer {
  sink("TAP version 14\n");
  let points = 0;
  return {
    file(report) {
      points += 1;
      sink(`${report.valid ? "ok" : "not ok"} ${points} - ${description(documentName(report))}\n`);
      if (report.diagnostics.length > 0) sink(yamlBlock(fileMembers(report).diagnostics));
    },
    unreadable(path, reason) {
      points += 1;
      sink(`not ok ${points} - ${description(documentName({ path, kind: null, apiVersion: null, valid: false, diagnostics: [] }))}\n`);
      sink(`  ---\n  message: ${safeJson(reason)}\n  severity: error\n  ...\n`);
    },
    end(summary, unreadable) {
      sink(`1..${points}\n# ${summaryLine(summary, unreadable)}\n`);
    },
  };
}

/** A hash would begin a directive such as `# SKIP`. */
function description(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("#", "\\#");
}

/** JSON strings and objects are YAML flow values; the keys stand on lines of their own for people. */
function yamlBlock(diagnostics: readonly Diagnostic[]): string {
  const worst = diagnostics.find((diagnostic) => diagnostic.severity === "error") ?? diagnostics[0];
  const lines = [`message: ${quoted(worst?.message ?? "")}`, `severity: ${worst?.severity ?? "error"}`, "diagnostics:"];
  for (const diagnostic of diagnostics) {
    lines.push(`  - ruleId: ${quoted(diagnostic.ruleId)}`);
    lines.push(`    severity: ${diagnostic.severity}`);
    lines.push(`    line: ${diagnostic.start.line}`);
    lines.push(`    column: ${diagnostic.start.column}`);
    lines.push(`    pointer: ${quoted(diagnostic.pointer)}`);
    lines.push(`    message: ${quoted(diagnostic.message)}`);
    lines.push(`    help: ${quoted(diagnostic.help)}`);
  }
  return `  ---\n${lines.map((line) => `  ${line}\n`).join("")}  ...\n`;
}

/** YAML forbids lone surrogates, which JSON may write as escapes. */
function quoted(text: string): string {
  return safeJson(wellFormed(text));
}
