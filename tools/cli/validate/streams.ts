import { namesFrom } from "./folder.ts";
import type { Run } from "./run.ts";
import { judgeStream, type Stream, type StreamEnd } from "./stream.ts";
import { walk } from "./walk.ts";

const standardInput = "-";
const endings = [".ndjson", ".jsonl"];

/** Judges files, folders, globs and standard input as NDJSON streams, in the order of the operands. */
export async function judgeStreams(operands: readonly string[], run: Run): Promise<void> {
  for (const operand of operands) {
    if (run.isCutShort()) return;
    const stream: Stream = operand === standardInput ? { path: "<stdin>", source: run.host.stdin } : { path: operand, source: run.host.resolve(operand) };
    const end: StreamEnd = typeof stream.source === "string" && run.isReport(stream.source) ? { type: "unreadable", reason: "the report is written to it; name another file with --output" } : await judgeOne(stream, run);
    if (end.type === "folder") await judgeFound(operand, folderStreams(operand, run), "holds no *.ndjson or *.jsonl file, so nothing was judged", run);
    else if (end.type === "missing") await judgePattern(operand, run);
    else await conclude(stream, end, run);
  }
}

async function judgeOne(stream: Stream, { settings, host, verdicts, judging, isCutShort }: Run): Promise<StreamEnd> {
  // What is known is shown before a slow writer is waited for.
  return await judgeStream(stream, { ...settings, workerEntry: host.workerEntry, isCutShort, onWait: host.stdout.flush, judging }, verdicts.report);
}

async function judgeFound(operand: string, streams: Iterable<Stream>, nothing: string, run: Run): Promise<void> {
  let found = 0;
  for (const stream of streams) {
    if (run.isCutShort()) return;
    found += 1;
    await conclude(stream, await judgeOne(stream, run), run);
  }
  if (found === 0) await run.verdicts.unreadable(operand, nothing);
}

async function judgePattern(operand: string, run: Run): Promise<void> {
  const { expand, isPattern } = await import("./glob.ts");
  if (!isPattern(operand)) {
    await run.verdicts.unreadable(operand, operand === "" ? "an empty name names no file" : "no such file or folder");
    return;
  }
  const streams = expand(operand, run.host.resolve).map((path) => ({ path, source: run.host.resolve(path) })).filter(({ source }) => !run.isReport(source));
  await judgeFound(operand, streams, "no file matches this pattern", run);
}

async function conclude({ path }: Stream, end: StreamEnd, { verdicts, isCutShort }: Run): Promise<void> {
  if (end.type === "read") {
    if (end.documents === 0 && !isCutShort()) await verdicts.unreadable(path, "holds no document, so nothing was judged");
    return;
  }
  await verdicts.unreadable(path, end.type === "unreadable" ? end.reason : end.type === "folder" ? "cannot be listed" : "no such file");
}

function* folderStreams(operand: string, run: Run): Generator<Stream> {
  const absolute = run.host.resolve(operand);
  const shown = namesFrom({ path: operand, absolute });
  for (const path of walk(absolute, endings)) if (!run.isReport(path)) yield { path: shown(path), source: path };
}
