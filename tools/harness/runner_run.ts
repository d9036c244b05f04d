import type { ProbeNote } from "./probe_plan.ts";

/** One run of the runner under test, against a probe that plays `plan`. */
export interface RunnerRun {
  /** Undefined where the runner could not be started; `reason` says why. */
  readonly exit: { readonly code: number | null; readonly killed: boolean } | undefined;
  readonly reason?: string;
  /** When it ended, in milliseconds since 1970. */
  readonly endTime: number;
  /** What it wrote to standard output and standard error, at most the first mebibyte. */
  readonly output: Buffer;
  readonly notes: readonly ProbeNote[];
  /** Whether these still ran when the runner had ended, a moment granted. */
  readonly adapterRuns: boolean;
  readonly childRuns: boolean;
  /** The files in the folder that {out} stood for. */
  readonly files: ReadonlyMap<string, Buffer>;
}
