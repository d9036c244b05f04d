import type { Host } from "../host.ts";
import type { Judging } from "./judging.ts";
import type { Settings } from "./settings.ts";
import type { Verdicts } from "./verdicts.ts";

/** One run of the command, handed from function to function. */
export interface Run {
  readonly settings: Settings;
  readonly host: Host;
  readonly verdicts: Verdicts;
  readonly judging: Judging;
  /** True for a path from the root at which the report of this run is written, which is not to be judged by it. */
  readonly isReport: (path: string) => boolean;
  /** The files whose mends were printed. */
  readonly shown: Set<string>;
  /** Asked before each document: true once the reader of the report has gone away. */
  readonly isCutShort: () => boolean;
}
