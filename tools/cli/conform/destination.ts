import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { signingKey } from "../../harness/statement.ts";
import type { Host, Output } from "../host.ts";
import { outputFile } from "../output_option.ts";
import { fileOutput } from "../process_host.ts";
import { SettingsError } from "./call.ts";
import type { Call } from "./call.ts";
import { fileProblem } from "./file_problem.ts";
import { openRunFolder } from "./keep.ts";
import type { RunFolder } from "./keep.ts";

/** Where a run leaves what it finds. */
export interface Destination {
  /** What --out names. */
  readonly folder: RunFolder | undefined;
  /** What --sign names. */
  readonly key: KeyObject | undefined;
  readonly report: ReportOutput;
}

/** Standard output, or the file that --output names. */
export interface ReportOutput {
  readonly output: Output;
  /** The path as it was given. */
  readonly shown: string;
  readonly close: () => void;
}

/** Opens all of it, before anything is played: nothing shall be played in vain. Throws SettingsError where something cannot be used. */
export function openDestination({ given, host }: Call): Destination {
  const { options } = given;
  const [out, sign] = [options.get("out"), options.get("sign")];
  if (sign !== undefined && out === undefined) throw new SettingsError("--sign needs --out, the folder that takes the signed statement");
  return {
    key: sign === undefined ? undefined : readKey(sign, host),
    folder: out === undefined ? undefined : openRunFolder(out, host),
    report: openReport(outputFile(given), host),
  };
}

function readKey(path: string, host: Host): KeyObject {
  try {
    return signingKey(readFileSync(host.resolve(path), "utf8"));
  } catch (error) {
    throw new SettingsError(`--sign: ${path} is no key that can sign: ${fileProblem(error)}`);
  }
}

function openReport(path: string | undefined, host: Host): ReportOutput {
  if (path === undefined) return { output: host.stdout, shown: "standard output", close: host.stdout.flush };
  try {
    const output = fileOutput(host.resolve(path));
    return { output, shown: path, close: output.close };
  } catch (error) {
    throw new SettingsError(`--output: cannot write to ${path}: ${fileProblem(error)}`);
  }
}
