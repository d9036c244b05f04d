import type { StartRenderer } from "./renderer.ts";

/** A report format, by the name people ask for it. Each is loaded when it is first used. */
export interface Format {
  readonly name: string;
  readonly summary: string;
  /** Whether it shows parts of the documents, so that their excerpts must be kept. */
  readonly usesExcerpts: boolean;
  readonly load: () => Promise<StartRenderer>;
}

export const formats: readonly Format[] = [
  { name: "text", summary: "for people: place, message, the line and a caret", usesExcerpts: true, load: async () => (await import("./text.ts")).startTextReport },
  { name: "json", summary: "one document, the public form", usesExcerpts: false, load: async () => (await import("./json.ts")).startJsonReport },
  { name: "ndjson", summary: "one file's report a line, then a summary line", usesExcerpts: false, load: async () => (await import("./ndjson.ts")).startNdjsonReport },
  { name: "sarif", summary: "SARIF 2.1.0, for code scanning", usesExcerpts: true, load: async () => (await import("./sarif.ts")).startSarifReport },
  { name: "junit", summary: "JUnit XML, for test reports", usesExcerpts: false, load: async () => (await import("./junit.ts")).startJunitReport },
  { name: "tap", summary: "TAP version 14", usesExcerpts: false, load: async () => (await import("./tap.ts")).startTapReport },
  { name: "github", summary: "annotations of GitHub Actions", usesExcerpts: false, load: async () => (await import("./github.ts")).startGithubReport },
];
