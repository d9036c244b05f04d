import { member } from "../json/value.ts";
import type { Answers, Run, Terminal } from "./answers.ts";
import { firstAfter } from "./conversation.ts";
import type { Conversation } from "./conversation.ts";
import type { Knowledge, Observation } from "./observation.ts";
import { fails, passes } from "./observation.ts";
import { secretMark } from "./redaction.ts";
import { peculiarities, streamDuration } from "./stimulus.ts";

/** What the rest of the session says about one invoke. */
interface Context {
  /** Whether a missing answer is this invoke's to miss. */
  readonly missing: boolean;
  /** Whether a line before it was answered with an error. */
  readonly afterRefusal: boolean;
}

/** What a transcript shows about one invoke that the adapter has to run. */
export function judgeRun(conversation: Conversation, knowledge: Knowledge, answers: Answers, run: Run, context: Context): Observation[] {
  const terminals = answers.terminals(run.invoke.id).filter(({ n }) => n > run.line.n);
  const [first, second] = terminals;
  const circumstances = circumstancesOf(conversation, answers, run, first, context);
  if (first === undefined) {
    const [requirement = "IPC-INV-001"] = circumstances;
    return context.missing && !answers.maybeAfter(run.line.n) ? [fails(requirement, "The invoke has no terminal message.", run.line.n)] : [];
  }
  const repeated = (conversation.sent.get(run.invoke.id) ?? []).length > 1;
  const found: Observation[] = [];
  const unusual = peculiarities(run.line);
  const refusedBy = first.message.type === "error" && first.message.payload.code.startsWith("IPC_") ? first.message.payload.code : undefined;
  for (const requirement of circumstances.length === 0 ? ["IPC-INV-001"] : circumstances) {
    const spoiled = refusedBy !== undefined && unusual.includes(requirement);
    found.push(spoiled ? fails(requirement, `The message was refused with ${refusedBy}.`, first.n) : passes(requirement, "The invoke was answered.", first.n));
  }
  const once = circumstances.includes("IPC-CP-002") ? "IPC-CP-002" : "IPC-INV-002";
  if (second === undefined) found.push(passes(once, "The invoke has one terminal message.", first.n));
  else if (!repeated) found.push(fails(once, "The invoke has a second terminal message.", second.n));
  return [...found, ...judgeTiming(conversation, run, first), ...(refusedBy === undefined ? judgeResult(conversation, knowledge, run, first) : [])];
}

/** What is special about the invoke: the requirements that say it is answered all the same, the closest first. */
function circumstancesOf(conversation: Conversation, answers: Answers, run: Run, first: Terminal | undefined, context: Context): string[] {
  const { line } = run;
  const end = first?.n ?? Infinity;
  const found = [...peculiarities(line)];
  if (mustTimeOut(run)) found.push("IPC-INV-011");
  if (cancelOf(conversation, run, first) !== undefined) found.push("IPC-CP-002");
  const closing = firstAfter(conversation.endsOfInput, line.n)?.n ?? Infinity;
  // Where the answer was waited for in vain first, the end of input is not what it was lost to.
  if (closing < end && (firstAfter(conversation.deadlines, line.n)?.n ?? Infinity) > closing) found.push("IPC-LC-003");
  if (answers.overlaps(run)) found.push("IPC-INV-008");
  if (context.afterRefusal) found.push("IPC-ERR-004");
  return found;
}

/** The number of the cancel that came while the invoke ran. */
function cancelOf(conversation: Conversation, { line, invoke }: Run, first: Terminal | undefined): number | undefined {
  const cancel = firstAfter(conversation.cancels.get(invoke.id) ?? [], line.n);
  return cancel !== undefined && cancel.n < (first?.n ?? Infinity) ? cancel.n : undefined;
}

/** Only of `text.stream` it is known how long it runs. */
function mustTimeOut({ invoke }: Run): boolean {
  const duration = streamDuration(invoke);
  const { timeoutMs } = invoke.payload;
  return duration !== undefined && timeoutMs !== undefined && duration >= 2 * timeoutMs + 200;
}

