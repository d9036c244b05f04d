import { visible } from "../../report/visible.ts";
import type { Host } from "../host.ts";
import { fileOutput, type FileOutput } from "../process_host.ts";
import { fileAt } from "./file_at.ts";
import { reasonOf } from "./read_document.ts";
import type { Run } from "./run.ts";

/** A file that a report is written to. */
export interface ReportFile {
  readonly output: FileOutput;
  readonly isReport: Run["isReport"];
}

/** Runs `work` with an output that goes to a file; a file that cannot be written is one line and status 2. */
export async function withReportFile(path: string, operands: readonly string[], host: Host, work: (file: ReportFile) => Promise<number>): Promise<number> {
  let file;
  try {
    file = openReportFile(path, operands, host);
  } catch (error) {
    return refuse(path, error, host);
  }
  const status = await work(file);
  try {
    file.output.close();
  } catch (error) {
    return refuse(path, error, host);
  }
  return status;
}

/** Opens the file for a report on `operands`, none of which it may be: a report must never take the place of what it judges. Throws why it cannot be. */
export function openReportFile(path: string, operands: readonly string[], host: Host): ReportFile {
  const absolute = host.resolve(path);
  const before = fileAt(absolute);
  for (const operand of operands) {
    const judged = operand === "-" ? host.stdin : host.resolve(operand);
    if (judged === absolute || (before !== undefined && fileAt(judged) === before)) throw new Error("it is to be judged itself; name another file");
  }
  const output = fileOutput(absolute);
  // The new file stands beside the old one, if there is one, until it is done.
  const own = [before, fileAt(output.descriptor)];
  return {
    output,
    isReport(found) {
      const file = fileAt(found);
      return file !== undefined && own.includes(file);
    },
  };
}

function refuse(path: string, error: unknown, host: Host): number {
  host.stderr.write(`wsc validate: the report cannot be written to ${visible(path)}: ${reasonOf(error)}\n`);
  return 2;
}
