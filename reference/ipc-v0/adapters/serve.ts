import type { JsonValue } from "../../../tools/json/value.ts";
import { isRetryable, type ErrorCode } from "../../../tools/protocol/codes.ts";
import { createDecoder, type Decoded } from "../../../tools/protocol/decode.ts";
import { createMessageWriter } from "../../../tools/protocol/encode.ts";
import { createAdapterSession, type AdapterEffect } from "../../../tools/protocol/adapter_session.ts";
import { defaultMaximumLineBytes, protocol, type InvokePayload, type MessageOf, type MessageType, type Payloads, type ProgressPayload } from "../../../tools/protocol/messages.ts";
import { readInput } from "./input.ts";
import { BadInput, type LastingOperation, type Operation } from "./operation.ts";
import { createOutput } from "./output.ts";

export interface Adapter {
  readonly name: string;
  readonly version: string;
  readonly operations: readonly Operation[];
}

/** Serves one session over standard input and output; answers with the exit status when it is over. */
export async function serve(adapter: Adapter): Promise<number> {
  const output = createOutput(1);
  let status: number | undefined;
  const handler = createHandler(adapter, (line) => {
    output.add(line);
  });
  const decoder = createDecoder();
  const settled = (): void => {
    output.flush();
  };
  handler.onSettled(settled);
  const take = (lines: readonly Decoded[]): boolean => {
    for (const line of lines) status = handler.receive(line) ?? status;
    output.flush();
    return status === undefined;
  };
  await readInput({
    chunk: (chunk) => take(decoder.push(chunk)),
    isBusy: () => handler.running() > 0,
  });
  if (status !== undefined) return status;
  take(decoder.end());
  const last = await handler.endOfInput();
  output.flush();
  return last;
}

interface Handler {
  /** Acts on what one line says; answers with an exit status when the session is over. */
  readonly receive: (decoded: Decoded) => number | undefined;
  /** Comes with the exit status when the last invocation is answered. */
  readonly endOfInput: () => Promise<number>;
  /** How many invocations are running. */
  readonly running: () => number;
  /** To be called when an invocation wrote something outside of `receive`. */
  readonly onSettled: (listener: () => void) => void;
}

/** A running invocation: `stop` ends its waits. */
interface Running {
  readonly stop: () => void;
  timer?: NodeJS.Timeout;
}

/** The longest time a timer can be set to. */
const longestTimer = 2 ** 31 - 1;

