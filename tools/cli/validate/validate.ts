import type { CommandArguments, Usage } from "../command.ts";
import type { Host, Output } from "../host.ts";
import { judgeDocuments } from "./documents.ts";
import { judgeBytes } from "./judge.ts";
import { startProgress } from "./progress.ts";
import type { Run } from "./run.ts";
import { readSettings, type Settings } from "./settings.ts";
import { startVerdicts } from "./verdicts.ts";

/** Judges what the operands name, prints the report and answers with the exit status. */
export async function runValidate(given: CommandArguments, usage: Usage, host: Host): Promise<number> {
  const settings = readSettings(given);
  if ("problem" in settings) {
    const { refuseArguments } = await import("../help.ts");
    return refuseArguments(settings, usage, host);
  }
  if (settings.output === undefined) return await judgeInto(settings.mending === "show" ? host.stderr : host.stdout, given.operands, settings, host);
  const { withOutputFile } = await import("./output_file.ts");
  return await withOutputFile(settings.output, host, (output) => judgeInto(output, given.operands, settings, host));
}

async function judgeInto(output: Output, operands: readonly string[], settings: Settings, host: Host): Promise<number> {
  const progress = startProgress(output, host);
  const verdicts = startVerdicts(
    {
      format: settings.format,
      quiet: settings.quiet,
      sink: output.write,
      onVerdict: progress.step,
      context: async () => await (await import("./render_context.ts")).renderContext(settings, output, host),
    },
    host,
  );
  const cut = { short: false };
  const isCutShort = (): boolean => {
    cut.short ||= output.isClosed();
    return cut.short;
  };
  const run: Run = { settings, host, verdicts, isCutShort };
  if (settings.isStream) await (await import("./streams.ts")).judgeStreams(operands, run, judgeBytes);
  else await judgeDocuments(operands, run);
  progress.end();
  const status = await verdicts.end();
  return cut.short ? 2 : status;
}
