import type { JsonValue } from "../json/value.ts";
import type { Decoded, Fault } from "../protocol/decode.ts";
import type { TranscriptEvent } from "../protocol/transcript.ts";
import type { Step } from "./case.ts";
import type { Findings } from "./outcome.ts";

/** What a probe is to do. It reads this from the file that its command line names. */
export interface ProbePlan {
  readonly steps: readonly Step[];
  /** What `$name` stands for, besides what the probe makes of the runner's messages. */
  readonly values: Readonly<Record<string, JsonValue>>;
  /** Its message ids begin with this. */
  readonly idPrefix: string;
  /** How long to wait for what must come, in milliseconds. */
  readonly patience: number;
}

/** What a probe notes down at once, so that nothing is lost however it ends. */
export type ProbeNote =
  | { readonly kind: "start"; readonly process: number; readonly environment: readonly string[] }
  | { readonly kind: "line"; readonly from: "runner" | "adapter"; readonly decoded: Decoded }
  | { readonly kind: "event"; readonly event: TranscriptEvent }
  | { readonly kind: "child"; readonly process: number }
  | { readonly kind: "signal" }
  /** The last thing the runner has to answer to has been done, at this time (milliseconds since 1970). */
  | { readonly kind: "done"; readonly time: number }
  | { readonly kind: "played"; readonly findings: Findings }
  | { readonly kind: "exit"; readonly status: number };

/** One note as a line of the record. */
export function noteLine(note: ProbeNote): string {
  if (note.kind !== "line" || note.decoded.kind !== "fault") return `${JSON.stringify(note)}\n`;
  const { bytes, ...rest } = note.decoded;
  return `${JSON.stringify({ ...note, decoded: { ...rest, base64: Buffer.from(bytes).toString("base64") } })}\n`;
}

/** The notes of a record. A last line that was cut off is left out. */
export function readNotes(text: string): ProbeNote[] {
  return text
    .split("\n")
    .slice(0, -1)
    .map((line) => {
      const note = JSON.parse(line) as ProbeNote;
      if (note.kind !== "line" || note.decoded.kind !== "fault") return note;
      const { base64, ...fault } = note.decoded as unknown as Omit<Fault, "bytes"> & { readonly base64: string };
      return { ...note, decoded: { ...fault, bytes: Buffer.from(base64, "base64") } };
    });
}
