import type { Value } from "./model.ts";

/** A text that is being run: the script itself, or one that it hands to a shell. */
export interface SourceFrame {
  readonly text: string;
  /** Where the words that hold this text stand in the script; undefined for the script itself, whose own offsets count. */
  readonly place: Place | undefined;
  /** What the markers of `embed` in this text stand for. */
  readonly embedded: readonly Value[];
}

export interface Place {
  readonly start: number;
  readonly end: number;
}
