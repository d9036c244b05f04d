import { isObject, type JsonObject, type JsonValue } from "../../../tools/json/value.ts";
import { readJson } from "../../../tools/json/read.ts";
import { canonicalJson, digest } from "../../../tools/protocol/canonical.ts";
import { checkMessage } from "../../../tools/protocol/envelope.ts";
import { judgeTranscript, type Observation } from "../../../tools/protocol/judge.ts";
import { receiptFile, transcriptFile } from "../../../tools/protocol/kept_files.ts";
import { parseTranscript, TranscriptError } from "../../../tools/protocol/parse_transcript.ts";
import type { TranscriptEntry } from "../../../tools/protocol/transcript.ts";
import { wellFormedMessage } from "./outcome.ts";
import { digestOf, messageOf, receiptOf, receiptText } from "./receipt.ts";
import { receiptProblem } from "./receipt_form.ts";

/** Something in a file that is not what was written. */
export interface Finding {
  readonly file: string;
  /** From 1; of a transcript. */
  readonly line?: number;
  /** RFC 6901; of a receipt. */
  readonly pointer?: string;
  readonly message: string;
}

export interface Verification {
  readonly findings: readonly Finding[];
  /** The receipt, where it is one. */
  readonly receipt?: JsonObject;
  /** What the transcript shows of the two sides, whatever the receipt says. */
  readonly observations: readonly Observation[];
}

/**
 * Makes everything again that a receipt says, and names every place where it does not say the same: its form, its digests, and what follows from the
 * transcript. Files are given as bytes; `transcript` is undefined where there is none.
 */
export function verifyReceipt(files: { readonly receipt: Uint8Array; readonly transcript: Uint8Array | undefined; readonly contract?: Uint8Array }): Verification {
  const read = readReceipt(files.receipt);
  const transcript = readTranscript(files.transcript);
  const observations = transcript.entries === undefined ? [] : judgeTranscript(transcript.entries, {});
  if (read.receipt === undefined) return { findings: [...read.findings, ...transcript.findings], observations };
  const { receipt } = read;
  const findings = [
    ...read.findings,
    ...transcript.findings,
    ...(files.transcript === undefined ? [] : compareFile(receipt, files.transcript, transcript.entries)),
    ...(transcript.entries === undefined ? [] : compareStory(receipt, transcript.entries)),
    ...compareDigests(receipt),
    ...(files.contract === undefined ? [] : compareContract(receipt, files.contract)),
  ];
  return { receipt, findings: [...findings, ...compareWhole(receipt, findings.length > 0)], observations };
}

function readReceipt(bytes: Uint8Array): { readonly receipt?: JsonObject; readonly findings: readonly Finding[] } {
  const { value, text, problems } = readJson(bytes);
  const [problem] = problems;
  if (problem !== undefined) return { findings: [inReceipt("", `${lineAndColumn(text, problem.start)}: ${problem.message}`)] };
  if (value === undefined) return { findings: [inReceipt("", "is not JSON")] };
  const wrong = receiptProblem(value);
  if (wrong !== undefined) return { findings: [inReceipt(wrong.pointer, `is not what a run-receipt.v0 has there: ${wrong.expected}`)] };
  // The form says that it is an object.
  const receipt = isObject(value) ? value : {};
  const canonical = canonicalText(receipt);
  if (canonical === undefined) return { findings: [inReceipt("", "has no canonical form: a number in it is beyond the range of a double")] };
  if (canonical === text) return { receipt, findings: [] };
  return { receipt, findings: [inReceipt("", `${lineAndColumn(text, firstDifference(canonical, text))}: is not in canonical form (RFC 8785, one line feed at the end)`)] };
}

function canonicalText(receipt: JsonObject): string | undefined {
  try {
    return receiptText(receipt);
  } catch {
    // Infinity, which is what such a number is read as, is all that strict reading lets through and JSON cannot say.
    return undefined;
  }
}

function readTranscript(bytes: Uint8Array | undefined): { readonly entries?: readonly TranscriptEntry[]; readonly findings: readonly Finding[] } {
  if (bytes === undefined) return { findings: [{ file: transcriptFile, message: "is missing" }] };
  try {
    const entries = parseTranscript(Buffer.from(bytes).toString("utf8"));
    return { entries, findings: entries.flatMap(messageProblem) };
  } catch (error) {
    if (!(error instanceof TranscriptError)) throw error;
    return { findings: [{ file: transcriptFile, line: error.line, message: error.message }] };
  }
}

/** An entry holds a message only where the line was one; any other line is recorded as a fault. */
function messageProblem(entry: TranscriptEntry): Finding[] {
  if (!("message" in entry)) return [];
  const problem = checkMessage(entry.message as unknown as JsonObject);
  return problem === undefined ? [] : [{ file: transcriptFile, line: entry.n, message: `/message${problem.pointer}: ${problem.detail}` }];
}

