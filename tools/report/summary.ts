import type { FileReport, Summary } from "./diagnostic.ts";
import { visible } from "./visible.ts";

/** How a report names a document: its path, and its line in an NDJSON stream. */
export function documentName(report: FileReport): string {
  const path = visible(report.path);
  return report.line === undefined ? path : `${path}:${report.line}`;
}

/** `2 files: 1 valid, 1 invalid; 3 errors, 0 warnings`. */
export function summaryLine(summary: Summary, unreadable: number): string {
  const counts = `${count(summary.files, "file")}: ${summary.valid} valid, ${summary.invalid} invalid; ${count(summary.errors, "error")}, ${count(summary.warnings, "warning")}`;
  return unreadable === 0 ? counts : `${counts}; ${count(unreadable, "file")} without a verdict`;
}

export function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? "" : "s"}`;
}
