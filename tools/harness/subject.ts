import { isArray, isObject, member } from "../json/value.ts";
import type { JsonObject, JsonValue } from "../json/value.ts";
import { defaultMaximumLineBytes } from "../protocol/messages.ts";
import type { TranscriptEntry } from "../protocol/transcript.ts";
import type { Needs } from "./case.ts";

/** Arguments with which one operation can be tried (schemas/conformance/samples.schema.json). */
export interface Sample {
  readonly op: string;
  readonly args: JsonObject;
  readonly badArgs?: JsonObject;
  /** With these it runs for ten seconds at least. */
  readonly slowArgs?: JsonObject;
}

/** The operation that a case is played with: what `$op`, `$args`, `$badArgs` and `$slowArgs` stand for. */
export type Subject = { readonly found: true; readonly values: Readonly<Record<string, JsonValue>> } | { readonly found: false; readonly reason: string };

/** The operations that every harness knows how to try (docs/specs/ipc-v0.md, appendix). */
const knownSamples: readonly Sample[] = [
  { op: "text.caps", args: { text: "hello" }, badArgs: { text: 5 } },
  { op: "text.stream", args: { text: "hello", steps: 2, stepMs: 0 }, badArgs: { text: 5 }, slowArgs: { text: "hello", steps: 1, stepMs: 20_000 } },
];

/** What an adapter says of itself when it is greeted. */
export interface Survey {
  /** Its capabilities, where it sent any. */
  readonly capabilities: JsonObject | undefined;
  /** The longest line that it takes, in bytes. */
  readonly limit: number;
}

/** Chooses the operation for a case from what the adapter declares; the first that has all the case needs. */
export function chooseSubject(needs: Needs | undefined, { capabilities, limit }: Survey, samples: readonly Sample[]): Subject {
  if (needs === undefined) return { found: true, values: {} };
  if (needs.lineBytes !== undefined && needs.lineBytes > limit) return missing(`The adapter takes lines of at most ${limit} bytes.`);
  const declared = declaredCapabilities(capabilities);
  if (needs.operation !== undefined && !declared.has(needs.operation)) return missing(`The adapter does not declare ${needs.operation}.`);
  if (needs.sample === undefined) return { found: true, values: {} };
  const wanted = needs.sample;
  const known = [...samples, ...knownSamples].filter((sample) => declared.has(sample.op) && (needs.operation ?? sample.op) === sample.op);
  const flagged = known.filter((sample) => fitsNeeds(declared.get(sample.op), needs));
  const sample = flagged.find((candidate) => candidate[wanted] !== undefined);
  if (sample !== undefined) return { found: true, values: valuesOf(sample) };
  const { flag, schema } = needs;
  if (![...declared.values()].some((capability) => fitsNeeds(capability, needs))) {
    return missing(flag === undefined ? `No operation declares ${schema ?? "anything"}.` : `No operation is declared ${flag === "progress" ? "with progress" : "cancellable"}.`);
  }
  return missing(`No ${wanted} are known for a declared operation${flag === undefined ? "" : ` with ${flag}`}; --samples gives them.`);
}

function missing(reason: string): Subject {
  return { found: false, reason };
}

function fitsNeeds(capability: JsonObject | undefined, { flag, schema }: Needs): boolean {
  return capability !== undefined && (flag === undefined || capability[flag] === true) && (schema === undefined || capability[schema] !== undefined);
}

function valuesOf({ op, args, badArgs, slowArgs }: Sample): Record<string, JsonValue> {
  return { op, args, ...(badArgs === undefined ? {} : { badArgs }), ...(slowArgs === undefined ? {} : { slowArgs }) };
}

/** What the transcript of a session tells of the adapter; undefined where it did not come to that. */
export function surveyIn(entries: readonly TranscriptEntry[]): Survey | undefined {
  const sent = entries.flatMap((entry): JsonObject[] => {
    if (!("from" in entry) || entry.from !== "adapter" || "blank" in entry) return [];
    // An entry is made of JSON values and nothing else.
    const value = ("message" in entry ? entry.message : entry.value) as JsonValue | undefined;
    return isObject(value) ? [value] : [];
  });
  const capabilities = sent.find(({ type }) => type === "capabilities");
  const limit = member(sent.find(({ type }) => type === "hello_ack")?.payload, "maxLineBytes");
  return capabilities === undefined ? undefined : { capabilities, limit: typeof limit === "number" ? limit : defaultMaximumLineBytes };
}

/** The declared capabilities by name; the first of a name counts. */
export function declaredCapabilities(capabilities: JsonObject | undefined): ReadonlyMap<string, JsonObject> {
  const list = member(capabilities?.payload, "capabilities");
  const byName = new Map<string, JsonObject>();
  for (const capability of isArray(list) ? list : []) {
    const name = member(capability, "name");
    if (isObject(capability) && typeof name === "string" && !byName.has(name)) byName.set(name, capability);
  }
  return byName;
}
