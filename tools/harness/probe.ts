import { isObject, isArray, member } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { createDecoder } from "../protocol/decode.ts";
import { defaultMaximumLineBytes, leastMaximumLineBytes } from "../protocol/messages.ts";
import type { Step } from "./case.ts";
import { deadline, pause, within } from "./deadline.ts";
import { createInbox } from "./inbox.ts";
import type { Arrival, Link, SeenLine } from "./link.ts";
import { seenLine } from "./live_link.ts";
import type { Findings } from "./outcome.ts";
import { play } from "./play.ts";
import type { PlayOptions } from "./play.ts";
import type { ProbeNote, ProbePlan } from "./probe_plan.ts";

/** The process that a probe is, as far as it needs one. */
export interface ProbeWorld {
  readonly process: number;
  readonly environment: readonly string[];
  /** Keeps a note before anything else happens. */
  readonly note: (note: ProbeNote) => void;
  readonly onInput: (take: (chunk: Uint8Array) => void, end: () => void) => void;
  /** Comes when the bytes are written; false when nobody reads any more. */
  readonly writeOutput: (bytes: Uint8Array) => Promise<boolean>;
  readonly writeError: (bytes: Uint8Array) => Promise<boolean>;
  readonly closeOutput: () => void;
  /** Calls `asked` when a signal asks for the end. */
  readonly onSignal: (asked: () => void) => void;
  /** Starts a process that stays until its group is ended, and answers with its id. */
  readonly startChild: () => number;
  /** Does nothing, for as long as anybody could wait. */
  readonly hang: () => Promise<void>;
  /** Ends the process. Does not come back. */
  readonly exit: (status: number) => Promise<never>;
}

/** The adapter that a runner under test starts: it plays a case and notes down all that passes. */
export async function runProbe(plan: ProbePlan, world: ProbeWorld): Promise<never> {
  const { note } = world;
  note({ kind: "start", process: world.process, environment: world.environment });
  const exit = async (status: number): Promise<never> => {
    note({ kind: "exit", status });
    return await world.exit(status);
  };
  world.onSignal(() => {
    note({ kind: "signal" });
    void exit(signalStatus);
  });
  const link = probeLink(world, async (step) => {
    if ("hang" in step) {
      note({ kind: "done", time: Date.now() });
      note(playedOut);
      await world.hang();
    } else if ("die" in step) {
      note({ kind: "done", time: Date.now() });
      note(playedOut);
      await exit(step.die.status);
    } else if ("spawn" in step) note({ kind: "child", process: world.startChild() });
    else if ("flood" in step) {
      note({ kind: "done", time: Date.now() });
      if (step.flood.bytes === undefined) note(playedOut);
      await flood(step.flood, world);
    }
  });
  const played = await play(plan.steps, link, probeOptions(plan));
  const { observations, accepted, greeted, trouble } = played;
  note({ kind: "done", time: Date.now() });
  note({ kind: "played", findings: { observations, accepted, greeted, trouble } });
  await link.takeRest(plan.patience);
  return await exit(0);
}

/** What is noted before an act from which a script does not come back: all that it asked for came. */
const playedOut: ProbeNote = { kind: "played", findings: { observations: [], accepted: true, greeted: true, trouble: undefined } };

/** How a probe plays its plan. */
function probeOptions(plan: ProbePlan): PlayOptions {
  let count = 0;
  return {
    values: (taken) => ({ ...plan.values, ...answersTo(taken) }),
    newId: () => {
      count += 1;
      return `${plan.idPrefix}${String(count).padStart(8, "0")}`;
    },
    patience: plan.patience,
  };
}

/**
 * What a script shows whose probe was ended before it could say so: played again on the notes, where the runner has closed its input when they end.
 * A runner may end its adapter as soon as it has what it wants.
 */
export async function replayProbe(plan: ProbePlan, notes: readonly ProbeNote[]): Promise<Findings> {
  const seen = notes.flatMap((note): Arrival[] => {
    if (note.kind === "line" && note.from === "runner") return [{ kind: "line", line: seenLine(note.decoded) }];
    return note.kind === "event" && note.event.event === "deadline" ? [{ kind: "deadline" }] : [];
  });
  let unwritten = notes.filter((note) => note.kind === "line" && note.from === "adapter").length;
  const outgoing = createDecoder();
  const nothing = async (): Promise<void> => {
    await Promise.resolve();
  };
  const { observations, accepted, greeted, trouble } = await play(
    plan.steps,
    {
      next: async () => await Promise.resolve(seen.shift() ?? { kind: "end" }),
      write: async ({ pieces, ids }) => {
        for (const piece of pieces) unwritten -= outgoing.push(piece).length;
        return await Promise.resolve(ids);
      },
      endInput: nothing,
      pause: nothing,
      exit: async () => await Promise.resolve({ exit: undefined, lines: [] }),
      stopReading: () => undefined,
      limit: () => defaultMaximumLineBytes,
    },
    probeOptions(plan),
  );
  // What it had still to write was not waited for.
  if (accepted && unwritten < 0) return { observations: [], accepted: false, greeted, trouble: "The adapter was ended before its script was." };
  return { observations, accepted, greeted, trouble };
}

