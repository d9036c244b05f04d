import type { ConformanceReport } from "../verdict.ts";
import type { VerdictContext } from "./context.ts";

export type RenderVerdicts = (report: ConformanceReport, context: VerdictContext) => string;

/** A format, by the name people ask for it. Each is loaded when it is first used. */
export interface VerdictFormat {
  readonly name: string;
  readonly load: () => Promise<RenderVerdicts>;
}

/** The one for people, which is printed unless another is asked for. */
export const textFormat: VerdictFormat = { name: "text", load: async () => (await import("./text.ts")).renderText };

export const verdictFormats: readonly VerdictFormat[] = [
  textFormat,
  { name: "json", load: async () => (await import("./json.ts")).renderJson },
  { name: "junit", load: async () => (await import("./junit.ts")).renderJunit },
  { name: "tap", load: async () => (await import("./tap.ts")).renderTap },
  { name: "sarif", load: async () => (await import("./sarif.ts")).renderSarif },
  { name: "github", load: async () => (await import("./github.ts")).renderGithub },
];
