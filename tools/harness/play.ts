import { isObject, member } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { unaddressedCodes } from "../protocol/codes.ts";
import { protocol, senders } from "../protocol/messages.ts";
import type { Observation } from "../protocol/judge.ts";
import type { Pattern, Receive, Step } from "./case.ts";
import type { Link } from "./link.ts";
import { answeredId, describePattern, fits, namedIds, referenceWords } from "./pattern.ts";
import { declaredCapabilities } from "./subject.ts";
import { writtenMessage, writtenRaw } from "./written.ts";
import type { Filling, Writing } from "./written.ts";

export interface PlayOptions {
  /** What `$name` stands for in payloads, given the messages taken so far by their types. */
  readonly values: (taken: ReadonlyMap<string, JsonObject>) => Readonly<Record<string, JsonValue>>;
  readonly newId: () => string;
  /** How long to wait for what must come, in milliseconds, where a step says nothing. */
  readonly patience: number;
  /** What is known of the session where its handshake has been made before; handshake steps are passed over then. */
  readonly opened?: Session;
}

/** What came of playing a script. */
export interface Played {
  /** What the steps that decide something showed. */
  readonly observations: readonly Observation[];
  /** Everything that was expected came. */
  readonly accepted: boolean;
  /** The handshake was made. */
  readonly greeted: boolean;
  /** Why the script ended early, or what was missing first. */
  readonly trouble: string | undefined;
  readonly session: Session;
}

/** What a script knows while it is played. */
export interface Session {
  readonly names: Map<string, readonly string[]>;
  /** What the peer wrote and no step took. */
  readonly untaken: JsonObject[];
  /** The first message of each type that a step took. */
  readonly taken: Map<string, JsonObject>;
}

/** How long to go on waiting for an answer after the answer to a later message has come. */
const graceMilliseconds = 300;

/**
 * Plays a script. What must come is waited for patiently; silence is never timed but shown by the order of answers: the
 * answer to a later message has come, and the unwanted one has not.
 */
export async function play(steps: readonly Step[], link: Link, options: PlayOptions): Promise<Played> {
  const { names, untaken, taken } = options.opened ?? emptySession();
  const session: Session = { names: new Map(names), untaken: [...untaken], taken: new Map(taken) };
  const observations: Observation[] = [];
  let trouble: string | undefined;
  for (const step of steps) {
    // What only the peer's counterpart can do comes last, and means nothing where something was missing before.
    if (trouble !== undefined && ("hang" in step || "die" in step || "flood" in step)) break;
    const result = await playStep(step, link, options, session);
    const decides = "decides" in step ? (step.decides ?? []) : [];
    for (const requirement of result.spoiled === true ? [] : decides) {
      observations.push({ requirement, verdict: result.problem === undefined ? "pass" : "fail", reason: result.problem === undefined ? "What was expected came." : sentence(result.problem) });
    }
    if (result.problem !== undefined) trouble ??= sentence(result.problem);
    if (result.over === true) break;
  }
  const greeted = (session.taken.has("hello_ack") && session.taken.has("capabilities")) || session.taken.has("invoke");
  return { observations, accepted: trouble === undefined, greeted, trouble, session };
}

/**
 * Plays a script, and again in the same session for each of `further`, until something is missing. What one round named and did not take is nothing to
 * the next; what was wrong with it, the transcript shows.
 */
export async function playEach(steps: readonly Step[], link: Link, options: PlayOptions, further: Iterable<Readonly<Record<string, JsonValue>>>): Promise<Played> {
  let played = await play(steps, link, options);
  const opened = options.opened ?? openingOf(played.session);
  for (const values of further) {
    if (!played.accepted) break;
    const round = await play(steps, link, { ...options, values: () => values, opened });
    const untaken = [...played.session.untaken, ...round.session.untaken];
    played = { ...round, observations: [...played.observations, ...round.observations], session: { ...round.session, untaken } };
  }
  return played;
}

/** What the handshake left. */
function openingOf({ names, taken }: Session): Session {
  const isOpening = ([name]: readonly [string, unknown]): boolean => openingNames.has(name);
  return { names: new Map([...names].filter(isOpening)), untaken: [], taken: new Map([...taken].filter(isOpening)) };
}

const openingNames: ReadonlySet<string> = new Set(["hello", "hello_ack", "capabilities", "capabilities_ack"]);

function emptySession(): Session {
  return { names: new Map(), untaken: [], taken: new Map() };
}

interface StepResult {
  /** What was expected and did not happen, as a sentence; the same for the same cause on every run. */
  readonly problem?: string;
  /** No later step can show anything. */
  readonly over?: boolean;
  /** What came may be what was expected, but does not name what it answers, or cannot be read. That is for the requirements on these to say. */
  readonly spoiled?: boolean;
}

const fine: StepResult = {};

