import { createPublicKey } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { verifyReceipt, type Finding } from "../../reference/ipc-v0/runner/verify_receipt.ts";
import { systemReason } from "../../reference/ipc-v0/runner/request.ts";
import { canonicalJson } from "../protocol/canonical.ts";
import { receiptFile, transcriptFile } from "../protocol/kept_files.ts";
import { visible } from "../report/visible.ts";
import { archiveFile as conformanceFile } from "../harness/archive.ts";
import type { CommandArguments, CommandModule, Usage } from "./command.ts";
import { readKeptFile } from "./conform/kept_file.ts";
import { refuseArguments } from "./help.ts";
import type { Host } from "./host.ts";
import { count } from "../report/summary.ts";

const usage: Usage = {
  name: "receipt",
  operands: "verify [OPTIONS] FOLDER",
  operandChoices: ["verify"],
  completesPaths: true,
  summary: "check the receipt of a run, or of a conformance run, against its transcripts",
  description: [
    "Makes everything again that the receipt in FOLDER says: its digests, and, from the transcript beside it, the adapter, its capabilities, the invocation, the result and the exit code. A byte that was changed in one of the files is found and named. What the transcript shows of the protocol is told too; it does not make a receipt wrong.",
    "Where FOLDER is what `wsc conform --out` wrote, every transcript is judged again, and the verdicts and the statement must be those that follow.",
  ],
  options: [
    { name: "contract", value: "FILE", completesPaths: true, summary: "check that the receipt of a run is bound to this contract" },
    { name: "key", value: "FILE", completesPaths: true, summary: "check that the statement of a conformance run is signed by this key (PEM, Ed25519)" },
  ],
  examples: [
    { command: "wsc receipt verify out", does: "check what `wsc run --out out` wrote" },
    { command: "wsc receipt verify --contract lane.json out", does: "and that it belongs to lane.json" },
  ],
  exitStatus: [
    { status: 0, means: "the files say what was written" },
    { status: 1, means: "something was changed; the place is named" },
    { status: 2, means: "wrong usage, or there is nothing to check" },
  ],
};

export const command: CommandModule = { usage, run: verify };

/** What can lie in a folder: the file that tells it, who writes it, and the option that only it is checked by. */
const kinds: readonly { readonly file: string; readonly writer: string; readonly option: string; readonly verify: Verify }[] = [
  { file: receiptFile, writer: "wsc run", option: "contract", verify: (folder, given, host) => Promise.resolve(verifyRun(folder, given, host)) },
  { file: conformanceFile, writer: "wsc conform", option: "key", verify: verifyTrial },
];

interface Verified {
  readonly summary: string;
  readonly findings: readonly Finding[];
}

type Verify = (folder: string, given: CommandArguments, host: Host) => Promise<Verified>;

class Unreadable extends Error {
  override readonly name = "Unreadable";
}

async function verify(given: CommandArguments, host: Host): Promise<number> {
  const [action, path, ...more] = given.operands;
  if (action === undefined) return refuseArguments({ problem: "say what to do: verify FOLDER" }, usage, host);
  if (action !== "verify") return refuseArguments({ problem: "is nothing this command does", word: action, known: ["verify"] }, usage, host);
  if (path === undefined || path === "" || more.length > 0) return refuseArguments({ problem: "name one folder" }, usage, host);
  const folder = host.resolve(path);
  const present = kinds.filter(({ file }) => existsSync(join(folder, file)));
  if (present.length === 0) {
    host.stderr.write(`wsc receipt: ${visible(path)} holds no ${kinds.map(({ file }) => file).join(" and no ")}\n`);
    return 2;
  }
  // A check that was asked for and cannot be made must not end in "verified".
  const idle = kinds.find((kind) => given.options.has(kind.option) && !present.includes(kind));
  if (idle !== undefined) {
    host.stderr.write(`wsc receipt: --${idle.option} checks what \`${idle.writer} --out\` wrote, and ${visible(path)} holds no ${idle.file}\n`);
    return 2;
  }
  try {
    const results = await Promise.all(present.map((kind) => kind.verify(folder, given, host)));
    for (const { findings, summary } of results) {
      for (const finding of findings) host.stdout.write(`${visible(join(path, finding.file))}${place(finding)}: ${visible(finding.message)}\n`);
      if (findings.length === 0) host.stdout.write(`${visible(path)}: ${summary}\n`);
    }
    return results.every(({ findings }) => findings.length === 0) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    host.stderr.write(`wsc receipt: ${visible(error.message)}\n`);
    return 2;
  }
}

/** What `wsc conform --out` kept. */
async function verifyTrial(folder: string, given: CommandArguments, host: Host): Promise<Verified> {
  const { verifyConformance } = await import("./conform/verify.ts");
  const key = given.options.get("key");
  return await verifyConformance(folder, key === undefined ? undefined : readKey(host.resolve(key)));
}

function readKey(path: string): string {
  const key = Buffer.from(readFile(path)).toString("utf8");
  if (!isKey(key)) throw new Unreadable(`--key: ${path} is no Ed25519 key in PEM`);
  return key;
}

function isKey(text: string): boolean {
  try {
    return createPublicKey(text).asymmetricKeyType === "ed25519";
  } catch {
    return false;
  }
}

function verifyRun(folder: string, given: CommandArguments, host: Host): Verified {
  const contract = given.options.get("contract");
  const { findings, receipt, observations } = verifyReceipt({
    receipt: readFile(join(folder, receiptFile), readKeptFile),
    transcript: existsSync(join(folder, transcriptFile)) ? readFile(join(folder, transcriptFile), readKeptFile) : undefined,
    ...(contract === undefined ? {} : { contract: readFile(host.resolve(contract)) }),
  });
  const failed = observations.filter(({ verdict }) => verdict === "fail");
  for (const { requirement, reason, entry } of failed) {
    host.stderr.write(`wsc receipt: note: the transcript shows that ${requirement} was broken${entry === undefined ? "" : ` (line ${entry})`}: ${visible(reason)}\n`);
  }
  const judged = `${count(observations.length, "requirement")} judged, ${failed.length} broken`;
  return { findings, summary: `verified, ${visible(canonicalJson(receipt?.digest ?? null).replaceAll('"', ""))}; ${judged}` };
}

function place({ line, pointer }: Finding): string {
  if (line !== undefined) return `:${line}`;
  return pointer === undefined || pointer === "" ? "" : `: ${visible(pointer)}`;
}

/** What is named in the command may be a pipe. */
function readFile(path: string, read: (path: string) => Uint8Array = readFileSync): Uint8Array {
  try {
    return read(path);
  } catch (error) {
    throw new Unreadable(`cannot read ${path}: ${systemReason(error)}`);
  }
}
