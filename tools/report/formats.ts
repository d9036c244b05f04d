import type { StartRenderer } from "./renderer.ts";

/** A report format, by the name people ask for it. Each is loaded when it is first used. */
export interface Format {
  readonly name: string;
  /** Whether it shows parts of the documents, so that their excerpts must be kept. */
  readonly usesExcerpts: boolean;
  readonly load: () => Promise<StartRenderer>;
}

export const formats: readonly Format[] = [
  { name: "text", usesExcerpts: true, load: async () => (await import("./text.ts")).startTextReport },
  { name: "json", usesExcerpts: false, load: async () => (await import("./json.ts")).startJsonReport },
  { name: "ndjson", usesExcerpts: false, load: async () => (await import("./ndjson.ts")).startNdjsonReport },
  { name: "sarif", usesExcerpts: true, load: async () => (await import("./sarif.ts")).startSarifReport },
  { name: "junit", usesExcerpts: false, load: async () => (await import("./junit.ts")).startJunitReport },
  { name: "tap", usesExcerpts: false, load: async () => (await import("./tap.ts")).startTapReport },
  { name: "github", usesExcerpts: false, load: async () => (await import("./github.ts")).startGithubReport },
];