async function playStep(step: Step, link: Link, options: PlayOptions, session: Session): Promise<StepResult> {
  if ("handshake" in step) return options.opened === undefined ? await greet(step.handshake, link, options, session) : fine;
  if ("send" in step) {
    await write(writtenMessage(step.send, filling(link, options, session)), link, session);
    return fine;
  }
  if ("write" in step) {
    await write(writtenRaw(step.write, filling(link, options, session)), link, session);
    return fine;
  }
  if ("receive" in step) return await receive(step, link, options, session);
  if ("quiet" in step) return await quiet(step.quiet, link, session);
  if ("exit" in step) return await awaitExit(step.exit, link, options, session);
  if ("awaitEnd" in step) return await awaitEnd(step.without, link, options, session);
  if ("pause" in step) {
    await link.pause(step.pause);
    for (const { value } of link.arrived?.() ?? []) if (value !== undefined) session.untaken.push(value);
  } else if ("endInput" in step) await link.endInput();
  else if ("stopReading" in step) link.stopReading(step.stopReading);
  else await link.act?.(step);
  return fine;
}

async function write(writing: Writing, link: Link, session: Session): Promise<void> {
  for (const { name, id } of await link.write(writing)) session.names.set(name, [...(session.names.get(name) ?? []), id]);
}

function filling(link: Link, options: PlayOptions, session: Session): Filling {
  return { values: options.values(session.taken), names: session.names, newId: options.newId, limit: link.limit() };
}

/** Plays the whole handshake, as loosely as a runner can: whether each message is as it must be is for the judge to say. */
async function greet(how: Extract<Step, { handshake: unknown }>["handshake"], link: Link, options: PlayOptions, session: Session): Promise<StepResult> {
  const payload = { role: "runner", protocols: [protocol], requestedCapabilities: [], session: {}, ...how.payload };
  const { payload: _payload, ...cutting } = how;
  await write(writtenRaw({ message: { type: "hello", payload, as: "hello" }, ...cutting }, filling(link, options, session)), link, session);
  for (const type of ["hello_ack", "capabilities"] as const) {
    const result = await receive({ receive: { type, as: type } }, link, options, session, isRefusal);
    if (result.problem !== undefined) return { ...result, over: true };
  }
  const accepted = [...declaredCapabilities(session.taken.get("capabilities")).keys()];
  await write(writtenMessage({ type: "capabilities_ack", replyTo: "$capabilities", payload: { accepted }, as: "capabilities_ack" }, filling(link, options, session)), link, session);
  return fine;
}

/** An error that names the hello, or names nothing and is about the protocol. */
function isRefusal(line: JsonObject, names: Session["names"]): boolean {
  if (line.type !== "error") return false;
  const code = member(line.payload, "code");
  return line.replyTo === undefined ? typeof code === "string" && code.startsWith("IPC_") : names.get("hello")?.includes(answeredId(line)) === true;
}

async function receive(step: Receive, link: Link, options: PlayOptions, session: Session, stopsAt?: (line: JsonObject, names: Session["names"]) => boolean): Promise<StepResult> {
  const wanted = describePattern(step.receive);
  const replyTo = step.receive.replyTo;
  const awaited = typeof replyTo === "string" && replyTo.startsWith("$") ? [...namedIds(replyTo, session.names)] : undefined;
  // One message for each of the ids that the name stands for.
  for (let remaining = Math.max(1, awaited?.length ?? 1); remaining > 0; remaining -= 1) {
    const result = await receiveOne(step, wanted, awaited, link, options, session, stopsAt);
    if (result.problem !== undefined) return result;
  }
  return fine;
}

async function receiveOne(step: Receive, wanted: string, awaited: string[] | undefined, link: Link, options: PlayOptions, session: Session, stopsAt?: (line: JsonObject, names: Session["names"]) => boolean): Promise<StepResult> {
  const accepts = (line: JsonObject): boolean => fits(line, step.receive, session.names) && (awaited === undefined || awaited.includes(answeredId(line)));
  const { replyTo: _replyTo, ...rest } = step.receive;
  const isSpoiled = (line: JsonObject): boolean => {
    if (isUntold(line)) return awaited?.includes(answeredId(line)) ?? step.receive.type === line.type;
    return awaited !== undefined && namesNothing(line, session.names) && fits(line, rest, session.names);
  };
  const tooEarly = (line: JsonObject): StepResult => ({ problem: `${articleFor(describeLine(line))} came before the ${wanted}` });
  let index = 0;
  let early: JsonObject | undefined;
  let unreadable = false;
  for (;;) {
    for (; index < session.untaken.length; index += 1) {
      const line = session.untaken[index];
      if (line === undefined) continue;
      if (accepts(line)) {
        if (early !== undefined) return tooEarly(early);
        session.untaken.splice(index, 1);
        take(line, step, awaited, session);
        return fine;
      }
      if (stopsAt?.(line, session.names) === true) return { problem: `${articleFor(describeLine(line))} came instead of the ${wanted}` };
      if (step.next !== true || !isTerminal(line)) continue;
      // What may be the answer itself is too early only where the answer comes after it.
      if (!isSpoiled(line)) return tooEarly(line);
      early ??= line;
    }
    const late = step.before !== undefined && answered(`$${step.before}`, session);
    const spoiled = session.untaken.find(isSpoiled);
    const arrival = await link.next(late || spoiled !== undefined || unreadable ? graceMilliseconds : (step.withinMs ?? options.patience), "reply");
    if (arrival.kind === "line") {
      if (arrival.line.value !== undefined) session.untaken.push(arrival.line.value);
      else unreadable ||= !arrival.line.blank;
    } else if (spoiled !== undefined) {
      const naming = isUntold(spoiled) ? "" : " that names no message";
      return { problem: `${articleFor(describeLine(spoiled))}${naming} came instead of the ${wanted}`, spoiled: true, over: arrival.kind === "end" };
    } else if (unreadable) {
      return { problem: `a line that is no message came instead of the ${wanted}`, spoiled: true, over: arrival.kind === "end" };
    } else if (arrival.kind === "end") {
      return { problem: `the output ended and no ${wanted} had come`, over: true };
    } else {
      return late ? { problem: `no ${wanted} came before the answer to ${referenceWords(step.before ?? "")}` } : { problem: `no ${wanted} came` };
    }
  }
}

