import type { CommandArguments, CommandModule } from "../../../tools/cli/command.ts";
import type { Host } from "../../../tools/cli/host.ts";
import { receiptFile, transcriptFile } from "../../../tools/protocol/kept_files.ts";
import { createRedactor } from "../../../tools/protocol/redaction.ts";
import { safeJson } from "../../../tools/report/json.ts";
import { visible } from "../../../tools/report/visible.ts";
import { openOutFolder, type OutFolder } from "./out_folder.ts";
import type { Outcome } from "./outcome.ts";
import { receiptText } from "./receipt.ts";
import { readRequest, RequestError, systemReason } from "./request.ts";
import { run, type Run, type RunRequest } from "./run.ts";
import { createStandardErrorPrinter, type StandardErrorPrinter } from "./standard_error.ts";
import { usage } from "./usage.ts";

/** `wsc run`: the reference runner. */
export const command: CommandModule = { usage, run: invokeOnce };

async function invokeOnce(given: CommandArguments, host: Host): Promise<number> {
  let request: RunRequest;
  let folder: OutFolder | undefined;
  try {
    request = readRequest(given, host);
    folder = outFolder(given.options.get("out"), host);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    host.stderr.write(`wsc run: ${visible(error.message)}\nTry: wsc run --help\n`);
    return 2;
  }
  warnOfSentSecrets(request, host);
  const errors = standardErrorOf(request, host);
  const done = await run({ ...request, onStandardError: errors.push });
  errors.end();
  const isKept = folder === undefined || keep(done, errors.head(), folder, host);
  report(done, host);
  if (!isKept) return 2;
  return done.outcome.ok ? 0 : 1;
}

function outFolder(path: string | undefined, host: Host): OutFolder | undefined {
  if (path === undefined) return undefined;
  // It would be the working directory, which nobody means who leaves a variable unset.
  if (path === "") throw new RequestError("--out: the name of the folder is empty");
  try {
    return openOutFolder(host.resolve(path));
  } catch (error) {
    throw new RequestError(`--out: cannot make the folder ${path}: ${systemReason(error)}`);
  }
}

/** Someone who wrote a secret into the arguments should know where it went. */
function warnOfSentSecrets({ args, secrets }: RunRequest, host: Host): void {
  for (const [name, value] of Object.entries(secrets)) {
    const { value: redact } = createRedactor({ [name]: value });
    if (JSON.stringify(redact(args)) === JSON.stringify(args)) continue;
    host.stderr.write(`wsc run: warning: the arguments hold the value of ${visible(name)} and carry it to the adapter; it is in the adapter's environment already\n`);
  }
}

const shownErrorBytes = 65_536;
const prefix = "adapter: ";

/** Standard error of the adapter: printed as it comes, or, where a secret must be looked for, when it is whole. The first of it is kept. */
function standardErrorOf({ secrets }: RunRequest, host: Host): StandardErrorPrinter & { readonly head: () => string } {
  const printer = createStandardErrorPrinter({ prefix, print: host.stderr.write, maximumBytes: shownErrorBytes });
  const pieces: Buffer[] = [];
  let kept = 0;
  let count = 0;
  const hasSecrets = Object.keys(secrets).length > 0;
  const head = (): string => createRedactor(secrets).text(Buffer.concat(pieces).toString("utf8"), count > kept);
  return {
    head,
    push: (chunk) => {
      const room = Math.min(chunk.length, shownErrorBytes - kept);
      if (room > 0) pieces.push(Buffer.from(chunk.subarray(0, room)));
      kept += room;
      count += chunk.length;
      if (!hasSecrets) printer.push(chunk);
    },
    end: () => {
      if (hasSecrets) printer.push(Buffer.from(head()));
      printer.end();
    },
  };
}

/** False when the files could not be written. */
function keep(done: Run, standardError: string, folder: OutFolder, host: Host): boolean {
  const timings = {
    milliseconds: Math.round(done.milliseconds * 1000) / 1000,
    ended: new Date().toISOString(),
    rawInputBytes: done.rawInput.count(),
    rawOutputBytes: done.rawOutput.count(),
  };
  try {
    folder.write(transcriptFile, done.transcript);
    folder.write(receiptFile, receiptText(done.receipt));
    folder.write("raw-stdin.bin", done.rawInput.content());
    folder.write("raw-stdout.bin", done.rawOutput.content());
    folder.write("adapter-stderr.txt", standardError);
    folder.write("timings.json", `${JSON.stringify(timings, null, 2)}\n`);
    return true;
  } catch (error) {
    host.stderr.write(`wsc run: --out: cannot write: ${visible(systemReason(error))}\n`);
    return false;
  }
}

function report({ outcome, end }: Run, host: Host): void {
  if (end.startProblem !== undefined) host.stderr.write(`wsc run: CONTRACT_START_FAILED: The adapter could not be started: ${end.startProblem}.\n`);
  else if (!outcome.ok) host.stderr.write(`wsc run: ${failureLine(outcome)}\n`);
  if (!outcome.ok) return;
  host.stdout.write(`${safeJson(outcome.data)}\n`);
  if (end.exit?.killed === true) host.stderr.write("wsc run: warning: the adapter did not end at the end of its input and was stopped\n");
  else if (end.exit !== undefined && end.exit.code !== 0) host.stderr.write(`wsc run: warning: the adapter ended with ${end.exit.code === null ? String(end.exit.signal) : `status ${end.exit.code}`}\n`);
}

const longestMessage = 500;
const longestDetails = 200;

function failureLine({ error }: Extract<Outcome, { ok: false }>): string {
  const code = visible(shortened(error.code, longestMessage));
  const message = visible(shortened(error.message, longestMessage));
  const details = error.details === undefined ? "" : ` ${visible(shortened(safeJson(error.details), longestDetails))}`;
  return `${code}: ${message}${details}`;
}

function shortened(text: string, longest: number): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}...`;
}
