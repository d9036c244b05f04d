import type { Diagnostic, FileReport } from "./diagnostic.ts";
import type { RenderContext, Renderer, Sink } from "./renderer.ts";
import { attribute, content } from "./xml.ts";

/**
 * JUnit XML: a test suite a document, a test case a finding; a document without findings is one case that passes.
 * A warning is a passing case with output, because it does not make the document invalid.
 */
export function startJunitReport(sink: Sink, context: RenderContext): Renderer {
  sink(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${attribute(context.tool.name)}">\n`);
  return {
    file(report) {
      sink(suite(report));
    },
    unreadable(path, reason) {
      const name = attribute(path);
      sink(
        `  <testsuite name="${name}" tests="1" failures="0" errors="1" skipped="0">\n` +
          `    <testcase classname="${name}" name="readable" file="${name}">\n` +
          `      <error type="unreadable" message="${attribute(reason)}"/>\n` +
          "    </testcase>\n  </testsuite>\n",
      );
    },
    end() {
      sink("</testsuites>\n");
    },
  };
}

function suite(report: FileReport): string {
  const name = attribute(report.line === undefined ? report.path : `${report.path}:${report.line}`);
  const failures = report.diagnostics.filter((diagnostic) => diagnostic.severity === "error").length;
  const tests = Math.max(1, report.diagnostics.length);
  const cases = report.diagnostics.length === 0 ? `    <testcase classname="${name}" name="valid" file="${attribute(report.path)}"/>\n` : report.diagnostics.map((diagnostic) => testCase(report, name, diagnostic)).join("");
  return `  <testsuite name="${name}" tests="${tests}" failures="${failures}" errors="0" skipped="0">\n${cases}  </testsuite>\n`;
}

function testCase(report: FileReport, className: string, diagnostic: Diagnostic): string {
  const { line, column } = diagnostic.start;
  const title = `${diagnostic.ruleId} at line ${line}, column ${column}`;
  const details = content(`${report.path}:${line}:${column}\n${diagnostic.message}\nPointer: ${diagnostic.pointer}\n${diagnostic.help}`);
  const body =
    diagnostic.severity === "error"
      ? `<failure type="${attribute(diagnostic.ruleId)}" message="${attribute(diagnostic.message)}">${details}</failure>`
      : `<system-out>warning: ${details}</system-out>`;
  return `    <testcase classname="${className}" name="${attribute(title)}" file="${attribute(report.path)}" line="${line}">\n      ${body}\n    </testcase>\n`;
}
