import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAdapterSession } from "./adapter_session.ts";
import type { AdapterEffect, AdapterSession } from "./adapter_session.ts";
import { createDecoder, decodeLine } from "./decode.ts";
import type { Decoded } from "./decode.ts";
import { createMessageFactory, encodeMessage } from "./encode.ts";
import type { Message } from "./messages.ts";
import { createRecentIds } from "./recent_ids.ts";
import { createRunnerSession } from "./runner_session.ts";
import type { RunnerEffect } from "./runner_session.ts";

const runner = createMessageFactory({ prefix: "runner-", now: () => 0 });
const adapter = createMessageFactory({ prefix: "adapter-", now: () => 0 });
const received = (message: Message): Decoded => decodeLine(Buffer.from(encodeMessage(message).trimEnd()));

const hello = () => runner("hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [], session: {} });
const invoke = (op = "text.caps") => runner("invoke", { op, args: {} });
const outline = (effects: readonly AdapterEffect[]): string[] =>
  effects.map((effect) => {
    switch (effect.effect) {
      case "refuse":
        return `${effect.code}${effect.replyTo === undefined ? "" : " named"}`;
      case "exit":
        return `exit ${effect.status}`;
      default:
        return effect.effect;
    }
  });

describe("an adapter's session", () => {
  const ready = (): AdapterSession => {
    const session = createAdapterSession({ declares: (op) => op === "text.caps" });
    session.receive(received(hello()));
    session.sentCapabilities("adapter-00000002");
    session.receive(received(runner("capabilities_ack", { accepted: [] }, { replyTo: "adapter-00000002" })));
    return session;
  };
  const fresh = (): AdapterSession => createAdapterSession({ declares: () => true });

  test("greets, and refuses a second hello", () => {
    const session = fresh();
    expect(outline(session.receive(received(hello())))).toEqual(["greet"]);
    expect(outline(session.receive(received(hello())))).toEqual(["IPC_STATE named"]);
  });

  test("refuses a hello without a protocol in common, and leaves with a status", () => {
    const session = fresh();
    const foreign = runner("hello", { role: "runner", protocols: ["ipc.v9"], requestedCapabilities: [] });
    expect(outline(session.receive(received(foreign)))).toEqual(["IPC_PROTO_MISMATCH named", "exit 1"]);
    expect(session.receive(received(hello()))).toEqual([]);
  });

  test("refuses an invoke before the handshake is over, and lives on", () => {
    const session = fresh();
    expect(outline(session.receive(received(invoke())))).toEqual(["IPC_STATE named"]);
    expect(outline(session.receive(received(hello())))).toEqual(["greet"]);
    session.sentCapabilities("adapter-00000002");
    expect(outline(session.receive(received(invoke())))).toEqual(["IPC_STATE named"]);
    expect(outline(session.receive(received(runner("capabilities_ack", { accepted: [] }, { replyTo: "something else" }))))).toEqual(["IPC_STATE named"]);
    expect(session.phase()).toBe("greeted");
  });

  test("hands out one terminal message for each invoke", () => {
    const session = ready();
    const message = invoke();
    expect(outline(session.receive(received(message)))).toEqual(["invoke"]);
    expect(session.settle(message.id)).toEqual([]);
    expect(session.settle(message.id)).toBeUndefined();
    expect(session.settle("never seen")).toBeUndefined();
  });

  test("passes on a cancel of a running invoke only", () => {
    const session = ready();
    const message = invoke();
    session.receive(received(message));
    expect(outline(session.receive(received(runner("cancel", {}, { replyTo: message.id }))))).toEqual(["cancel"]);
    session.settle(message.id);
    expect(session.receive(received(runner("cancel", {}, { replyTo: message.id })))).toEqual([]);
    expect(session.receive(received(runner("cancel", {}, { replyTo: "never seen" })))).toEqual([]);
  });

  test("refuses what is out of place, unknown, repeated or broken, and lives on", () => {
    const session = ready();
    const message = invoke();
    session.receive(received(message));
    expect(session.receive(received(message))).toEqual([
      { effect: "refuse", code: "IPC_DUPLICATE_ID", message: "A message with this id was received before.", details: { id: message.id } },
    ]);
    expect(outline(session.receive(received(invoke("nothing.known"))))).toEqual(["ADAPTER_NO_SUCH_OP named"]);
    expect(outline(session.receive(received(adapter("result", { ok: false }, { replyTo: message.id }))))).toEqual(["IPC_STATE named"]);
    expect(outline(session.receive(decodeLine(Buffer.from("listening"))))).toEqual(["IPC_MALFORMED"]);
    expect(outline(session.receive(decodeLine(Buffer.from(JSON.stringify({ ...invoke(), extra: 1 })))))).toEqual(["IPC_ENVELOPE_INVALID named"]);
    expect(session.receive(received(runner("error", { code: "CONTRACT_TIMEOUT", message: "", retryable: false })))).toEqual([]);
    expect(session.receive({ kind: "blank", ending: "lf" })).toEqual([]);
    expect(outline(session.receive(received(invoke())))).toEqual(["invoke"]);
  });

  test("leaves at the end of input once everything is answered", () => {
    const session = ready();
    const message = invoke();
    session.receive(received(message));
    expect(session.endOfInput()).toEqual([]);
    expect(outline(session.settle(message.id) ?? [])).toEqual(["exit 0"]);
    expect(outline(ready().endOfInput())).toEqual(["exit 0"]);
    expect(outline(fresh().endOfInput())).toEqual(["exit 0"]);
  });
});

describe("a runner's session", () => {
  const until = (phase: "hello" | "greeted" | "ready") => {
    const session = createRunnerSession();
    const opening = hello();
    session.sent(opening);
    if (phase === "hello") return { session, opening };
    session.receive(received(adapter("hello_ack", { role: "adapter", selected: "ipc.v0" }, { replyTo: opening.id })));
    if (phase === "greeted") return { session, opening };
    const capabilities = adapter("capabilities", { adapter: { name: "a", version: "1" }, capabilities: [] });
    session.receive(received(capabilities));
    session.sent(runner("capabilities_ack", { accepted: [] }, { replyTo: capabilities.id }));
    return { session, opening };
  };
  const told = (effect: RunnerEffect | undefined): string => {
    if (effect === undefined) return "nothing";
    return effect.effect === "violation" ? `${effect.requirement} ${effect.code}` : effect.effect;
  };

  test("goes through the handshake to the result", () => {
    const { session } = until("ready");
    const message = invoke();
    session.sent(message);
    expect(told(session.receive(received(adapter("progress", {}, { replyTo: message.id }))))).toBe("progress");
    expect(told(session.receive(received(adapter("result", { ok: true, data: 1 }, { replyTo: message.id }))))).toBe("settled");
    expect(session.endOfOutput()).toBeUndefined();
  });

  test("tells what limit the adapter announced", () => {
    const { session, opening } = until("hello");
    const answer = adapter("hello_ack", { role: "adapter", selected: "ipc.v0", maxLineBytes: 5000 }, { replyTo: opening.id });
    expect(session.receive(received(answer))).toMatchObject({ effect: "greeted", maximumLineBytes: 5000 });
  });

  test.each<readonly [string, "hello" | "greeted" | "ready", Message | string, string]>([
    ["a hello_ack that names something else", "hello", adapter("hello_ack", { role: "adapter", selected: "ipc.v0" }, { replyTo: "something else" }), "IPC-HS-105 CONTRACT_REPLY_MISMATCH"],
    ["an error for hello", "hello", adapter("error", { code: "IPC_PROTO_MISMATCH", message: "", retryable: false }), "refused"],
    ["capabilities before hello_ack", "hello", adapter("capabilities", { adapter: { name: "a", version: "1" }, capabilities: [] }), "IPC-EN-102 IPC_STATE"],
    ["a message that only a runner sends", "greeted", hello(), "IPC-EN-102 IPC_STATE"],
    ["a result for nothing", "ready", adapter("result", { ok: true, data: 1 }, { replyTo: "something else" }), "IPC-INV-103 CONTRACT_REPLY_MISMATCH"],
    ["an error that names nothing", "ready", adapter("error", { code: "ADAPTER_FAILED", message: "", retryable: false }), "refused"],
    ["progress on nothing", "ready", adapter("progress", {}, { replyTo: "something else" }), "IPC-CP-102 CONTRACT_REPLY_MISMATCH"],
    ["stray text", "ready", "listening", "IPC-TR-104 IPC_MALFORMED"],
    ["a repeated member", "ready", '{"a":1,"a":2}', "IPC-TR-105 IPC_MALFORMED"],
    ["a broken envelope", "ready", '{"v":"ipc.v0"}', "IPC-EN-102 IPC_ENVELOPE_INVALID"],
  ])("is over after %s", (_, phase, line, expected) => {
    const { session } = until(phase);
    expect(told(session.receive(typeof line === "string" ? decodeLine(Buffer.from(line)) : received(line)))).toBe(expected);
    expect(session.phase()).toBe("over");
    expect(session.receive(decodeLine(Buffer.from("more")))).toBeUndefined();
  });

  test("refuses a hello_ack that selects what was not offered, a repeated id, and a second answer", () => {
    const first = until("hello");
    expect(told(first.session.receive(received(adapter("hello_ack", { role: "adapter", selected: "ipc.v9" }, { replyTo: first.opening.id }))))).toBe("IPC-HS-106 IPC_PROTO_MISMATCH");
    const { session } = until("ready");
    const message = invoke();
    session.sent(message);
    const answer = adapter("result", { ok: true, data: 1 }, { replyTo: message.id });
    session.receive(received(answer));
    expect(told(session.receive(received(answer)))).toBe("IPC-EN-104 IPC_DUPLICATE_ID");
  });

  test("misses the answer when the output ends", () => {
    const { session } = until("ready");
    session.sent(invoke());
    expect(told(session.endOfOutput())).toBe("IPC-LC-105 CONTRACT_ADAPTER_EXITED");
    expect(told(until("hello").session.endOfOutput())).toBe("IPC-LC-105 CONTRACT_ADAPTER_EXITED");
  });
});

describe("any sequence of messages", () => {
  const id = fc.constantFrom("message-1", "message-2", "message-3", "message-4", "message-5");
  const envelope = fc
    .tuple(
      fc.constantFrom<readonly [string, object]>(
        ["hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [] }],
        ["hello_ack", { role: "adapter", selected: "ipc.v0" }],
        ["capabilities", { adapter: { name: "a", version: "1" }, capabilities: [] }],
        ["capabilities_ack", { accepted: [] }],
        ["invoke", { op: "x", args: {} }],
        ["result", { ok: true, data: 1 }],
        ["progress", {}],
        ["cancel", {}],
        ["error", { code: "IPC_STATE", message: "", retryable: false }],
      ),
      id,
      id,
    )
    .map(([[type, payload], own, replyTo]) => JSON.stringify({ v: "ipc.v0", id: own, ts: "2026-01-01T00:00:00Z", type, replyTo, payload }));
  const stream = fc.array(fc.oneof({ weight: 4, arbitrary: envelope }, fc.string({ maxLength: 20 })), { maxLength: 30 }).map((lines) => Buffer.from(`${lines.join("\n")}\n`));

  test("never stops a session, settles nothing twice, and always tells the same", () => {
    const play = (bytes: Uint8Array): string => {
      const adapterSession = createAdapterSession({ declares: () => true });
      const runnerSession = createRunnerSession();
      const settled = new Set<string>();
      const log: unknown[] = [];
      for (const decoded of createDecoder().push(bytes)) {
        const effects = adapterSession.receive(decoded);
        log.push(effects, runnerSession.receive(decoded));
        for (const effect of effects) if (effect.effect === "greet") adapterSession.sentCapabilities("message-1");
        if (decoded.kind !== "message") continue;
        runnerSession.sent(decoded.message);
        if (adapterSession.settle(decoded.message.id) === undefined) continue;
        expect(settled.has(decoded.message.id)).toBe(false);
        settled.add(decoded.message.id);
      }
      return JSON.stringify([log, adapterSession.endOfInput(), runnerSession.endOfOutput(), adapterSession.openInvokes(), runnerSession.openInvokes()]);
    };
    fc.assert(
      fc.property(stream, (bytes) => {
        expect(play(bytes)).toBe(play(bytes));
      }),
    );
  });
});

describe("recent ids", () => {
  test("are remembered for at least 1024 others, and not for ever", () => {
    const recent = createRecentIds();
    expect(recent.seen("first")).toBe(false);
    for (let index = 0; index < 1024; index += 1) expect(recent.seen(`a${index}`)).toBe(false);
    expect(recent.seen("first")).toBe(true);
    for (let index = 0; index < 5000; index += 1) recent.seen(`b${index}`);
    expect(recent.seen("first")).toBe(false);
  });

  test("are told from each other however alike they are", () => {
    const long = "x".repeat(40);
    const ids = fc.array(fc.oneof(fc.integer({ min: 0, max: 3000 }).map((number) => `runner-${number}`), fc.string(), fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 9 })).map(([one, two]) => `${long}${one}${long}${two}${long}`)), { maxLength: 3000, size: "max" });
    fc.assert(
      fc.property(ids, (list) => {
        const recent = createRecentIds();
        const told = list.map((id) => recent.seen(id));
        list.forEach((id, index) => {
          // Fewer than 1024 others came since it was seen, so it is known; what never came is not.
          const before = list.lastIndexOf(id, index - 1);
          if (index === 0 || before === -1) expect(told[index]).toBe(false);
          else if (index - before < 1024) expect(told[index]).toBe(true);
        });
      }),
      { numRuns: 30 },
    );
  });
});
