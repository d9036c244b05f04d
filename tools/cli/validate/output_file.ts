import { visible } from "../../report/visible.ts";
import type { Host, Output } from "../host.ts";
import { fileOutput } from "../process_host.ts";
import { reasonOf } from "./read_document.ts";

/** Runs `work` with an output that goes to a file; a file that cannot be written is one line and status 2. */
export async function withOutputFile(path: string, host: Host, work: (output: Output) => Promise<number>): Promise<number> {
  let output;
  try {
    output = fileOutput(host.resolve(path));
  } catch (error) {
    return refuse(path, error, host);
  }
  const status = await work(output);
  try {
    output.close();
  } catch (error) {
    return refuse(path, error, host);
  }
  return status;
}

function refuse(path: string, error: unknown, host: Host): number {
  host.stderr.write(`wsc validate: the report cannot be written to ${visible(path)}: ${reasonOf(error)}\n`);
  return 2;
}
