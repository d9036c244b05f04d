/** One small runner, written so that each of its habits can be changed. Unchanged it keeps to every requirement. */

import { member } from "../../../tools/json/value.ts";
import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import { createDecoder } from "../../../tools/protocol/decode.ts";
import type { Decoded } from "../../../tools/protocol/decode.ts";
import { receiptFile, transcriptFile } from "../../../tools/protocol/kept_files.ts";
import { defaultMaximumLineBytes } from "../../../tools/protocol/messages.ts";
import { createRunnerSession } from "../../../tools/protocol/runner_session.ts";
import { createTranscript } from "../../../tools/protocol/transcript.ts";
import type { TranscriptEntry } from "../../../tools/protocol/transcript.ts";
import { visible } from "../../../tools/report/visible.ts";
import { receiptOf, receiptText } from "../runner/receipt.ts";

/** What the runner has of a machine. */
export interface RunnerWorld {
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined where there is no such adapter. */
  readonly spawn: (options: SpawnOptions) => Child | undefined;
  readonly print: (text: string) => void;
  readonly keep: (name: string, text: string) => void;
  /** The name of the secret that the runner was told of. */
  readonly secret: string;
}

export interface SpawnOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly readsErrors: boolean;
  readonly onOutput: (chunk: Uint8Array) => void;
  /** Its output ended, and so did it. */
  readonly onExit: (status: number | null) => void;
}

export interface Child {
  readonly write: (bytes: Uint8Array) => void;
  readonly closeInput: () => void;
  /** The process alone, or its whole group. */
  readonly signal: (name: "SIGTERM" | "SIGKILL", whole: boolean) => void;
}

/** Why the runner ends. */
export type Ending = "answered" | "refused" | "error-about-nothing" | "not-declared" | "violation" | "error" | "not-ok" | "no-hello-ack" | "no-answer" | "adapter-exited" | "not-started" | "flood";

/** What is known when a line is looked at. */
export interface RunnerMoment {
  readonly helloId: string;
  readonly invokeId: string;
  /** Whether the invoke has its answer. */
  readonly isAnswered: boolean;
  readonly seenIds: ReadonlySet<string>;
  readonly progressCount: number;
}

/** How a mutant differs. Each member takes the place of one habit. */
export interface RunnerHabits {
  readonly cut?: (chunk: Uint8Array) => Uint8Array | undefined;
  /** What a line is taken for; undefined where it is passed over. */
  readonly take?: (decoded: Decoded, moment: RunnerMoment) => Decoded | undefined;
  /** What is written in place of one message. */
  readonly write?: (message: JsonObject, earlier: readonly JsonObject[], environment: Readonly<Record<string, string>>) => readonly (JsonObject | string)[];
  readonly status?: (status: number, why: Ending) => number;
  readonly maximumLineBytes?: number;
  readonly toleratesFlood?: boolean;
  readonly invokesUndeclared?: boolean;
  /** Invokes when capabilities have not come for a tenth of a second. */
  readonly invokesImpatiently?: boolean;
  readonly needsText?: boolean;
  readonly leavesAdapter?: boolean;
  readonly leavesChildren?: boolean;
  /** Of an adapter that failed alone. */
  readonly leavesChildrenOfFailed?: boolean;
  readonly closesInputEarly?: boolean;
  readonly waitsForDeadline?: boolean;
  readonly hurriesEnd?: boolean;
  readonly ignoresErrors?: boolean;
  readonly passesEnvironment?: boolean;
  readonly printsRaw?: boolean;
  readonly keepsSecrets?: boolean;
  readonly transcript?: (entries: readonly TranscriptEntry[], text: string) => string;
  readonly receipt?: (receipt: JsonObject) => JsonObject;
}

/** Long enough for a runner that waits to be told from one that notices. */
const deadlineMilliseconds = 2500;
const exitMilliseconds = 1000;
const failedExitMilliseconds = 100;
const hurryMilliseconds = 80;
const mostWithoutEnd = 4 * 1024 * 1024;
const operation = "text.caps";

