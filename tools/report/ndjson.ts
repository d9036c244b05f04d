import { fileMembers, safeJson, summaryMembers, toolMembers } from "./json.ts";
import type { RenderContext, Renderer, Sink } from "./renderer.ts";

/** One document's report a line, in the members of the public form; the last line holds `tool` and `summary`. */
export function startNdjsonReport(sink: Sink, context: RenderContext): Renderer {
  return {
    file(report) {
      sink(`${safeJson(fileMembers(report))}\n`);
    },
    unreadable() {
      // As in the json form: standard error and the exit status tell of files without a verdict.
    },
    end(summary) {
      sink(`${safeJson({ tool: toolMembers(context.tool), summary: summaryMembers(summary) })}\n`);
    },
  };
}
