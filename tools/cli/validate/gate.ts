import { randomUUID } from "node:crypto";
import { appendFileSync } from "node:fs";
import type { Summary } from "../../report/diagnostic.ts";
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
  const sarif = given.options.get("sarif");
  const settings = readSettings({ operands: given.operands, options: new Map() });
  if ("problem" in settings) {
    refuseArguments(settings, usage, host);
    return tellJob({ status: 2, summary: nothingJudged }, undefined, host);
  }
  let sarifFile: ReportFile | undefined;
  const opened = sarif === undefined || wrote(sarif, host, () => (sarifFile = openReportFile(sarif, given.operands, host)));
  const markdown: string[] = [];
  const reports = [
    wanted("github", formatNamed("github"), host.stdout, host),
    wanted("github", async () => (await import("../../report/markdown.ts")).startMarkdownReport, { ...host.stdout, write: (text) => markdown.push(text) }, host),
    ...(sarifFile === undefined ? [] : [wanted("sarif", formatNamed("sarif"), sarifFile.output, host)]),
  ];
  // Of these reports SARIF alone shows parts of the documents.
  const judged = { ...settings, keepExcerpts: sarifFile !== undefined };
  const { status, summary } = await judgeOperands(given.operands, judged, host, { command: "gate", output: host.stdout, isReport: sarifFile?.isReport ?? (() => false), reports });
  const closed = wrote(sarif ?? "", host, () => sarifFile?.output.close());
  const summarised = wrote("the job summary", host, () => {
    const { GITHUB_STEP_SUMMARY: file = "" } = host.environment;
    if (file !== "") appendFileSync(file, markdown.join(""));
  });
  const isWritten = opened && closed && summarised;
  // From the root: the step that uploads it does not run in the folder that this one runs in.
  return tellJob({ status: isWritten ? status : 2, summary }, opened && closed && sarif !== undefined ? host.resolve(sarif) : undefined, host);
}

const nothingJudged: Summary = { files: 0, valid: 0, invalid: 0, errors: 0, warnings: 0 };

/** Writes the outputs and answers with the exit status. */
function tellJob(conclusion: Conclusion, sarif: string | undefined, host: Host): number {
  const told = wrote("the outputs", host, () => {
    const { GITHUB_OUTPUT: file = "" } = host.environment;
    if (file !== "") appendFileSync(file, outputs(conclusion, sarif));
  });
  return told ? conclusion.status : 2;
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
