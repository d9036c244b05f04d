import type { RunArchive } from "../../harness/archive.ts";
import { makeReport } from "../../harness/report.ts";
import { verdictFormats } from "../../report/conformance/formats.ts";
import { count } from "../../report/summary.ts";
import type { ConformanceReport } from "../../report/verdict.ts";
import { visible } from "../../report/visible.ts";
import { fileOutput } from "../process_host.ts";
import type { Call } from "./call.ts";
import { fileProblem } from "./file_problem.ts";
import { keepRun } from "./keep.ts";
import type { PlayRecord, Settings } from "./settings.ts";

/** Puts together what was played now and what an earlier run had, keeps it, prints the report and answers with the exit status. */
export async function finishRun(call: Call, settings: Settings, peer: RunArchive["peer"], played: PlayRecord): Promise<number> {
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
  if (archive.shard !== undefined) return finishShard(call, archive, transcripts);
  return await finishWhole(call, archive, report, transcripts);
}

function finishShard({ given, host }: Call, archive: RunArchive, transcripts: ReadonlyMap<string, string>): number {
  const { outcomes, shard } = archive;
  const failed = outcomes.filter((outcome) => outcome.observations.some(({ verdict }) => verdict === "fail"));
  try {
    keepRun(host.resolve(given.options.get("out") ?? ""), archive, transcripts, []);
  } catch (error) {
    return notKept(error, given.options.get("out") ?? "", host);
  }
  host.stdout.write(`shard ${shard?.index ?? 1} of ${shard?.count ?? 1}: ${count(outcomes.length, "case")}, ${failed.length} with a failure; merge the shards for the verdicts\n`);
  return failed.length === 0 ? 0 : 1;
}

/** Keeps, prints and concludes a run that is whole, whether it was one or was merged. */
export async function finishWhole({ given, usage, host }: Call, archive: RunArchive, report: ConformanceReport, transcripts: ReadonlyMap<string, string>): Promise<number> {
  const out = given.options.get("out");
  if (out !== undefined) {
    const [{ renderText }, { renderJson }, { statementFiles }] = await Promise.all([import("../../report/conformance/text.ts"), import("../../report/conformance/json.ts"), import("./statement.ts")]);
    const files = [
      { name: "report.txt", text: renderText(report, { colour: false }) },
      { name: "report.json", text: renderJson(report) },
    ];
    try {
      const signing = given.options.get("sign");
      const statements = statementFiles(archive, report, transcripts, host, signing);
      if (typeof statements === "string") {
        host.stderr.write(`wsc ${usage.name}: ${visible(statements)}\n`);
        return 2;
      }
      keepRun(host.resolve(out), archive, transcripts, [...files, ...statements]);
    } catch (error) {
      return notKept(error, out, host);
    }
  }
  const name = given.options.get("format") ?? "text";
  const render = await verdictFormats.find((format) => format.name === name)?.load();
  const target = given.options.get("output");
  const text = render?.(report, { colour: target === undefined && host.stdout.columns() !== undefined && host.environment.NO_COLOR === undefined }) ?? "";
  if (target === undefined) host.stdout.write(text);
  else {
    try {
      const file = fileOutput(host.resolve(target));
      file.write(text);
      file.close();
    } catch (error) {
      return notKept(error, target, host);
    }
  }
  if (report.conclusion.counts["harness-error"] > 0) return 2;
  return report.ok ? 0 : 1;
}

function notKept(error: unknown, path: string, host: Call["host"]): number {
  host.stderr.write(`wsc conform: cannot write to ${visible(path)}: ${visible(fileProblem(error))}\n`);
  return 2;
}
