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
  /** Asked before each document: true once the reader of the report has gone away. */
  readonly isCutShort: () => boolean;
}
