import type { JsonValue } from "../json/value.ts";
import { isObject, member } from "../json/value.ts";
import { digest } from "../protocol/canonical.ts";
import type { Observation } from "../protocol/judge.ts";
import { receiptFile, transcriptFile } from "../protocol/kept_files.ts";
import { parseTranscript } from "../protocol/parse_transcript.ts";
import type { Case, Inspection } from "./case.ts";
import type { RunnerRun } from "./runner_run.ts";
import { canaryName, secretValue } from "./secret.ts";

/** Whether a value fits a schema of the protocol. */
export type SchemaCheck = (schema: "transcript-entry" | "run-receipt", value: JsonValue) => boolean;

/** What the messages alone do not show: processes, environments, files. `again` is a second run with the same inputs. */
export function inspectRun(one: Case, run: RunnerRun, again: RunnerRun | undefined, schemas: SchemaCheck): Observation[] {
  return (one.inspect ?? []).flatMap((name): Observation[] => {
    const { requirement, look } = inspections[name];
    const problem = look({ run, again, schemas });
    return [{ requirement, verdict: problem === undefined ? "pass" : "fail", reason: problem ?? "Nothing is amiss." }];
  });
}

/** The requirement that an inspection decides. */
export function inspectedRequirement(name: Inspection): string {
  return inspections[name].requirement;
}

interface Scene {
  readonly run: RunnerRun;
  readonly again: RunnerRun | undefined;
  readonly schemas: SchemaCheck;
}

/** `look` answers with what is wrong. */
const inspections: Readonly<Record<Inspection, { readonly requirement: string; readonly look: (scene: Scene) => string | undefined }>> = {
  "adapter-left-running": { requirement: "IPC-LC-103", look: ({ run }) => (run.adapterRuns ? "The adapter still ran when the runner had exited." : undefined) },
  "child-left-running": { requirement: "IPC-LC-104", look: ({ run }) => (run.childRuns ? "A process that the adapter had started still ran when the runner had exited." : undefined) },
  "adapter-ended-by-itself": { requirement: "IPC-LC-106", look: ({ run }) => endOfAdapter(run) },
  "whole-environment": { requirement: "IPC-SEC-102", look: ({ run }) => (environmentOf(run).includes(canaryName) ? "A variable that nobody named was handed down." : undefined) },
  "control-characters": { requirement: "IPC-SEC-103", look: ({ run }) => (controls.test(run.output.toString("utf8")) ? "A control character of the adapter's text was printed." : undefined) },
  "secret-in-files": { requirement: "IPC-SEC-104", look: ({ run }) => secretInFiles(run) },
  "same-bytes-twice": { requirement: "IPC-DET-101", look: ({ run, again }) => differenceOf(run, again) },
  "transcript-form": { requirement: "IPC-DET-102", look: ({ run, schemas }) => transcriptProblem(run, schemas) },
  "receipt-form": { requirement: "IPC-DET-103", look: ({ run, schemas }) => receiptProblem(run, schemas) },
  "receipt-exit-code": { requirement: "IPC-DET-104", look: ({ run }) => exitCodeProblem(run) },
};

/** What a terminal obeys; tabs and line ends are the runner's own layout. */
const controls = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

function endOfAdapter({ notes }: RunnerRun): string | undefined {
  const answered = notes.findIndex((note) => note.kind === "line" && note.from === "adapter" && note.decoded.kind === "message" && note.decoded.message.type === "result");
  // A runner may end an adapter that has not answered.
  if (answered === -1) return undefined;
  const closed = notes.findIndex((note) => note.kind === "event" && note.event.event === "end-of-input");
  if (closed !== -1 && closed < answered) return "The runner closed the adapter's input before the last reply.";
  if (notes.some(({ kind }) => kind === "signal")) return "The runner sent a signal to an adapter that was about to end.";
  return notes.some(({ kind }) => kind === "exit") ? undefined : "The runner ended an adapter that was about to end.";
}

function environmentOf({ notes }: RunnerRun): readonly string[] {
  const start = notes.find((note) => note.kind === "start");
  return start?.kind === "start" ? start.environment : [];
}

function secretInFiles({ files }: RunnerRun): string | undefined {
  const kept = [transcriptFile, receiptFile];
  const missing = kept.find((name) => !files.has(name));
  if (missing !== undefined) return `There is no ${missing}.`;
  const leak = kept.find((name) => files.get(name)?.includes(secretValue) === true);
  return leak === undefined ? undefined : `The value of the secret stands in ${leak}.`;
}

function differenceOf(run: RunnerRun, again: RunnerRun | undefined): string | undefined {
  for (const name of [transcriptFile, receiptFile]) {
    const [one, other] = [run.files.get(name), again?.files.get(name)];
    if (one === undefined || other === undefined) return `There is no ${name}.`;
    if (!one.equals(other)) return `The two runs wrote different bytes into ${name}.`;
  }
  return undefined;
}

function transcriptProblem({ files }: RunnerRun, schemas: SchemaCheck): string | undefined {
  const text = files.get(transcriptFile)?.toString("utf8");
  if (text === undefined) return `There is no ${transcriptFile}.`;
  if (text === "") return `${transcriptFile} is empty.`;
  try {
    const entries = parseTranscript(text);
    const invalid = entries.find((entry) => !schemas("transcript-entry", entry as unknown as JsonValue));
    return invalid === undefined ? undefined : "A line of the transcript is not valid by the schema of transcript entries.";
  } catch {
    return "A line of the transcript is not canonical JSON, or is no entry.";
  }
}

function receiptProblem(run: RunnerRun, schemas: SchemaCheck): string | undefined {
  const receipt = receiptOf(run);
  const transcript = run.files.get(transcriptFile);
  if (receipt === undefined || transcript === undefined) return `There is no ${receiptFile} that is JSON, or no transcript.`;
  if (!schemas("run-receipt", receipt)) return "The receipt is not valid by the schema of run-receipt.v0.";
  return member(member(receipt, "transcript"), "digest") === digest(transcript) ? undefined : "The digest in the receipt is not that of the transcript.";
}

function exitCodeProblem(run: RunnerRun): string | undefined {
  const left = run.notes.find((note) => note.kind === "exit");
  const code = member(receiptOf(run), "exitCode");
  return left?.kind === "exit" && code === left.status ? undefined : "The exitCode of the receipt is not the status with which the adapter exited.";
}

function receiptOf({ files }: RunnerRun): JsonValue | undefined {
  try {
    const value = JSON.parse(files.get(receiptFile)?.toString("utf8") ?? "") as JsonValue;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
