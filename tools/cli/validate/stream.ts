import { closeSync } from "node:fs";
import type { JudgeOptions, Verdict } from "./judge.ts";
import type { Judging } from "./judging.ts";
import { readLines, type Line } from "./lines.ts";
import { openDocument, reasonOf, type NoBytes } from "./read_document.ts";

/** An NDJSON stream: a file by its path from the root, or a descriptor that is open already. */
export interface Stream {
  /** As the reader of the report knows it. */
  readonly path: string;
  readonly source: string | number;
}

export interface StreamOptions extends JudgeOptions {
  /** Called before each read, which may have to wait for the writer. */
  readonly onWait: () => void;
  readonly isCutShort: () => boolean;
  readonly judging: Judging;
}

/** How a stream ended: after so many documents, or because it could not be read. */
export type StreamEnd = { readonly type: "read"; readonly documents: number } | NoBytes;

type Deliver = (verdict: Verdict) => Promise<void> | undefined;

/** Judges each line of an NDJSON stream as a document of its own; positions are those in the stream. */
export async function judgeStream(stream: Stream, options: StreamOptions, deliver: Deliver): Promise<StreamEnd> {
  if (typeof stream.source === "number") return await judgeLines(stream.source, stream, options, deliver);
  const opened = openDocument(stream.source);
  if (opened.type !== "open") return opened;
  try {
    return await judgeLines(opened.descriptor, stream, options, deliver);
  } finally {
    closeSync(opened.descriptor);
  }
}

async function judgeLines(descriptor: number, stream: Stream, options: StreamOptions, deliver: Deliver): Promise<StreamEnd> {
  let documents = 0;
  const lines = readLines(descriptor, options.maximumBytes, options.onWait);
  for (;;) {
    let next;
    try {
      next = lines.next();
    } catch (error) {
      return { type: "unreadable", reason: reasonOf(error) };
    }
    if (next.done === true || options.isCutShort()) return { type: "read", documents };
    documents += 1;
    const verdict = judgeLine(next.value, stream, options);
    const delivery = deliver(verdict instanceof Promise ? await verdict : verdict);
    if (delivery !== undefined) await delivery;
  }
}

function judgeLine({ bytes, number, offset }: Line, { path, source }: Stream, { judging, maximumBytes, keepExcerpts }: StreamOptions): Verdict | Promise<Verdict> {
  return judging.bytes(bytes, path, { path: typeof source === "string" ? source : path, maximumBytes, line: number, offset }, { keepExcerpts });
}
