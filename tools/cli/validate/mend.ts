import { realpathSync, writeFileSync } from "node:fs";
import { formatPatch, structuredPatch, type StructuredPatchHunk } from "diff";
import { applyFixes } from "../../validate/fix.ts";
import { startReplacement } from "../replacement.ts";
import type { Target, Verdict } from "./judge.ts";
import { pathWithin } from "./path_within.ts";
import { readDocument, reasonOf } from "./read_document.ts";
import type { Run } from "./run.ts";

/** One mend may make another possible; more rounds than this would mean that two undo each other. */
const mostRounds = 10;

/** Makes the certain mends of a document, or prints them, and delivers the verdict on the document as it then is. */
export async function mend(verdict: Verdict, target: Target, bytes: Buffer | undefined, run: Run): Promise<void> {
  const { settings, verdicts, host } = run;
  const opened = bytes === undefined ? readDocument(target.absolute, settings.maximumBytes) : { type: "bytes" as const, bytes };
  if (opened.type !== "bytes") {
    await verdicts.unreadable(target.path, opened.type === "unreadable" ? opened.reason : "changed while it was being mended");
    return;
  }
  const before = opened.bytes.toString("utf8");
  const mended = await mendText(before, target, run);
  if (settings.mending === "show") {
    const place = bytes === undefined ? realpathSync(target.absolute) : target.path;
    // A file that is reached by two names is mended once.
    if (!run.shown.has(place)) host.stdout.write(difference(bytes === undefined ? nameFrom(realpathSync(host.resolve(".")), place) : place, before, mended.text));
    run.shown.add(place);
    await verdicts.report(verdict);
    return;
  }
  try {
    replaceFile(target.absolute, mended.text);
  } catch (error) {
    await verdicts.report(verdict);
    await verdicts.unreadable(target.path, `cannot be mended: ${reasonOf(error)}`);
    return;
  }
  verdicts.mended(mended.applied);
  await verdicts.report(mended.verdict);
}

async function mendText(before: string, target: Target, { settings, judging }: Run): Promise<{ text: string; applied: number; verdict: Verdict }> {
  let text = before;
  let applied = 0;
  let verdict = await judgeText(text);
  for (let round = 0; round < mostRounds; round++) {
    const fixed = applyFixes(text, verdict.report.diagnostics);
    if (fixed.applied === 0) break;
    text = fixed.text;
    applied += fixed.applied;
    verdict = await judgeText(text);
  }
  return { text, applied, verdict };

  async function judgeText(content: string): Promise<Verdict> {
    return await judging.bytes(Buffer.from(content), target.path, { path: target.absolute, maximumBytes: settings.maximumBytes }, settings);
  }
}

function replaceFile(path: string, text: string): void {
  const { descriptor, finish, discard } = startReplacement(path);
  try {
    writeFileSync(descriptor, text);
    finish();
  } catch (error) {
    discard();
    throw error;
  }
}

/** The name by which a patch that is applied in `folder` finds a file: never through a link, which git does not follow. */
function nameFrom(folder: string, path: string): string {
  return pathWithin(folder, path) ?? path.replace(/^\/+/, "");
}

function difference(name: string, before: string, after: string): string {
  // patch ends a name at its first space, unless a tab and what else there is to say stand behind it.
  const behind = name.includes(" ") ? " " : undefined;
  const between = <Options>(old: string, mended: string, options: Options) => [`a/${name}`, `b/${name}`, old, mended, behind, behind, options] as const;
  const patch = structuredPatch(...between(before, after, { context: 3, maxEditLength: mostEdits })) ?? { ...structuredPatch(...between("", "", {})), hunks: [replacement(before, after)] };
  return formatPatch(patch, { includeIndex: false, includeUnderline: false, includeFileHeaders: true });
}

/** Lines that are removed or added, to find the fewest of which takes time that grows with their square. */
const mostEdits = 2000;

/** All lines removed, and all added. */
function replacement(before: string, after: string): StructuredPatchHunk {
  const removed = linesOf("-", before);
  const added = linesOf("+", after);
  return { oldStart: 1, oldLines: countOf(removed), newStart: 1, newLines: countOf(added), lines: [...removed, ...added] };
}

const noLineFeed = "\\ No newline at end of file";

function linesOf(sign: "-" | "+", text: string): string[] {
  const lines = text.split("\n").map((line) => `${sign}${line}`);
  if (lines.at(-1) === sign) lines.pop();
  else lines.push(noLineFeed);
  return lines;
}

function countOf(lines: readonly string[]): number {
  return lines.at(-1) === noLineFeed ? lines.length - 1 : lines.length;
}
