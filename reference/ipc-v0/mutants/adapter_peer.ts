/** One small adapter, written so that each of its habits can be changed. Unchanged it keeps to every requirement. */
import { isObject } from "../../../tools/json/value.ts";
import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import { createAdapterSession } from "../../../tools/protocol/adapter_session.ts";
import type { AdapterEffect } from "../../../tools/protocol/adapter_session.ts";
import { createDecoder } from "../../../tools/protocol/decode.ts";
import type { Decoded } from "../../../tools/protocol/decode.ts";
import type { Capability } from "../../../tools/protocol/messages.ts";
import { defaultMaximumLineBytes } from "../../../tools/protocol/messages.ts";

/** What the adapter has of a process. */
export interface AdapterWorld {
  readonly environment: Readonly<Record<string, string>>;
  readonly write: (bytes: Uint8Array) => void;
  /** Whether nobody reads what is written for now. */
  readonly isFull: () => boolean;
  /** With a status, or by a signal. */
  readonly exit: (status: number | null) => void;
}

/** What the world tells the adapter. */
export interface AdapterInput {
  readonly data: (chunk: Uint8Array) => void;
  readonly end: () => void;
}

/** What is known when something is about to be written. */
export interface Moment {
  /** The operation of the invoke that is answered. */
  readonly operation: string | undefined;
  readonly args: JsonObject;
  readonly environment: Readonly<Record<string, string>>;
  readonly isFull: boolean;
  /** Ids of messages that were written before. */
  readonly earlierIds: readonly string[];
  readonly newId: () => string;
  /** Writes a line of its own some tenths of a second later. */
  readonly writeLater: (line: JsonObject) => void;
}

/** How a mutant differs. Each member takes the place of one habit. */
export interface AdapterHabits {
  /** Written when nothing has come for a tenth of a second. */
  readonly impatience?: JsonObject;
  /** How many milliseconds it takes to start. From then on it reads all that has come since it last did, as a process does. */
  readonly startMs?: number;
  /** The pieces in which input is looked at. */
  readonly cut?: (chunk: Uint8Array) => readonly Uint8Array[];
  /** What a line is taken for; undefined where it is passed over. */
  readonly take?: (decoded: Decoded) => Decoded | undefined;
  /** What is written in place of one message; text and bytes are lines of their own. */
  readonly write?: (message: JsonObject, moment: Moment) => readonly (JsonObject | string | Uint8Array)[];
  /** What ends a line. */
  readonly lineEnd?: string;
  readonly capabilities?: (capabilities: readonly Capability[]) => readonly JsonValue[];
  /** What an operation returns, given what it should. */
  readonly answer?: (operation: string, args: JsonObject, data: JsonObject) => JsonObject;
  /** Whether these arguments are taken, given whether they should be. */
  readonly accepts?: (args: JsonObject, accepted: boolean) => boolean;
  /** How it leaves: with which status, or by a signal, or when only the end of input makes it, or not at all. */
  readonly leave?: (status: number, seen: { readonly cancels: number; readonly atEnd: boolean }) => number | "signal" | "at-end" | "never";
  /** Whether an invoke of a single step is forgotten while another runs. */
  readonly runsOneOnly?: boolean;
  /** Whether it leaves at the end of input although operations run. */
  readonly leavesRunning?: boolean;
  readonly reportsStep?: (step: number, steps: number) => boolean;
  readonly maximumLineBytes?: number;
  /** Whether the runner's limit is kept to. */
  readonly ignoresLimit?: boolean;
}

const textSchema = { type: "object", required: ["text"], properties: { text: { type: "string" } } };
const capabilities: readonly Capability[] = [
  { name: "text.caps", sideEffects: "none", inputSchema: textSchema, outputSchema: textSchema, timeouts: { defaultMs: 1000 } },
  { name: "text.stream", sideEffects: "none", inputSchema: textSchema, outputSchema: textSchema, timeouts: { defaultMs: 60_000 }, progress: true, cancellable: true },
];
const impatienceMilliseconds = 100;
const laterMilliseconds = 300;