function take(line: JsonObject, step: Receive, awaited: string[] | undefined, session: Session): void {
  const place = awaited?.indexOf(answeredId(line)) ?? -1;
  if (place >= 0) awaited?.splice(place, 1);
  if (typeof line.type === "string" && !session.taken.has(line.type)) session.taken.set(line.type, line);
  const name = step.receive.as;
  if (name !== undefined && typeof line.id === "string") session.names.set(name, [...(session.names.get(name) ?? []), line.id]);
}

/** Whether a terminal message for the named message has come that no step has taken yet. */
function answered(reference: string, session: Session): boolean {
  const ids = namedIds(reference, session.names);
  return session.untaken.some((line) => isTerminal(line) && ids.includes(answeredId(line)));
}

/** Whether it is an answer that does not name what it answers: a result about no invoke, or an error about nothing, but for those that are about a line without a name. */
function namesNothing(line: JsonObject, names: Session["names"]): boolean {
  const isKnown = line.replyTo !== undefined && [...names].some(([name, ids]) => (line.type === "error" || !openingNames.has(name)) && ids.includes(answeredId(line)));
  const code = member(line.payload, "code");
  return isTerminal(line) && !isKnown && !(line.type === "error" && typeof code === "string" && unaddressedCodes.has(code));
}

/** Whether it does not say what kind of answer it is: it is of a type that there is not, or an error without a code. */
function isUntold({ type, payload }: JsonObject): boolean {
  return (typeof type === "string" && !Object.hasOwn(senders, type)) || (type === "error" && typeof member(payload, "code") !== "string");
}

function isTerminal({ type }: JsonObject): boolean {
  return type === "result" || type === "error";
}

async function quiet(milliseconds: number, link: Link, session: Session): Promise<StepResult> {
  const arrival = await link.next(milliseconds, "quiet");
  if (arrival.kind === "deadline") return fine;
  if (arrival.kind === "end") return { problem: "the output ended where there should have been silence", over: true };
  if (arrival.line.value !== undefined) session.untaken.push(arrival.line.value);
  return { problem: "something came where there should have been silence" };
}

async function awaitEnd(without: Pattern | undefined, link: Link, options: PlayOptions, session: Session): Promise<StepResult> {
  for (;;) {
    const arrival = await link.next(options.patience, "end");
    if (arrival.kind === "deadline") return { problem: "the other side did not close" };
    if (arrival.kind === "line") {
      if (arrival.line.value !== undefined) session.untaken.push(arrival.line.value);
      continue;
    }
    const unwanted = without !== undefined && session.untaken.some((line) => fits(line, without, session.names));
    return unwanted ? { problem: `${articleFor(describePattern(without))} came` } : fine;
  }
}

async function awaitExit({ status, withinMs }: Extract<Step, { exit: unknown }>["exit"], link: Link, options: PlayOptions, session: Session): Promise<StepResult> {
  const { exit, lines } = await link.exit(withinMs ?? options.patience);
  for (const { value } of lines) if (value !== undefined) session.untaken.push(value);
  if (exit === undefined) return { problem: "it did not exit" };
  if (status === "any") return { over: true };
  if (exit.code === null) return { problem: "a signal ended it", over: true };
  if (status === "non-zero" ? exit.code === 0 : exit.code !== status) return { problem: `it exited with status ${exit.code}`, over: true };
  return { over: true };
}

function describeLine(line: JsonObject): string {
  const code = isObject(line.payload) ? line.payload.code : undefined;
  if (line.type === "error" && typeof code === "string" && /^[A-Z_0-9]{1,64}$/.test(code)) return `error ${code}`;
  return typeof line.type === "string" && /^[a-z_]{1,32}$/.test(line.type) ? line.type : "line that is no message";
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function articleFor(what: string): string {
  return `${/^[aeiou]/.test(what) ? "an" : "a"} ${what}`;
}
