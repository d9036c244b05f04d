import { safeJson } from "../json.ts";
import type { ConformanceReport } from "../verdict.ts";

/** The public form, schemas/report/conformance-report.v1.schema.json. */
export function renderJson(report: ConformanceReport): string {
  return `${safeJson(report, 2)}\n`;
}