/** The session without its streams: lines in, lines out. */
export function createHandler(adapter: Adapter, write: (line: string) => void): Handler {
  const operations = new Map(adapter.operations.map((operation) => [operation.capability.name, operation]));
  const running = new Map<string, Running>();
  const session = createAdapterSession({ declares: (name) => operations.has(name), isRunning: (id) => running.size > 0 && running.has(id) });
  const writeMessage = createMessageWriter({ prefix: "adapter-" });
  let limit = defaultMaximumLineBytes;
  let status: number | undefined;
  let leave: ((status: number) => void) | undefined;
  let wrote = (): void => undefined;

  /** False when the line would be longer than the runner takes. */
  const send = <Type extends MessageType>(type: Type, payload: Payloads[Type], replyTo?: string): boolean => sendLine(writeMessage(type, payload, replyTo).line);
  const sendLine = (line: string): boolean => {
    // Few lines come near the limit, so most need no count of their bytes.
    if (line.length * 3 > limit && Buffer.byteLength(line) - 1 > limit) return false;
    write(line);
    return true;
  };

  /** An error always goes out: it leaves behind what would make its line too long. */
  const fail = (code: ErrorCode, message: string, replyTo?: string, details?: JsonValue): void => {
    const payload = { code, message, retryable: isRetryable(code) };
    if (send("error", details === undefined ? payload : { ...payload, details }, replyTo)) return;
    if (!send("error", payload, replyTo)) send("error", payload);
  };

  const succeed = (invokeId: string, data: JsonValue): void => {
    const effects = session.settle(invokeId);
    if (effects === undefined) return;
    if (!send("result", { ok: true, data }, invokeId)) {
      fail("ADAPTER_RESULT_TOO_LARGE", `The result does not fit in a line of ${limit} bytes.`, invokeId);
    }
    perform(effects);
  };

  const failInvoke = (invokeId: string, code: ErrorCode, message: string): void => {
    const effects = session.settle(invokeId);
    if (effects === undefined) return;
    fail(code, message, invokeId);
    perform(effects);
  };

  const failed = (invokeId: string, error: unknown): void => {
    if (error instanceof BadInput) failInvoke(invokeId, "ADAPTER_BAD_INPUT", error.message);
    else failInvoke(invokeId, "ADAPTER_FAILED", "The operation failed.");
  };

  const stop = (invokeId: string, code: ErrorCode, message: string): void => {
    running.get(invokeId)?.stop();
    finish(invokeId);
    failInvoke(invokeId, code, message);
  };

  const finish = (invokeId: string): void => {
    clearTimeout(running.get(invokeId)?.timer);
    running.delete(invokeId);
  };

  const invoke = ({ id, payload }: MessageOf<"invoke">): void => {
    const operation = operations.get(payload.op);
    if (operation === undefined) return;
    if ("perform" in operation) {
      begin(operation, id, payload);
      return;
    }
    let data: JsonValue;
    try {
      data = operation.answer(payload.args);
    } catch (error) {
      failed(id, error);
      return;
    }
    succeed(id, data);
  };

  const begin = (operation: LastingOperation, id: string, payload: InvokePayload): void => {
    const waits = createWaits();
    const entry: Running = { stop: waits.stop };
    running.set(id, entry);
    const milliseconds = payload.timeoutMs ?? operation.capability.timeouts?.defaultMs;
    if (milliseconds !== undefined) {
      entry.timer = setTimeout(() => {
        stop(id, "ADAPTER_TIMEOUT", `The operation was not done after ${milliseconds} ms.`);
        wrote();
      }, Math.min(milliseconds, longestTimer));
    }
    const progress = (report: ProgressPayload): void => {
      if (!running.has(id)) return;
      send("progress", report, id);
      wrote();
    };
    operation.perform(payload.args, { pause: waits.pause, progress }).then(
      (data) => {
        finish(id);
        succeed(id, data);
        wrote();
      },
      (error: unknown) => {
        finish(id);
        failed(id, error);
        wrote();
      },
    );
  };

  const perform = (effects: readonly AdapterEffect[]): void => {
    for (const effect of effects) {
      switch (effect.effect) {
        case "greet":
          greet(effect.hello);
          break;
        case "refuse":
          fail(effect.code, effect.message, effect.replyTo, effect.details);
          break;
        case "invoke":
          invoke(effect.message);
          break;
        case "cancel":
          stop(effect.invokeId, "ADAPTER_CANCELLED", "The invocation was cancelled.");
          break;
        case "exit":
          status = effect.status;
          leave?.(effect.status);
          break;
      }
    }
  };

  const greet = (hello: MessageOf<"hello">): void => {
    limit = hello.payload.session?.maxLineBytes ?? limit;
    send("hello_ack", { role: "adapter", selected: protocol, maxLineBytes: defaultMaximumLineBytes }, hello.id);
    const payload = { adapter: { name: adapter.name, version: adapter.version }, capabilities: adapter.operations.map(({ capability }) => capability) };
    const { message, line } = writeMessage("capabilities", payload, hello.id);
    session.sentCapabilities(message.id);
    sendLine(line);
  };

  return {
    receive: (decoded) => {
      perform(session.receive(decoded));
      return status;
    },
    endOfInput: async () => {
      const left = new Promise<number>((resolve) => {
        leave = resolve;
      });
      perform(session.endOfInput());
      return await left;
    },
    running: () => running.size,
    onSettled: (listener) => {
      wrote = listener;
    },
  };
}

interface Waits {
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly stop: () => void;
}

/** The waits of one invocation, which all end when it is stopped. */
function createWaits(): Waits {
  const ends = new Set<() => void>();
  let stopped = false;
  return {
    pause: (milliseconds) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          clearTimeout(timer);
          reject(new Error("the invocation was stopped"));
        };
        const timer = setTimeout(() => {
          ends.delete(stop);
          resolve();
        }, milliseconds);
        ends.add(stop);
        if (stopped) stop();
      }),
    stop: () => {
      stopped = true;
      for (const end of ends) end();
    },
  };
}
