import { isObject } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import { defaultMaximumLineBytes } from "../protocol/messages.ts";
import type { Side } from "../protocol/messages.ts";
import type { TranscriptEntry } from "../protocol/transcript.ts";
import type { Exit, Link, SeenLine } from "./link.ts";

/** What is read is not what the script would have led to. */
export class ReplayError extends Error {
  override readonly name = "ReplayError";
}

export interface RecordedLink extends Link {
  /** Whether more was written than the script has written yet. */
  readonly wroteMore: () => boolean;
}

/**
 * A link on which a recorded session happens again: what was written is passed over, what came comes, and waits that ran out run out, without waiting.
 * `us` is the side whose script is played. Throws ReplayError where the transcript does not fit the script.
 */
export function recordedLink(entries: readonly TranscriptEntry[], us: Side): RecordedLink {
  let place = 0;
  const arrival = (entry: TranscriptEntry): SeenLine | undefined => ("event" in entry || entry.from === us ? undefined : seenEntry(entry));
  const current = (): TranscriptEntry | undefined => entries[place];
  const isEnd = (entry: TranscriptEntry): boolean => "event" in entry && entry.event === (us === "runner" ? "end-of-output" : "end-of-input");

  const takeLines = (): SeenLine[] => {
    const lines: SeenLine[] = [];
    for (let entry = current(); entry !== undefined; entry = current()) {
      const line = arrival(entry);
      if (line === undefined) break;
      lines.push(line);
      place += 1;
    }
    return lines;
  };

  return {
    write: ({ pieces, ids }) => {
      const lines = countLines(pieces);
      const written: (string | undefined)[] = [];
      for (let line = 0; line < lines; line += 1) {
        const entry = current();
        if (entry === undefined || "event" in entry || entry.from !== us) break;
        written.push(idOf(entry));
        place += 1;
      }
      // What is not ended yet is recorded with the end of input; its id is known before.
      const open = current();
      if (open !== undefined && !("event" in open) && open.from === us && open.ending === "none") written.push(idOf(open));
      // A line that is no message keeps its place among the lines, but has no name.
      return Promise.resolve(ids.map(({ name }, index) => ({ name, id: written[index] ?? "" })));
    },
    next: () => {
      const entry = current();
      if (entry === undefined) return Promise.resolve({ kind: "end" });
      if (isEnd(entry)) {
        place += 1;
        return Promise.resolve({ kind: "end" });
      }
      if ("event" in entry && entry.event === "deadline") {
        place += 1;
        return Promise.resolve({ kind: "deadline" });
      }
      const line = arrival(entry);
      if (line === undefined) {
        // After the end of output there is only the end.
        if ("event" in entry && entry.event === "exit") return Promise.resolve({ kind: "end" });
        throw new ReplayError(`entry ${entry.n} comes where the script waits`);
      }
      place += 1;
      return Promise.resolve({ kind: "line", line });
    },
    endInput: () => {
      let entry = current();
      if (entry !== undefined && !("event" in entry) && entry.from === us) {
        place += 1;
        entry = current();
      }
      if (entry !== undefined && "event" in entry && entry.event === (us === "runner" ? "end-of-input" : "end-of-output")) place += 1;
      return Promise.resolve();
    },
    exit: () => {
      const lines: SeenLine[] = [];
      for (let entry = current(); entry !== undefined; entry = current()) {
        const line = arrival(entry);
        if (line !== undefined) lines.push(line);
        else if (!isEnd(entry)) {
          if ("event" in entry && entry.event === "deadline") {
            place += 1;
            return Promise.resolve({ exit: undefined, lines });
          }
          break;
        }
        place += 1;
      }
      return Promise.resolve({ exit: exitIn(entries), lines });
    },
    stopReading: () => undefined,
    ...(us === "adapter" ? { arrived: takeLines } : {}),
    pause: () => Promise.resolve(),
    limit: () => defaultMaximumLineBytes,
    wroteMore: () => entries.slice(place).some((entry) => "from" in entry && entry.from === us),
  };
}

function exitIn(entries: readonly TranscriptEntry[]): Exit | undefined {
  const exit = entries.find((entry) => "event" in entry && entry.event === "exit" && entry.process === "adapter");
  return exit !== undefined && "event" in exit && exit.event === "exit" ? { code: exit.code, killed: exit.killed } : undefined;
}

function seenEntry(entry: Exclude<TranscriptEntry, { readonly event: unknown }>): SeenLine {
  if ("blank" in entry) return { value: undefined, blank: true };
  // An entry is made of JSON values and nothing else.
  const value = ("message" in entry ? entry.message : entry.value) as JsonValue | undefined;
  return { value: isObject(value) ? value : undefined, blank: false };
}

function idOf(entry: Exclude<TranscriptEntry, { readonly event: unknown }>): string | undefined {
  const { value } = seenEntry(entry);
  return typeof value?.id === "string" ? value.id : undefined;
}

function countLines(pieces: readonly Uint8Array[]): number {
  let lines = 0;
  for (const piece of pieces) for (let place = piece.indexOf(0x0a); place !== -1; place = piece.indexOf(0x0a, place + 1)) lines += 1;
  return lines;
}
