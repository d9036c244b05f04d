import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import { canonicalJson, digest } from "../../../tools/protocol/canonical.ts";
import { transcriptFile } from "../../../tools/protocol/kept_files.ts";
import type { MessageOf, MessageType } from "../../../tools/protocol/messages.ts";
import type { TranscriptEntry } from "../../../tools/protocol/transcript.ts";
import { outcomeOf, wellFormedMessage } from "./outcome.ts";

/** What a receipt says that its transcript does not. Everything is redacted already. */
export interface RunFacts {
  /** The argument vector in its portable form. */
  readonly command: readonly string[];
  readonly operation: string;
  readonly args: JsonObject;
  readonly timeoutMs?: number;
  /** The digest of the contract's bytes. */
  readonly contractDigest?: string;
  /** The names of the secrets. */
  readonly redacted: readonly string[];
}

/**
 * The run-receipt.v0 of a run (schemas/ipc/v0/run-receipt.schema.json). It is a function of the transcript and the facts, so that whoever has both can
 * make it again and compare.
 */
export function receiptOf(facts: RunFacts, transcript: { readonly entries: readonly TranscriptEntry[]; readonly text: string }): JsonObject {
  const { entries, text } = transcript;
  const capabilities = messageOf(entries, "adapter", "capabilities")?.payload;
  const outcome = outcomeOf(entries, facts.operation);
  const receipt = {
    v: "run-receipt.v0",
    ...(facts.contractDigest === undefined ? {} : { contract: { digest: facts.contractDigest } }),
    adapter: {
      name: capabilities?.adapter.name ?? null,
      version: capabilities?.adapter.version ?? null,
      command: { argv: facts.command, digest: digestOf(facts.command) },
    },
    capabilities: {
      declared: capabilities?.capabilities.map(({ name }) => name) ?? [],
      accepted: messageOf(entries, "runner", "capabilities_ack")?.payload.accepted ?? [],
      digest: digestOf(capabilities ?? null),
    },
    invocation: withDigest({ op: facts.operation, args: facts.args, ...(facts.timeoutMs === undefined ? {} : { timeoutMs: facts.timeoutMs }) }),
    result: withDigest(outcome),
    exitCode: exitCodeOf(entries),
    transcript: { file: transcriptFile, entries: entries.length, digest: digest(text) },
    ...(facts.redacted.length === 0 ? {} : { redacted: [...facts.redacted].sort() }),
  };
  // Through its canonical form it is plain JSON, whatever types it was made of.
  return JSON.parse(canonicalJson(withDigest(receipt))) as JsonObject;
}

/** The bytes of run-receipt.json. */
export function receiptText(receipt: JsonObject): string {
  return `${canonicalJson(receipt)}\n`;
}

/** The digest of a value's canonical JSON. */
export function digestOf(value: unknown): string {
  return digest(canonicalJson(value));
}

function withDigest<Members extends object>(members: Members): Members & { readonly digest: string } {
  return { ...members, digest: digestOf(members) };
}

/** The first message of a type that one side sent. */
export function messageOf<Type extends MessageType>(entries: readonly TranscriptEntry[], from: "runner" | "adapter", type: Type): MessageOf<Type> | undefined {
  for (const entry of entries) {
    const message = wellFormedMessage(entry);
    if (message?.type === type && "from" in entry && entry.from === from) return message as MessageOf<Type>;
  }
  return undefined;
}

function exitCodeOf(entries: readonly TranscriptEntry[]): JsonValue {
  for (const entry of entries) if ("event" in entry && entry.event === "exit" && entry.process === "adapter") return entry.killed ? null : entry.code;
  return null;
}