export function startAdapter(habits: AdapterHabits, world: AdapterWorld): AdapterInput {
  const session = createAdapterSession({ declares: (operation) => capabilities.some(({ name }) => name === operation) });
  const decoder = createDecoder({ maximumLineBytes: habits.maximumLineBytes ?? defaultMaximumLineBytes });
  const running = new Map<string, { readonly stop: (code: string) => void }>();
  const invokes = new Map<string, { readonly operation: string; readonly args: JsonObject }>();
  const earlierIds: string[] = [];
  let limit = defaultMaximumLineBytes;
  let cancels = 0;
  let count = 0;
  let isOver = false;
  let waitsForEnd: number | undefined;
  const newId = (): string => {
    count += 1;
    return `adapter-${String(count).padStart(6, "0")}`;
  };

  const send = (type: string, payload: JsonObject, replyTo?: string): string => {
    const id = newId();
    const message: JsonObject = { v: "ipc.v0", id, ts: new Date().toISOString(), type, payload, ...(replyTo === undefined ? {} : { replyTo }) };
    const invoke = invokes.get(replyTo ?? "");
    const moment: Moment = { operation: invoke?.operation, args: invoke?.args ?? {}, environment: world.environment, isFull: world.isFull(), earlierIds, newId, writeLater };
    for (const written of habits.write?.(message, moment) ?? [message]) writeLine(written);
    earlierIds.push(id);
    return id;
  };
  const writeLater = (line: JsonObject): void => {
    setTimeout(writeLine, laterMilliseconds, line);
  };
  const writeLine = (line: JsonObject | string | Uint8Array): void => {
    const bytes = line instanceof Uint8Array ? line : Buffer.from(typeof line === "string" ? line : JSON.stringify(line));
    world.write(Buffer.concat([bytes, Buffer.from(habits.lineEnd ?? "\n")]));
  };
  const sendError = (code: string, message: string, replyTo?: string, details?: JsonValue): void => {
    send("error", { code, message, retryable: code === "ADAPTER_TIMEOUT", ...(details === undefined ? {} : { details }) }, replyTo);
  };
  const leave = (status: number, atEnd: boolean): void => {
    const how = habits.leave?.(status, { cancels, atEnd }) ?? status;
    if (how === "at-end") waitsForEnd = status;
    else if (how !== "never" && !isOver) {
      isOver = true;
      world.exit(how === "signal" ? null : how);
    }
  };

  const settle = (id: string, tell: () => void): void => {
    running.delete(id);
    const effects = session.settle(id);
    if (effects === undefined) return;
    tell();
    for (const effect of effects) act(effect);
  };
  const finish = (id: string, operation: string, args: JsonObject): void => {
    settle(id, () => {
      const data = { text: (typeof args.text === "string" ? args.text : JSON.stringify(args.text ?? null)).toUpperCase() };
      const payload = { ok: true, data: habits.answer?.(operation, args, data) ?? data };
      if (JSON.stringify(payload).length + resultOverhead > limit && habits.ignoresLimit !== true) sendError("ADAPTER_RESULT_TOO_LARGE", "The result would not fit in one line.", id);
      else send("result", payload, id);
    });
  };
  const invoke = (id: string, operation: string, args: JsonObject, timeoutMs: number | undefined): void => {
    const acceptable = typeof args.text === "string" && (operation === "text.caps" || (isWhole(args.steps ?? 4, 1, 1000) && isWhole(args.stepMs ?? 0, 0, 60_000)));
    if (!(habits.accepts?.(args, acceptable) ?? acceptable)) {
      settle(id, () => {
        sendError("ADAPTER_BAD_INPUT", "The operation cannot take these arguments.", id);
      });
    } else if (operation === "text.caps") finish(id, operation, args);
    else if (habits.runsOneOnly !== true || running.size === 0 || args.steps !== 1) stream(id, args, timeoutMs);
    else settle(id, () => undefined);
  };
  const stream = (id: string, args: JsonObject, timeoutMs: number | undefined): void => {
    const steps = typeof args.steps === "number" ? args.steps : 4;
    const stepMs = typeof args.stepMs === "number" ? args.stepMs : 0;
    let step = 0;
    let timer: NodeJS.Timeout | undefined;
    const stop = (code: string): void => {
      clearTimeout(timer);
      clearTimeout(limitTimer);
      settle(id, () => {
        sendError(code, "The operation was stopped.", id);
      });
    };
    const limitTimer = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs, "ADAPTER_TIMEOUT");
    const advance = (): void => {
      step += 1;
      if (habits.reportsStep?.(step, steps) ?? true) send("progress", { fraction: step / steps }, id);
      if (step < steps) timer = setTimeout(advance, stepMs);
      else {
        clearTimeout(limitTimer);
        finish(id, "text.stream", args);
      }
    };
    running.set(id, { stop });
    timer = setTimeout(advance, stepMs);
  };

  const act = (effect: AdapterEffect): void => {
    switch (effect.effect) {
      case "greet": {
        const announced = effect.hello.payload.session?.maxLineBytes;
        if (announced !== undefined) limit = announced;
        send("hello_ack", { role: "adapter", selected: "ipc.v0" }, effect.hello.id);
        const declared = habits.capabilities?.(capabilities) ?? capabilities;
        // A capability is made of JSON values and nothing else.
        const payload = { adapter: { name: "mutant", version: "1.0.0" }, capabilities: declared } as unknown as JsonObject;
        session.sentCapabilities(send("capabilities", payload, effect.hello.id));
        return;
      }
      case "refuse":
        sendError(effect.code, effect.message, effect.replyTo, effect.details);
        return;
      case "invoke": {
        const { id, payload } = effect.message;
        invoke(id, payload.op, payload.args, payload.timeoutMs);
        return;
      }
      case "cancel":
        running.get(effect.invokeId)?.stop("ADAPTER_CANCELLED");
        return;
      case "exit":
        leave(effect.status, session.phase() === "draining");
    }
  };
  const receive = (decoded: Decoded): void => {
    const taken = habits.take === undefined ? decoded : habits.take(decoded);
    if (taken === undefined) return;
    if (taken.kind === "message" && taken.message.type === "cancel") cancels += 1;
    if (taken.kind === "message" && taken.message.type === "invoke") {
      const { id, payload } = taken.message;
      invokes.set(id, { operation: payload.op, args: isObject(payload.args) ? payload.args : {} });
    }
    for (const effect of session.receive(taken)) act(effect);
  };

  let impatient =
    habits.impatience === undefined
      ? undefined
      : setTimeout((message) => {
          writeLine({ v: "ipc.v0", id: newId(), ts: new Date().toISOString(), ...message });
        }, impatienceMilliseconds, habits.impatience);
  const input: AdapterInput = {
    data: (chunk) => {
      clearTimeout(impatient);
      impatient = undefined;
      for (const piece of habits.cut?.(chunk) ?? [chunk]) {
        for (const decoded of decoder.push(piece)) receive(decoded);
      }
    },
    end: () => {
      clearTimeout(impatient);
      for (const decoded of decoder.end()) receive(decoded);
      if (waitsForEnd !== undefined) world.exit(waitsForEnd);
      if (habits.leavesRunning === true && running.size > 0) leave(0, true);
      for (const effect of session.endOfInput()) act(effect);
    },
  };
  return habits.startMs === undefined ? input : throughPipe(input, habits.startMs);
}

function isWhole(value: JsonValue, least: number, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
}

/** Gives on what has come, in one piece, when the reader comes to reading. */
function throughPipe(reader: AdapterInput, startMs: number): AdapterInput {
  const waiting: Uint8Array[] = [];
  let isStarted = false;
  let hasEnded = false;
  let turn: NodeJS.Timeout | undefined;
  const read = (): void => {
    isStarted = true;
    turn = undefined;
    if (waiting.length > 0) reader.data(Buffer.concat(waiting.splice(0)));
    if (hasEnded) reader.end();
  };
  const wake = (): void => {
    turn ??= setTimeout(read, isStarted ? 1 : startMs);
  };
  return {
    data: (chunk) => {
      waiting.push(chunk);
      wake();
    },
    end: () => {
      hasEnded = true;
      wake();
    },
  };
}

/** What a result has around its payload. */
const resultOverhead = 200;
