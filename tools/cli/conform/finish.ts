import type { RunArchive } from "../../harness/archive.ts";
import { makeReport } from "../../harness/report.ts";
import { textFormat, verdictFormats } from "../../report/conformance/formats.ts";
import { count } from "../../report/summary.ts";
import type { ConformanceReport } from "../../report/verdict.ts";
import { visible } from "../../report/visible.ts";
import type { Host } from "../host.ts";
import { wantsColour } from "../validate/render_context.ts";
import type { Call } from "./call.ts";
import type { Destination } from "./destination.ts";
import { fileProblem } from "./file_problem.ts";
import type { RunFolder } from "./keep.ts";
import type { PlayRecord, Settings } from "./settings.ts";

/** Puts together what was played now and what an earlier run had, keeps it, prints the report and answers with the exit status. */
export async function finishRun(call: Call, destination: Destination, settings: Settings, peer: RunArchive["peer"], played: PlayRecord): Promise<number> {
  const outcomes = [...settings.kept.outcomes, ...played.outcomes];
  const transcripts = new Map([...settings.kept.transcripts, ...played.transcripts]);
  const order = new Map(settings.suite.cases.map(({ id }, place) => [id, place]));
  const sorted = [...outcomes].sort((one, other) => (order.get(one.caseId) ?? 0) - (order.get(other.caseId) ?? 0));
  const archive: RunArchive = { ...settings.archive, peer, outcomes: sorted };
  const report = makeReport({
    suite: settings.suite,
    selection: settings.selection,
    outcomes: sorted,
    tool: archive.tool,
    side: archive.side,
    peer,
    baseline: settings.baseline,
    today: new Date().toISOString().slice(0, 10),
  });
  return archive.shard === undefined ? await finishWhole(call, destination, archive, report, transcripts) : await finishShard(call, destination, archive, report, transcripts);
}

/** A shard shows its failures; what the cases that others play decide is open in its report. */
async function finishShard({ given: { options }, host }: Call, { folder, report: target }: Destination, archive: RunArchive, report: ConformanceReport, transcripts: ReadonlyMap<string, string>): Promise<number> {
  const { outcomes, shard } = archive;
  const failed = outcomes.filter((outcome) => outcome.observations.some(({ verdict }) => verdict === "fail"));
  const lost = outcomes.filter(({ status }) => status === "harness-error");
  if (!isKept(folder, archive, transcripts, [], host)) return 2;
  const counts = [count(outcomes.length, "case"), `${failed.length} with a failure`, ...(lost.length === 0 ? [] : [`${lost.length} lost to a fault of the harness`])];
  if (!options.has("format")) target.output.write(`shard ${shard?.index ?? 1} of ${shard?.count ?? 1}: ${counts.join(", ")}; merge the shards for the verdicts\n`);
  else if (!(await isPrinted(report, options.get("format"), target, host))) return 2;
  if (lost.length > 0) return 2;
  return failed.length > 0 ? 1 : 0;
}

/** Keeps, prints and concludes a run that is whole, whether it was one or was merged. */
export async function finishWhole({ given, host }: Call, { folder, key, report: target }: Destination, archive: RunArchive, report: ConformanceReport, transcripts: ReadonlyMap<string, string>): Promise<number> {
  if (folder !== undefined) {
    const [{ renderText }, { renderJson }, { statementFiles }] = await Promise.all([import("../../report/conformance/text.ts"), import("../../report/conformance/json.ts"), import("./statement.ts")]);
    const files = [
      { name: "report.txt", text: renderText(report, { colour: false }) },
      { name: "report.json", text: renderJson(report) },
      ...statementFiles(archive, report, transcripts, host, key),
    ];
    if (!isKept(folder, archive, transcripts, files, host)) return 2;
  }
  if (!(await isPrinted(report, given.options.get("format"), target, host))) return 2;
  if (report.conclusion.counts["harness-error"] > 0) return 2;
  return report.ok ? 0 : 1;
}

async function isPrinted(report: ConformanceReport, format: string | undefined, { output, shown, close }: Destination["report"], host: Host): Promise<boolean> {
  const render = await (verdictFormats.find(({ name }) => name === format) ?? textFormat).load();
  try {
    output.write(render(report, { colour: wantsColour(host.environment, output.columns() !== undefined) }));
    close();
    return true;
  } catch (error) {
    notWritten(error, shown, host);
    return false;
  }
}

function isKept(folder: RunFolder | undefined, archive: RunArchive, transcripts: ReadonlyMap<string, string>, files: readonly { readonly name: string; readonly text: string }[], host: Host): boolean {
  try {
    folder?.keep(archive, transcripts, files);
    return true;
  } catch (error) {
    notWritten(error, folder?.shown ?? "", host);
    return false;
  }
}

function notWritten(error: unknown, path: string, host: Host): number {
  host.stderr.write(`wsc conform: cannot write to ${visible(path)}: ${visible(fileProblem(error))}\n`);
  return 2;
}