const signalStatus = 143;
const floodBytes = 65_536;

interface ProbeLink extends Link {
  /** Takes what the runner still writes until it closes. */
  readonly takeRest: (milliseconds: number) => Promise<void>;
}

function probeLink(world: ProbeWorld, act: (step: Step) => Promise<void>): ProbeLink {
  const inbox = createInbox();
  world.onInput(inbox.push, inbox.end);
  let limit = defaultMaximumLineBytes;
  let outgoing = createDecoder();
  let ended = false;
  const next: Link["next"] = async (milliseconds, awaiting) => {
    if (ended) return { kind: "end" };
    if ((await within(inbox.ready(), milliseconds)) === deadline) {
      world.note({ kind: "event", event: { event: "deadline", awaiting } });
      return { kind: "deadline" };
    }
    const line = takeReady();
    return line === undefined ? { kind: "end" } : { kind: "line", line };
  };
  const takeReady = (): SeenLine | undefined => {
    const decoded = inbox.take();
    if (decoded === undefined) {
      ended = true;
      world.note({ kind: "event", event: { event: "end-of-input" } });
      return undefined;
    }
    world.note({ kind: "line", from: "runner", decoded });
    const line = seenLine(decoded);
    const announced = line.value?.type === "hello" ? member(member(line.value.payload, "session"), "maxLineBytes") : undefined;
    if (typeof announced === "number" && Number.isSafeInteger(announced) && announced >= leastMaximumLineBytes) {
      limit = announced;
      outgoing = createDecoder({ maximumLineBytes: limit });
    }
    return line;
  };
  return {
    next,
    arrived: () => {
      const lines: SeenLine[] = [];
      while (inbox.isReady() && !ended) {
        const line = takeReady();
        if (line !== undefined) lines.push(line);
      }
      return lines;
    },
    act,
    pause,
    limit: () => limit,
    write: async ({ pieces, pauseMs, ids }) => {
      for (const [index, piece] of pieces.entries()) {
        if (index > 0) await pause(pauseMs);
        for (const decoded of outgoing.push(piece)) world.note({ kind: "line", from: "adapter", decoded });
        await world.writeOutput(piece);
      }
      return ids;
    },
    endInput: async () => {
      for (const decoded of outgoing.end()) world.note({ kind: "line", from: "adapter", decoded });
      world.note({ kind: "event", event: { event: "end-of-output" } });
      world.closeOutput();
      await Promise.resolve();
    },
    exit: async () => {
      await Promise.resolve();
      return { exit: undefined, lines: [] };
    },
    stopReading: () => undefined,
    takeRest: async (milliseconds) => {
      const end = performance.now() + milliseconds;
      while (!ended && performance.now() < end) await next(Math.max(1, end - performance.now()), "end");
    },
  };
}

async function flood({ stream, bytes = Infinity }: Extract<Step, { flood: unknown }>["flood"], world: ProbeWorld): Promise<void> {
  const filler = Buffer.alloc(floodBytes, "x");
  const write = stream === "stdout" ? world.writeOutput : world.writeError;
  for (let written = 0; written < bytes; written += floodBytes) if (!(await write(filler))) return;
}

/** What the probe makes of the runner's messages: capabilities that hold what is asked for, and an answer to the invoke. */
function answersTo(taken: ReadonlyMap<string, JsonObject>): Record<string, JsonValue> {
  const requested = member(taken.get("hello")?.payload, "requestedCapabilities");
  const names = new Set(["text.caps", ...(isArray(requested) ? requested.filter((name) => typeof name === "string" && name !== "") : [])]);
  const capability = (name: JsonValue): JsonObject => ({ name, sideEffects: "none", timeouts: { defaultMs: 30_000 } });
  const declared = [...names].map(capability);
  const adapter = { name: "conformance-probe", version: "1.0.0" };
  const invoke = taken.get("invoke")?.payload;
  const text = member(member(invoke, "args"), "text");
  return {
    adapter,
    declared,
    capabilities: { adapter, capabilities: declared },
    otherCapabilities: { adapter, capabilities: [capability("conformance.other")] },
    wrongCapabilities: { adapter, capabilities: [...names].map((name) => ({ ...capability(name), sideEffects: "many" })) },
    answer: isObject(invoke) && invoke.op === "text.caps" && typeof text === "string" ? { text: text.toUpperCase() } : {},
  };
}
