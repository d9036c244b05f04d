import type { Diagnostic, FileReport, Position, Summary, ToolInformation } from "./diagnostic.ts";
import type { RenderContext, Renderer, Sink } from "./renderer.ts";

/** The public form, schemas/report/validation-report.v1.schema.json: the same documents give the same bytes. */
export function startJsonReport(sink: Sink, context: RenderContext): Renderer {
  sink(`{\n  "tool": ${indented(toolMembers(context.tool), 1)},\n  "files": [`);
  let files = 0;
  return {
    file(report) {
      sink(`${files === 0 ? "" : ","}\n    ${indented(fileMembers(report), 2)}`);
      files += 1;
    },
    unreadable() {
      // The form lists verdicts; the reason goes to standard error and into the exit status.
    },
    end(summary) {
      sink(`${files === 0 ? "" : "\n  "}],\n  "summary": ${indented(summaryMembers(summary), 1)}\n}\n`);
    },
  };
}

/** The members of the public form, in its order. */
export function fileMembers(report: FileReport): FileReport {
  return {
    path: report.path,
    ...(report.line === undefined ? {} : { line: report.line }),
    kind: report.kind,
    apiVersion: report.apiVersion,
    valid: report.valid,
    diagnostics: report.diagnostics.map(diagnosticMembers),
  };
}

export function toolMembers(tool: ToolInformation): ToolInformation {
  return { name: tool.name, version: tool.version, ruleset: tool.ruleset };
}

export function summaryMembers(summary: Summary): Summary {
  const { files, valid, invalid, errors, warnings } = summary;
  return { files, valid, invalid, errors, warnings };
}

/** JSON in which characters that a terminal would obey are escaped too. */
export function safeJson(value: unknown, space?: number): string {
  const text = JSON.stringify(value, null, space);
  return /^[\n\x20-\x7e]*$/.test(text) ? text : text.replace(/[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}]/gu, asEscapes);
}

function diagnosticMembers(diagnostic: Diagnostic): Diagnostic {
  const { ruleId, severity, message, pointer, help, fix } = diagnostic;
  return {
    ruleId,
    severity,
    message,
    pointer,
    start: positionMembers(diagnostic.start),
    end: positionMembers(diagnostic.end),
    help,
    ...(fix === undefined
      ? {}
      : { fix: { description: fix.description, edits: fix.edits.map(({ start, end, text }) => ({ start, end, text })) } }),
  };
}

function positionMembers({ line, column, offset }: Position): Position {
  return { line, column, offset };
}

function indented(value: unknown, level: number): string {
  return safeJson(value, 2).replaceAll("\n", `\n${"  ".repeat(level)}`);
}

function asEscapes(character: string): string {
  let escapes = "";
  for (let index = 0; index < character.length; index++) {
    escapes += `\\u${character.charCodeAt(index).toString(16).padStart(4, "0")}`;
  }
  return escapes;
}
