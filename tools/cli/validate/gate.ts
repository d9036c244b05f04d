import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import { formats } from "../../report/formats.ts";
import type { StartRenderer } from "../../report/renderer.ts";
import { visible } from "../../report/visible.ts";
import type { CommandArguments, CommandModule, Usage } from "../command.ts";
import { refuseArguments } from "../help.ts";
import type { Host, Output } from "../host.ts";
import { reasonOf } from "./read_document.ts";
import { renderContext } from "./render_context.ts";
import { openReportFile, type ReportFile } from "./report_file.ts";
import { readSettings } from "./settings.ts";
import { judgeOperands } from "./validate.ts";
import type { Conclusion, WantedReport } from "./verdicts.ts";

const usage: Usage = {
  name: "gate",
  operands: "[OPTIONS] FILE...",
  completesPaths: true,
  summary: "judge contracts in a CI job: annotations, a job summary, SARIF and outputs from one run",
  description: [
    "Judges as `wsc validate` does, and prints the annotations of GitHub Actions. The job summary and the outputs go to the files that the job names in GITHUB_STEP_SUMMARY and GITHUB_OUTPUT; where it names none, they are left out. The outputs are status, files, valid, invalid, errors, warnings and sarif.",
  ],
  options: [{ name: "sarif", value: "FILE", completesPaths: true, summary: "write a SARIF 2.1.0 report to FILE" }],
  examples: [{ command: "wsc gate --sarif contracts.sarif contracts", does: "what the action of this repository runs" }],
  exitStatus: [
    { status: 0, means: "every document is valid (warnings are allowed)" },
    { status: 1, means: "at least one document is invalid" },
    { status: 2, means: "no verdict on at least one file: wrong usage, nothing to judge, an unreadable file, a fault of the program" },
  ],
};

export const command: CommandModule = { usage, run: runGate };

async function runGate(given: CommandArguments, host: Host): Promise<number> {
  const settings = readSettings({ ...given, options: new Map([["format", "sarif"]]) });
  if ("problem" in settings) return refuseArguments(settings, usage, host);
  const sarif = given.options.get("sarif");
  const { GITHUB_STEP_SUMMARY: summaryFile = "", GITHUB_OUTPUT: outputsFile = "" } = host.environment;
  let sarifFile: ReportFile | undefined;
  if (sarif !== undefined && !wrote(sarif, host, () => (sarifFile = openReportFile(sarif, given.operands, host)))) return 2;
  const markdown: string[] = [];
  const reports = [
    wanted("github", formatNamed("github"), host.stdout, host),
    wanted("github", async () => (await import("../../report/markdown.ts")).startMarkdownReport, { ...host.stdout, write: (text) => markdown.push(text) }, host),
    ...(sarifFile === undefined ? [] : [wanted("sarif", formatNamed("sarif"), sarifFile.output, host)]),
  ];
  const conclusion = await judgeOperands(given.operands, settings, host, { command: "gate", output: host.stdout, isReport: sarifFile?.isReport ?? (() => false), reports });
  const written = [
    wrote(sarif ?? "", host, () => sarifFile?.output.close()),
    wrote("the job summary", host, () => {
      if (summaryFile !== "") appendFileSync(summaryFile, markdown.join(""));
    }),
    wrote("the outputs", host, () => {
      if (outputsFile !== "") appendFileSync(outputsFile, outputs(conclusion, sarif));
    }),
  ];
  return written.includes(false) ? 2 : conclusion.status;
}

/** Says what could not be written. */
function wrote(what: string, host: Host, write: () => unknown): boolean {
  try {
    write();
    return true;
  } catch (error) {
    host.stderr.write(`wsc gate: ${visible(what)} cannot be written: ${reasonOf(error)}\n`);
    return false;
  }
}

function wanted(format: string, load: () => Promise<StartRenderer>, output: Output, host: Host): WantedReport {
  return { load, sink: output.write, context: () => renderContext({ format, quiet: false }, output, host) };
}

function formatNamed(name: string): () => Promise<StartRenderer> {
  const format = formats.find((candidate) => candidate.name === name);
  if (format === undefined) throw new Error(`no format ${name}`);
  return format.load;
}

/** `name<<delimiter` lines, whose values cannot end early: nobody knows the delimiter beforehand. */
function outputs({ status, summary }: Conclusion, sarif: string | undefined): string {
  const { files, valid, invalid, errors, warnings } = summary;
  const delimiter = `end-${randomUUID()}`;
  return Object.entries({ status, files, valid, invalid, errors, warnings, sarif: sarif ?? "" })
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join("");
}
