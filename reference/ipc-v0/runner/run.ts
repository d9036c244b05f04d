import type { JsonObject } from "../../../tools/json/value.ts";
import { peerEnvironment } from "../../../tools/harness/environment.ts";
import { digest } from "../../../tools/protocol/canonical.ts";
import { createRedactor } from "../../../tools/protocol/redaction.ts";
import { createTranscript } from "../../../tools/protocol/transcript.ts";
import { runSession, type SessionEnd } from "./connection.ts";
import { outcomeOf, type Outcome } from "./outcome.ts";
import { portableCommand } from "./portable_command.ts";
import { createRawBytes, type RawBytes } from "./raw_bytes.ts";
import { receiptOf } from "./receipt.ts";

export interface RunRequest {
  /** The argument vector of the adapter. */
  readonly command: readonly string[];
  readonly operation: string;
  readonly args: JsonObject;
  /** The time limit of the invocation; the adapter is told. */
  readonly timeoutMs?: number;
  /** The bytes of the contract that the run belongs to. */
  readonly contract?: Uint8Array;
  /** Names and values. The adapter finds them in its environment; the transcript and the receipt name them only. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Ours, of which the adapter gets what programs need to run, and the secrets. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onStandardError?: (chunk: Uint8Array) => void;
}

export interface Run {
  /** Secrets redacted, as everywhere. */
  readonly outcome: Outcome;
  readonly transcript: string;
  readonly receipt: JsonObject;
  readonly end: SessionEnd;
  readonly rawInput: RawBytes;
  readonly rawOutput: RawBytes;
  /** From the start of the adapter to its end. */
  readonly milliseconds: number;
}

const defaultTimeoutMs = 30_000;
/** A program takes a while to start where the machine is busy. */
const leastHandshakeMs = 2000;
/** How much later than the adapter the runner gives up, so that the adapter's own ADAPTER_TIMEOUT arrives. */
const answerGraceMs = 1000;
const exitMs = 2000;
const mostOutput = { lines: 100_000, bytes: 64 * 1024 * 1024 };

/** Invokes one operation of an adapter, once. Never throws for what the adapter does; the outcome says it. */
export async function run(request: RunRequest): Promise<Run> {
  const { operation, args } = request;
  const timeoutMs = request.timeoutMs ?? defaultTimeoutMs;
  const transcript = createTranscript({ secrets: request.secrets });
  const redactor = createRedactor(request.secrets);
  const rawInput = createRawBytes(redactor);
  const rawOutput = createRawBytes(redactor);
  const start = performance.now();
  const end = await runSession({
    command: request.command,
    environment: peerEnvironment(request.environment, Object.keys(request.secrets)),
    operations: [operation],
    handshakeMilliseconds: Math.max(timeoutMs, leastHandshakeMs),
    exitMilliseconds: exitMs,
    most: mostOutput,
    ...(request.onStandardError === undefined ? {} : { onStandardError: request.onStandardError }),
    recorder: {
      message: (message) => {
        transcript.record("runner", { kind: "message", message, ending: "lf" });
      },
      line: (decoded) => {
        transcript.record("adapter", decoded);
      },
      event: transcript.event,
      written: (text) => {
        rawInput.add(Buffer.from(text));
      },
      read: rawOutput.add,
    },
    onReady: (connection, { payload }) => {
      const isDeclared = payload.capabilities.some(({ name }) => name === operation);
      const limit = request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs };
      const invoked = isDeclared && connection.invoke({ op: operation, args, ...limit }, timeoutMs + answerGraceMs, connection.close);
      if (!invoked) connection.close();
    },
  });
  const milliseconds = performance.now() - start;
  const facts = {
    command: portableCommand(request.command).map((word) => redactor.text(word)),
    operation: redactor.text(operation),
    args: redactor.value(args) as JsonObject,
    ...(request.timeoutMs === undefined ? {} : { timeoutMs: request.timeoutMs }),
    ...(request.contract === undefined ? {} : { contractDigest: digest(request.contract) }),
    redacted: Object.keys(request.secrets),
  };
  return {
    outcome: outcomeOf(transcript.entries(), facts.operation),
    transcript: transcript.text(),
    receipt: receiptOf(facts, { entries: transcript.entries(), text: transcript.text() }),
    end,
    rawInput,
    rawOutput,
    milliseconds,
  };
}