/** Invokes `text.caps` once. Comes to the exit status. */
export async function runRunner(habits: RunnerHabits, world: RunnerWorld): Promise<number> {
  const secrets = habits.keepsSecrets === true ? {} : { [world.secret]: world.environment[world.secret] ?? "" };
  const transcript = createTranscript({ secrets });
  const session = createRunnerSession();
  const decoder = createDecoder({ maximumLineBytes: habits.maximumLineBytes ?? defaultMaximumLineBytes });
  const sent: JsonObject[] = [];
  const seenIds = new Set<string>();
  let withoutEnd = 0;
  let progressCount = 0;
  let helloId = "";
  let invokeId = "";
  let isAnswered = false;
  let isDone = false;
  const adapter = { hasExited: false };
  let data: JsonValue | undefined;
  let failure = "";
  const trouble = { found: false };
  let tell: (why: Ending) => void = () => undefined;
  const ended = new Promise<Ending>((resolve) => {
    tell = resolve;
  });
  let tellExit: () => void = () => undefined;
  const exited = new Promise<void>((resolve) => {
    tellExit = resolve;
  });

  const write = (message: JsonObject): void => {
    for (const line of habits.write?.(message, sent, world.environment) ?? [message]) child?.write(Buffer.from(`${typeof line === "string" ? line : JSON.stringify(line)}\n`));
    const decoded = createDecoder().push(Buffer.from(`${JSON.stringify(message)}\n`))[0];
    if (decoded !== undefined) transcript.record("runner", decoded);
    if (decoded?.kind === "message") session.sent(decoded.message);
    sent.push(message);
  };
  const make = (type: string, payload: JsonObject, replyTo?: string): JsonObject => {
    const id = `runner-${String(sent.length + 1).padStart(6, "0")}`;
    return { v: "ipc.v0", id, ts: new Date().toISOString(), type, payload, ...(replyTo === undefined ? {} : { replyTo }) };
  };
  const invoke = (): void => {
    if (invokeId !== "") return;
    const message = make("invoke", { op: operation, args: { text: "hello" } });
    invokeId = idOf(message);
    write(message);
    if (habits.closesInputEarly === true) child?.closeInput();
  };
  const receive = (line: Decoded): void => {
    transcript.record("adapter", line);
    const moment = { helloId, invokeId, isAnswered, seenIds, progressCount };
    const decoded = habits.take === undefined ? line : habits.take(line, moment);
    if (decoded === undefined) return;
    if (decoded.kind === "message") seenIds.add(decoded.message.id);
    const effect = session.receive(decoded);
    switch (effect?.effect) {
      case "declared": {
        const known = effect.message.payload.capabilities.some(({ name }) => name === operation);
        write(make("capabilities_ack", { accepted: known ? [operation] : [] }, effect.message.id));
        if (known || habits.invokesUndeclared === true) invoke();
        else tell("not-declared");
        return;
      }
      case "greeted":
        if (habits.invokesImpatiently === true) setTimeout(invoke, 100);
        return;
      case "settled": {
        const { message } = effect;
        isAnswered = true;
        if (message.type === "error") fail("error", message.payload.message);
        else if (!message.payload.ok || (habits.needsText === true && member(message.payload.data, "text") === "")) fail("not-ok", "the result is not ok");
        else {
          data = message.payload.data;
          isDone = true;
          tell("answered");
        }
        return;
      }
      case "progress":
        progressCount += 1;
        return;
      case "refused":
        fail(effect.message.replyTo === helloId ? "refused" : "error-about-nothing", effect.message.payload.message);
        return;
      case "violation":
        fail("violation", effect.message);
        return;
      case undefined:
        return;
    }
  };
  const fail = (why: Ending, message: string): void => {
    if (failure === "") failure = message;
    trouble.found = true;
    tell(why);
  };

  const child = world.spawn({
    environment: habits.passesEnvironment === true ? world.environment : { PATH: world.environment.PATH ?? "" },
    readsErrors: habits.ignoresErrors !== true,
    onOutput: (chunk) => {
      const taken = habits.cut === undefined ? chunk : habits.cut(chunk);
      if (taken === undefined) return;
      withoutEnd = taken.includes(0x0a) ? 0 : withoutEnd + taken.length;
      if (withoutEnd > mostWithoutEnd && habits.toleratesFlood !== true) fail("flood", "the adapter writes without end");
      else if (withoutEnd <= mostWithoutEnd) for (const decoded of decoder.push(taken)) receive(decoded);
    },
    onExit: (status) => {
      transcript.event({ event: "end-of-output" });
      transcript.event({ event: "exit", process: "adapter", code: status, killed: status === null });
      adapter.hasExited = true;
      tellExit();
      if (!isDone && habits.waitsForDeadline !== true) fail("adapter-exited", "the adapter exited");
    },
  });
  const conclude = (why: Ending, status: number): number => {
    const { print, keep } = world;
    if (data !== undefined && status === 0) print(`${JSON.stringify(data).replace(/[\u007f-\u009f]/g, visible)}\n`);
    else print(`${habits.printsRaw === true ? failure : visible(failure)}\n`);
    const entries = transcript.entries();
    const text = habits.transcript?.(entries, transcript.text()) ?? transcript.text();
    const receipt = receiptOf({ command: ["adapter"], operation, args: { text: "hello" }, redacted: Object.keys(secrets) }, { entries, text });
    keep(transcriptFile, text);
    keep(receiptFile, receiptText(habits.receipt?.(receipt) ?? receipt));
    return habits.status?.(status, why) ?? status;
  };
  if (child === undefined) return conclude("not-started", 1);

  const hello = make("hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [operation], session: {} });
  helloId = idOf(hello);
  write(hello);
  const timer = setTimeout(() => {
    fail(session.phase() === "hello-sent" ? "no-hello-ack" : "no-answer", "the adapter does not answer");
  }, deadlineMilliseconds);
  const why = await ended;
  clearTimeout(timer);
  child.closeInput();
  const hurry = habits.hurriesEnd === true ? setTimeout(child.signal, hurryMilliseconds, "SIGTERM", false) : undefined;
  const isSound = why === "answered";
  await Promise.race([exited, later(isSound ? exitMilliseconds : failedExitMilliseconds)]);
  clearTimeout(hurry);
  const leavesChildren = habits.leavesChildren === true || (habits.leavesChildrenOfFailed === true && !isSound);
  if (habits.leavesAdapter !== true || adapter.hasExited) child.signal("SIGKILL", !leavesChildren);
  await later(0);
  return conclude(why, isSound && !trouble.found ? 0 : 1);
}

function idOf({ id }: JsonObject): string {
  return typeof id === "string" ? id : "";
}

async function later(milliseconds: number): Promise<void> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

