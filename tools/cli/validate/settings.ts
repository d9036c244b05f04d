import { defaultMaximumBytes } from "../../json/parse.ts";
import { formats, type Format } from "../../report/formats.ts";
import type { CommandArguments } from "../command.ts";
import { outputFile } from "../output_option.ts";
import type { ArgumentProblem } from "../read_arguments.ts";
import type { JudgeOptions } from "./judge.ts";

/** V8 holds no longer text. */
const largestMaximumBytes = 0x1fffffe8;
const largestThreads = 64;

/** What the options of the command ask for. */
export interface Settings extends JudgeOptions {
  readonly format: Format;
  readonly output: string | undefined;
  readonly isStream: boolean;
  readonly mending: "none" | "apply" | "show";
  readonly quiet: boolean;
  /** Undefined where nothing was asked for. */
  readonly threads: number | undefined;
}

export function readSettings(given: CommandArguments): Settings | ArgumentProblem {
  const { options, operands } = given;
  const format = formats.find(({ name }) => name === (options.get("format") ?? "text")) ?? formats[0];
  const maximumBytes = wholeNumber(options.get("max-bytes"), largestMaximumBytes);
  const threads = wholeNumber(options.get("jobs"), largestThreads);
  const mending = options.has("fix-dry-run") ? "show" : options.has("fix") ? "apply" : "none";
  const isStream = options.has("ndjson");
  const readsStandardInput = operands.filter((operand) => operand === "-").length;
  if (format === undefined || operands.length === 0) return { problem: "name a file, a folder or a glob to judge, or - for standard input" };
  if (maximumBytes === null) return { problem: `--max-bytes takes a whole number from 1 to ${largestMaximumBytes}` };
  if (threads === null) return { problem: `--jobs takes a whole number from 1 to ${largestThreads}` };
  if (readsStandardInput > 1) return { problem: "standard input can be read once only: name - once" };
  if (mending !== "none" && isStream) return { problem: "--fix works on files of one document, not with --ndjson" };
  if (mending === "apply" && readsStandardInput > 0) return { problem: "standard input cannot be mended in place; --fix-dry-run prints the mend" };
  return {
    format,
    output: outputFile(given),
    isStream,
    mending,
    quiet: options.has("quiet"),
    threads,
    maximumBytes: maximumBytes ?? defaultMaximumBytes,
    keepExcerpts: format.usesExcerpts,
  };
}

/** Undefined for no text, null for one that is no whole number from 1 to `largest`. */
function wholeNumber(text: string | undefined, largest: number): number | undefined | null {
  if (text === undefined) return undefined;
  const value = /^[0-9]{1,10}$/.test(text) ? Number(text) : 0;
  return value >= 1 && value <= largest ? value : null;
}
