import type { CommandArguments, Usage } from "../command.ts";
import type { Host, Output } from "../host.ts";
import { judgeDocuments } from "./documents.ts";
import { startJudging } from "./judging.ts";
import { fileAt } from "./file_at.ts";
import { startProgress } from "./progress.ts";
import type { Run } from "./run.ts";
import { readSettings, type Settings } from "./settings.ts";
import { startVerdicts, type Conclusion, type WantedReport } from "./verdicts.ts";

/** Judges what the operands name, prints the report and answers with the exit status. */
export async function runValidate(given: CommandArguments, usage: Usage, host: Host): Promise<number> {
  const settings = readSettings(given);
  if ("problem" in settings) {
    const { refuseArguments } = await import("../help.ts");
    return refuseArguments(settings, usage, host);
  }
  const { operands } = given;
  if (settings.output === undefined) return await judgeInto({ output: settings.mending === "show" ? host.stderr : host.stdout, isReport: () => false }, operands, settings, host);
  const { withReportFile } = await import("./report_file.ts");
  return await withReportFile(settings.output, operands, host, (place) => judgeInto(place, operands, settings, host));
}

async function judgeInto({ output, isReport }: Pick<Reporting, "output" | "isReport">, operands: readonly string[], settings: Settings, host: Host): Promise<number> {
  const { format, quiet } = settings;
  const report: WantedReport = {
    load: format.load,
    sink: output.write,
    context: async () => await (await import("./render_context.ts")).renderContext({ format: format.name, quiet }, output, host),
  };
  const { status } = await judgeOperands(operands, settings, host, { command: "validate", output, isReport, reports: [report] });
  return status;
}

/** How one run of judging reports. `output` is what its first reader reads: when that is closed, the run ends. */
export interface Reporting {
  readonly command: string;
  readonly output: Output;
  readonly isReport: Run["isReport"];
  readonly reports: readonly WantedReport[];
}

/** Judges what the operands name, in their order, into every report. */
export async function judgeOperands(operands: readonly string[], settings: Settings, host: Host, { command, output, isReport, reports }: Reporting): Promise<Conclusion> {
  const progress = startProgress(output, host);
  const plain = settings.format.name === "text" && reports.length === 1 ? { sink: output.write, quiet: settings.quiet } : undefined;
  const verdicts = startVerdicts({ command, plain, reports, onVerdict: progress.step }, host);
  const cut = { short: false };
  const isCutShort = (): boolean => {
    cut.short ||= output.isClosed();
    return cut.short;
  };
  const isRedirected = redirectionOf(host.stdout);
  const run: Run = { settings, host, verdicts, judging: startJudging(), isReport: (path) => isReport(path) || isRedirected(path), shown: new Set(), isCutShort };
  if (settings.isStream) await (await import("./streams.ts")).judgeStreams(operands, run);
  else await judgeDocuments(operands, run);
  progress.end();
  const conclusion = await verdicts.end();
  return cut.short ? { ...conclusion, status: 2 } : conclusion;
}

/** Tells the file that a shell redirected `output` to, which stands there before anything is judged and grows while it is. */
function redirectionOf({ descriptor }: Output): Run["isReport"] {
  let own: { readonly file: string | undefined } | undefined;
  return (path) => {
    own ??= { file: descriptor === undefined ? undefined : fileAt(descriptor) };
    return own.file !== undefined && fileAt(path) === own.file;
  };
}
