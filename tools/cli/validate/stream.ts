import { closeSync, fstatSync } from "node:fs";
import type { JudgeOptions, ShareOptions, Verdict } from "./judge.ts";
import type { Judging } from "./judging.ts";
import { readLines, takeLines, type Line } from "./lines.ts";
import type { StreamName } from "./parallel.ts";
import { packing, unpacked, type Parcel } from "./parcel.ts";
import { startPatience } from "./patience.ts";
import { openDocument, reasonOf, type NoBytes } from "./read_document.ts";

/** An NDJSON stream: a file by its path from the root, or a descriptor that is open already. */
export interface Stream {
  /** As the reader of the report knows it. */
  readonly path: string;
  readonly source: string | number;
}

export interface StreamOptions extends ShareOptions {
  /** Called before each read, which may have to wait for the writer. */
  readonly onWait: () => void;
  readonly judging: Judging;
}

/** How a stream ended: after so many documents, or because it could not be read. */
export type StreamEnd = { readonly type: "read"; readonly documents: number } | NoBytes;

const batchBytes = 1 << 18;

type Deliver = (verdict: Verdict) => Promise<void> | undefined;

/** Judges each line of an NDJSON stream as a document of its own; positions are those in the stream. A long file is judged with the help of worker threads. */
export async function judgeStream(stream: Stream, options: StreamOptions, deliver: Deliver): Promise<StreamEnd> {
  // Whoever writes to a pipe may write slowly, and each verdict is wanted when its line is there: nobody else could help.
  if (typeof stream.source === "number") return await judgeLines(stream.source, { path: stream.path, absolute: stream.path }, { ...options, threads: 1 }, deliver);
  const opened = openDocument(stream.source);
  if (opened.type !== "open") return opened;
  try {
    return await judgeLines(opened.descriptor, { path: stream.path, absolute: stream.source }, options, deliver);
  } finally {
    closeSync(opened.descriptor);
  }
}

async function judgeLines(descriptor: number, name: StreamName, options: StreamOptions, deliver: Deliver): Promise<StreamEnd> {
  const { judging, isCutShort } = options;
  const read = readLines(descriptor, options.maximumBytes, options.onWait);
  const { size } = fstatSync(descriptor);
  let documents = 0;
  /** Of the last line. In characters, which will do to guess how many lines are left of so many bytes. */
  let position = 0;
  const areLeft = (count: number): boolean => position > 0 && ((size - position) / position) * documents >= count;
  const isLong = startPatience(options, { thorough: judging.thorough, areLeft });
  let end: StreamEnd | undefined;
  // A stream that cannot be read on ends there; what was read of it is judged.
  const lines: Iterator<Line, void> = {
    next: () => {
      try {
        const next = read.next();
        if (next.done !== true) {
          documents += 1;
          position = next.value.offset;
        }
        return next;
      } catch (error) {
        end = { type: "unreadable", reason: reasonOf(error) };
        return { done: true, value: undefined };
      }
    },
  };
  for (let next = lines.next(); next.done !== true && !isCutShort(); next = lines.next()) {
    const verdict = judgeLine(next.value, name, judging, options);
    const delivery = deliver(verdict instanceof Promise ? await verdict : verdict);
    if (delivery !== undefined) await delivery;
    if (isLong()) {
      const { judgeInParallel } = await import("./parallel.ts");
      // Fresh memory takes longer to get than lines to copy: each room serves batch after batch, and all threads look into the same.
      const rooms: Uint8Array[] = [];
      await judgeInParallel(
        {
          take: () => {
            const room = rooms.pop() ?? new Uint8Array(new SharedArrayBuffer(batchBytes));
            return { items: takeLines(lines, room), release: () => rooms.push(room) };
          },
          judge: (line: Line) => packing(judgeLine(line, name, judging, options)),
          deliver: (line, parcel: Parcel<Verdict>) => deliver(unpacked(parcel, name.path, line.number)),
          stream: name,
        },
        options,
      );
      break;
    }
  }
  return end ?? { type: "read", documents };
}

/** Judges one line; a promise only where something has to be loaded first. */
export function judgeLine({ bytes, number, offset }: Line, { path, absolute }: StreamName, judging: Judging, { maximumBytes, keepExcerpts }: JudgeOptions): Verdict | Promise<Verdict> {
  return judging.bytes(bytes, path, { path: absolute, maximumBytes, line: number, offset }, { keepExcerpts });
}
