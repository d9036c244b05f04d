import type { Deliver, Outcome, Target, Verdict } from "./judge.ts";
import { judgeAll } from "./judge_all.ts";
import { readStandardInput } from "./read_document.ts";
import type { Run } from "./run.ts";

const standardInput = "-";
const standardInputName = "<stdin>";

/** Judges files, folders, globs and standard input, each as documents of their own, in the order of the operands. */
export async function judgeDocuments(operands: readonly string[], run: Run): Promise<void> {
  let first = 0;
  for (let end = operands.indexOf(standardInput); end !== -1; end = operands.indexOf(standardInput, first)) {
    await judgeTargets(named(operands.slice(first, end), run), run, (target, outcome) => deliver(target, outcome, run));
    if (run.isCutShort()) return;
    await judgeStandardInput(run);
    first = end + 1;
  }
  await judgeTargets(named(operands.slice(first), run), run, (target, outcome) => deliver(target, outcome, run));
}

async function judgeTargets(targets: Iterable<Target>, run: Run, onOutcome: Deliver): Promise<void> {
  const { settings, host, judging, isCutShort } = run;
  await judgeAll(targets, { ...settings, workerEntry: settings.mending === "none" ? host.workerEntry : undefined, isCutShort }, judging, onOutcome);
}

/** Hands on what came of a file. */
function deliver(target: Target, outcome: Outcome, run: Run): Promise<void> | undefined {
  switch (outcome.type) {
    case "report":
      return deliverVerdict(outcome, target, undefined, run);
    case "unreadable":
      return run.verdicts.unreadable(target.path, outcome.reason);
    case "folder":
      return target.walked ? run.verdicts.unreadable(target.path, "cannot be listed") : judgeFolder(target, run);
    case "missing":
      return target.walked ? run.verdicts.unreadable(target.path, "no such file any more") : judgeGlob(target, run);
    case "bystander":
      return undefined;
  }
}

function* named(operands: readonly string[], run: Run): Generator<Target> {
  for (const path of operands) yield { path, absolute: run.host.resolve(path), walked: false };
}

async function judgeStandardInput(run: Run): Promise<void> {
  const { settings, host, verdicts, judging } = run;
  const opened = readStandardInput(host.stdin, settings.maximumBytes);
  if (opened.type !== "bytes") {
    await verdicts.unreadable(standardInputName, opened.reason);
    return;
  }
  const target = { path: standardInputName, absolute: standardInputName, walked: false };
  const verdict = await judging.bytes(opened.bytes, standardInputName, { path: standardInputName, maximumBytes: settings.maximumBytes }, settings);
  await deliverVerdict(verdict, target, opened.bytes, run);
}

function deliverVerdict(verdict: Verdict, target: Target, bytes: Buffer | undefined, run: Run): Promise<void> | undefined {
  if (run.settings.mending === "none" || verdict.report.diagnostics.every(({ fix }) => fix === undefined)) return run.verdicts.report(verdict);
  return import("./mend.ts").then(({ mend }) => mend(verdict, target, bytes, run));
}

async function judgeFolder(folder: Target, run: Run): Promise<void> {
  const { filesIn, tallyFolder } = await import("./folder.ts");
  const tally = tallyFolder(folder);
  await judgeTargets(filesIn(folder), run, (target, outcome) => {
    // No report is a valid document, so most files need not be told from it.
    if (!(outcome.type === "report" && outcome.report.valid) && run.isReport(target.absolute)) return undefined;
    tally.add(target, outcome);
    return deliver(target, outcome, run);
  });
  if (!run.isCutShort()) await tally.conclude(run.verdicts);
}

async function judgeGlob(target: Target, run: Run): Promise<void> {
  const { expand, isPattern } = await import("./glob.ts");
  if (!isPattern(target.path)) {
    await run.verdicts.unreadable(target.path, target.path === "" ? "an empty name names no file" : "no such file or folder");
    return;
  }
  const paths = expand(target.path, run.host.resolve).filter((path) => !run.isReport(run.host.resolve(path)));
  if (paths.length === 0) await run.verdicts.unreadable(target.path, "no file matches this pattern");
  await judgeTargets(named(paths, run), run, (found, outcome) => deliver(found, outcome, run));
}
