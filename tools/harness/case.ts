/** Conformance cases as data. What is written here is what schemas/conformance/case.schema.json accepts. */
import type { JsonObject, JsonValue } from "../json/value.ts";
import type { Side } from "../protocol/messages.ts";

/** One file of conformance/ipc-v0/cases: the cases of a chapter. */
export interface CaseFile {
  readonly group: string;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly id: string;
  /** The side that is judged. The harness plays the other one. */
  readonly side: Side;
  readonly title: string;
  /** The requirements that it can decide. */
  readonly decides: readonly string[];
  /** Requirements whose failure in this case is but the failure of what the case decides. */
  readonly subsumes?: readonly string[];
  /** What is wrong with what the harness does; such a case has a control that lacks only the defect. */
  readonly defect?: string;
  readonly control?: string;
  readonly needs?: Needs;
  /** Begins with a handshake and leaves the session idle, so that one process can serve many such cases. */
  readonly shared?: boolean;
  /** Environment variables of the adapter, besides those that every peer gets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Of a runner: how it must end. */
  readonly outcome?: Outcome;
  /** Of a runner: how its adapter is to be started. */
  readonly adapter?: "probe" | "missing";
  /** Of a runner: what is looked at after it ended. */
  readonly inspect?: readonly Inspection[];
  readonly steps: readonly Step[];
}

/** What the peer must have, or the case is not applicable. */
export interface Needs {
  readonly operation?: string;
  readonly flag?: "progress" | "cancellable";
  readonly sample?: "args" | "badArgs" | "slowArgs";
  readonly schema?: "inputSchema" | "outputSchema";
  /** It takes lines that are so long, in bytes. */
  readonly lineBytes?: number;
  readonly placeholders?: readonly Placeholder[];
}

export type Placeholder = "out" | "secret";

export interface Outcome {
  readonly status: "success" | "failure" | "any";
  /** It must come long before the deadline that the runner sets itself. */
  readonly promptly?: boolean;
  readonly decides?: readonly string[];
}

/** What the harness can look at besides the messages. Each names the requirement that it decides. */
export type Inspection =
  | "adapter-left-running"
  | "child-left-running"
  | "adapter-ended-by-itself"
  | "whole-environment"
  | "control-characters"
  | "secret-in-files"
  | "same-bytes-twice"
  | "transcript-form"
  | "receipt-form"
  | "receipt-exit-code";

/** A message to write. `v`, `id` and `ts` are made; a text of the form `$name` stands for what `subject.ts` and earlier steps call so, and `...$name` in a list for all its items. */
export interface Template {
  readonly type: string;
  readonly payload?: JsonValue;
  readonly replyTo?: string;
  readonly trace?: JsonValue;
  readonly set?: JsonObject;
  readonly unset?: readonly string[];
  readonly as?: string;
}

/** What a message must look like; what is not mentioned is free. */
export interface Pattern {
  readonly type?: string;
  /** null: there must be none. */
  readonly replyTo?: string | null;
  readonly payload?: JsonValue;
  readonly as?: string;
}

/** Bytes to write. Exactly one of `text`, `message` and `messages` gives them. */
export interface Raw {
  /** `{id}` and `{ts}` are filled in, `{id:name}` is the id of a named message, `{here}` is where `insert` goes. */
  readonly text?: string;
  readonly message?: Template;
  readonly messages?: readonly Template[];
  readonly insert?: { readonly text?: string; readonly base64?: string; /** So many lists, one in the other. */ readonly nest?: number };
  /** So many messages, each with an id of its own. */
  readonly repeat?: number;
  /** The line's length in bytes, or `limit` and what is added to it, to which `{pad}` is stretched. */
  readonly padTo?: number | { readonly limitPlus: number };
  readonly ending?: "lf" | "crlf" | "none";
  readonly pieceBytes?: number;
  readonly pauseMs?: number;
  readonly as?: string;
}

export interface Receive {
  readonly receive: Pattern;
  readonly decides?: readonly string[];
  readonly withinMs?: number;
  /** No other result or error may come before it. */
  readonly next?: boolean;
  /** Waiting ends soon after the answer to this message has come. */
  readonly before?: string;
}

export type Step =
  | { readonly handshake: { readonly payload?: JsonObject; readonly pieceBytes?: number; readonly pauseMs?: number }; readonly decides?: readonly string[] }
  | { readonly send: Template }
  | { readonly write: Raw }
  | Receive
  | { readonly quiet: number; readonly decides?: readonly string[] }
  /** Wait until nothing more can come; meanwhile no message that fits `without` may. */
  | { readonly awaitEnd: true; readonly without?: Pattern; readonly decides?: readonly string[] }
  | { readonly pause: number }
  | { readonly endInput: true }
  | { readonly exit: { readonly status: number | "any" | "non-zero"; readonly withinMs?: number }; readonly decides?: readonly string[] }
  | { readonly stopReading: number }
  | { readonly flood: { readonly stream: "stdout" | "stderr"; readonly bytes?: number } }
  | { readonly hang: true }
  | { readonly die: { readonly status: number } }
  | { readonly spawn: true };

/** Whether one session can play the case several times, with one sample after another: it is about any operation, and leaves the session open. */
export function canRepeat({ needs, steps }: Case): boolean {
  return needs?.sample !== undefined && needs.operation === undefined && !steps.some((step) => "endInput" in step);
}