/** The transcript's bytes against what the receipt says of the file. */
function compareFile(receipt: JsonObject, bytes: Uint8Array, entries: readonly TranscriptEntry[] | undefined): Finding[] {
  const { digest: told, entries: count } = partOf(receipt, "transcript");
  const actual = digest(bytes);
  if (told === actual && (entries === undefined || count === entries.length)) return [];
  if (told === actual) return [inReceipt("/transcript/entries", `says ${canonicalJson(count)}, but the transcript has ${entries?.length ?? 0} entries`)];
  return [{ file: transcriptFile, message: `is not the file that the receipt binds: its digest is ${actual}, /transcript/digest says ${canonicalJson(told)}` }];
}

/** The members of the receipt that follow from the transcript. */
function compareStory(receipt: JsonObject, entries: readonly TranscriptEntry[]): Finding[] {
  const invocation = partOf(receipt, "invocation");
  const expected = receiptOf(
    { command: [], operation: textOf(invocation.op), args: isObject(invocation.args) ? invocation.args : {}, redacted: [] },
    { entries, text: "" },
  );
  const findings: Finding[] = [];
  const compare = (part: string, name: string, line: number | undefined, wanted = partOf(expected, part)[name]): void => {
    const told = partOf(receipt, part)[name];
    if (canonicalJson(told ?? null) === canonicalJson(wanted ?? null)) return;
    findings.push(inReceipt(`/${part}/${name}`, `is not what ${line === undefined ? "the transcript shows" : `line ${line} of the transcript says`}`));
  };
  const declared = lineOf(entries, "adapter", "capabilities");
  for (const name of ["name", "version"]) compare("adapter", name, declared);
  for (const name of ["declared", "digest"]) compare("capabilities", name, declared);
  compare("capabilities", "accepted", lineOf(entries, "runner", "capabilities_ack"));
  const invoked = lineOf(entries, "runner", "invoke");
  const invoke = messageOf(entries, "runner", "invoke");
  if (invoke !== undefined) {
    compare("invocation", "op", invoked, invoke.payload.op);
    compare("invocation", "args", invoked, invoke.payload.args);
    compare("invocation", "timeoutMs", invoked, invoke.payload.timeoutMs ?? null);
  }
  findings.push(...compareResult(partOf(receipt, "result"), partOf(expected, "result")));
  if (receipt.exitCode !== expected.exitCode) findings.push(inReceipt("/exitCode", "is not the status that the transcript shows"));
  return findings;
}

/** Another runner may put its own errors into other words; the code, and whatever the adapter said, are the same. */
function compareResult(told: JsonObject, expected: JsonObject): Finding[] {
  if (told.ok !== expected.ok) return [inReceipt("/result/ok", "is not how the session ended, as the transcript shows it")];
  if (told.ok === true) return canonicalJson(told.data) === canonicalJson(expected.data) ? [] : [inReceipt("/result/data", "is not what the transcript shows")];
  const [error, wanted] = [partOf(told, "error"), partOf(expected, "error")];
  const names = ["code", "retryable", ...(textOf(wanted.code).startsWith("ADAPTER_") ? ["message", "details"] : [])];
  return names
    .filter((name) => canonicalJson(error[name] ?? null) !== canonicalJson(wanted[name] ?? null))
    .map((name) => inReceipt(`/result/error/${name}`, "is not what the transcript shows"));
}

/** The digests of parts that lie in the receipt itself. */
function compareDigests(receipt: JsonObject): Finding[] {
  const command = partOf(partOf(receipt, "adapter"), "command");
  const findings: Finding[] = [];
  if (digestOf(command.argv) !== command.digest) findings.push(inReceipt("/adapter/command", "the digest is not that of argv: one of the two was changed"));
  for (const part of ["invocation", "result"]) {
    const { digest: told, ...members } = partOf(receipt, part);
    if (digestOf(members) !== told) findings.push(inReceipt(`/${part}`, "the digest is not that of the other members: one of them was changed"));
  }
  return findings;
}

function compareContract(receipt: JsonObject, bytes: Uint8Array): Finding[] {
  const told = partOf(receipt, "contract").digest;
  if (told === digest(bytes)) return [];
  return [inReceipt("/contract/digest", told === undefined ? "is missing: the run was not bound to a contract" : "is not the digest of the contract's file")];
}

/** The last digest finds what nothing else binds. */
function compareWhole(receipt: JsonObject, isExplained: boolean): Finding[] {
  const { digest: told, ...members } = receipt;
  if (digestOf(members) === told) return [];
  const suspects = [...(receipt.contract === undefined ? [] : ["/contract/digest"]), ...(receipt.redacted === undefined ? [] : ["/redacted"]), "/digest"];
  const where = isExplained ? "" : `; all other members agree with each other and with the transcript, so the change is in ${suspects.join(" or ")}`;
  return [inReceipt("/digest", `is not the digest of the other members${where}`)];
}

function lineOf(entries: readonly TranscriptEntry[], from: "adapter" | "runner", type: string): number | undefined {
  return entries.find((entry) => "from" in entry && entry.from === from && wellFormedMessage(entry)?.type === type)?.n;
}

function partOf(value: JsonObject, name: string): JsonObject {
  const part: JsonValue | undefined = value[name];
  return isObject(part) ? part : {};
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : "";
}

function inReceipt(pointer: string, message: string): Finding {
  return { file: receiptFile, pointer, message };
}

function firstDifference(one: string, other: string): number {
  let position = 0;
  while (position < one.length && one[position] === other[position]) position += 1;
  return position;
}

function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
