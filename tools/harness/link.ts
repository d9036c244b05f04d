import type { JsonObject } from "../json/value.ts";
import type { Step } from "./case.ts";
import type { Writing } from "./written.ts";

/** A line of the peer as a script sees it. */
export interface SeenLine {
  /** Undefined where the line is no JSON object. */
  readonly value: JsonObject | undefined;
  readonly blank: boolean;
}

export type Arrival = { readonly kind: "line"; readonly line: SeenLine } | { readonly kind: "end" } | { readonly kind: "deadline" };

export interface Exit {
  readonly code: number | null;
  readonly killed: boolean;
}

/**
 * The other end of a session, as a script uses it: a process, a function in this process, or a transcript that is read again. Whatever
 * passes is recorded in the order in which the script takes it, so that a transcript can be played again.
 */
export interface Link {
  /** Answers with the ids by which the transcript knows the named messages. */
  readonly write: (writing: Writing) => Promise<Writing["ids"]>;
  /** The next line, the end of output, or the end of patience. */
  readonly next: (milliseconds: number, awaiting: string) => Promise<Arrival>;
  readonly endInput: () => Promise<void>;
  /** How the peer ended; what it still wrote comes through `lines`. */
  readonly exit: (milliseconds: number) => Promise<{ readonly exit: Exit | undefined; readonly lines: readonly SeenLine[] }>;
  /** Not to read for so long. Does not wait. */
  readonly stopReading: (milliseconds: number) => void;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** The lines that have come meanwhile, where a line counts from when it comes and not from when it is waited for. */
  readonly arrived?: () => readonly SeenLine[];
  /** Plays a step that only one side can: to hang, to die, to flood, to start a process. */
  readonly act?: (step: Step) => Promise<void>;
  /** The longest line that the peer takes. */
  readonly limit: () => number;
}