function judgeTiming(conversation: Conversation, run: Run, terminal: Terminal): Observation[] {
  const { n, message } = terminal;
  const code = message.type === "error" ? message.payload.code : "a result";
  const capability = conversation.declaration?.operations.get(run.invoke.payload.op);
  const cancelled = cancelOf(conversation, run, terminal);
  if (cancelled !== undefined && capability?.cancellable === true && (streamDuration(run.invoke) ?? 0) >= 1000) {
    return [code === "ADAPTER_CANCELLED" ? passes("IPC-CP-003", "The invoke ended in ADAPTER_CANCELLED.", n) : fails("IPC-CP-003", `The cancelled invoke ended in ${code}.`, n)];
  }
  if (cancelled !== undefined || !mustTimeOut(run)) return [];
  if (code !== "ADAPTER_TIMEOUT") return [fails("IPC-INV-011", `The invoke ended in ${code} after its time limit.`, n)];
  const retryable = message.type === "error" && message.payload.retryable;
  return [retryable ? passes("IPC-INV-011", "The invoke ended in ADAPTER_TIMEOUT.", n) : fails("IPC-INV-011", "ADAPTER_TIMEOUT is not retryable.", n)];
}

function judgeResult(conversation: Conversation, { schemas }: Knowledge, run: Run, terminal: Terminal): Observation[] {
  const { n, message } = terminal;
  const { op, args, timeoutMs } = run.invoke.payload;
  const found: Observation[] = [];
  const capability = conversation.declaration?.operations.get(op);
  if (message.type === "result" && message.payload.ok) {
    if (schemas !== undefined && capability?.outputSchema !== undefined && schemas.isSchema(capability.outputSchema)) {
      const valid = schemas.accepts(capability.outputSchema, message.payload.data);
      found.push(valid ? passes("IPC-INV-010", "The data is valid by the outputSchema.", n) : fails("IPC-INV-010", "The data is not valid by the outputSchema.", n));
    }
    if (capability?.progress === true) {
      const [told] = conversation.progress.get(run.invoke.id) ?? [];
      found.push(told !== undefined && told.n < n ? passes("IPC-CP-005", "The operation reported progress.", n) : fails("IPC-CP-005", "The operation reported no progress.", n));
    }
  }
  const { text } = args;
  if (op !== "text.caps" || typeof text !== "string" || text.includes(secretMark) || timeoutMs !== undefined || cancelOf(conversation, run, terminal) !== undefined) return found;
  const requirement = /[^\u0000-\u007f]/.test(text) ? "IPC-INV-009" : "IPC-INV-007";
  if (message.type === "error") {
    const tooLarge = message.payload.code === "ADAPTER_RESULT_TOO_LARGE";
    return tooLarge ? found : [...found, fails(requirement, `text.caps ended in ${message.payload.code}.`, n)];
  }
  const { ok, data } = message.payload;
  if (data === undefined && terminal.fault !== undefined) return found;
  const upper = ok && data !== undefined ? member(data, "text") : undefined;
  return [...found, upper === text.toUpperCase() ? passes(requirement, "text.caps returned upper case.", n) : fails(requirement, "text.caps did not return the text in upper case.", n)];
}

/** Progress names an invoke that is running. */
export function progressObservations(conversation: Conversation, answers: Answers): Observation[] {
  return conversation.adapter.flatMap(({ n, message, fault, members }) => {
    if (fault?.pointer === "/replyTo" && members?.type === "progress") return [fails("IPC-CP-001", "Progress has no replyTo.", n)];
    if (message?.type !== "progress") return [];
    const [sent] = conversation.invokes.get(message.replyTo) ?? [];
    if (sent === undefined || sent.n > n) return [fails("IPC-CP-001", "Progress names no invoke of the runner.", n)];
    const [terminal] = answers.terminals(message.replyTo);
    return [terminal !== undefined && terminal.n < n ? fails("IPC-CP-001", "Progress came after the terminal message.", n) : passes("IPC-CP-001", "Progress names a running invoke.", n)];
  });
}
