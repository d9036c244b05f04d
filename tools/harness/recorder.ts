import { createTranscript } from "../protocol/transcript.ts";
import type { Transcript } from "../protocol/transcript.ts";

/** A transcript that can be begun again: what opens a session that several cases share opens the transcript of each. */
export interface Recorder {
  readonly transcript: Transcript;
  /** A new transcript that already holds what was recorded so far. */
  readonly copy: () => Transcript;
}

export function createRecorder(secrets: Readonly<Record<string, string>>): Recorder {
  const transcript = createTranscript({ secrets });
  const recorded: ((to: Transcript) => void)[] = [];
  const both = (act: (to: Transcript) => void): void => {
    recorded.push(act);
    act(transcript);
  };
  return {
    transcript: {
      ...transcript,
      record: (from, decoded) => {
        both((to) => {
          to.record(from, decoded);
        });
      },
      event: (event) => {
        both((to) => {
          to.event(event);
        });
      },
    },
    copy: () => {
      const other = createTranscript({ secrets });
      for (const act of recorded) act(other);
      return other;
    },
  };
}
