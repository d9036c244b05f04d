import type { ParsedScript } from "unbash";

/** What is gathered on the way through a script by transparent_tree.ts, and how its parts ask it about scripts within. */
export interface Survey {
  words: string;
  takesMore: boolean;
  /** Whether a program is given by a path. */
  runsPath: boolean;
  /** Whether something is written to a file. */
  writes: boolean;
  /** Whether what a program prints becomes a value. */
  captures: boolean;
  /** Whether something is printed that may end within a line or be put together from pieces. */
  prints: boolean;
  /** Whether what is read now is a pattern that a value is compared with, which takes nothing. */
  compares: boolean;
  /** The text that is looked through now. */
  text: string;
  /** How deep in texts for a shell of its own. */
  level: number;
  /** Whether a script within a word shows all that it does, */
  readonly isTransparentScript: (script: ParsedScript) => boolean;
  /** and one that is a text for a shell. */
  readonly isTransparentText: (text: string) => boolean;
}
