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

/** What `$op`, `$args`, `$badArgs` and `$slowArgs` stand for while a case is played with one operation. */
export type SubjectValues = Readonly<Record<string, JsonValue>>;

/** What a case is played with, one after another; there is at least one. */
export type Subjects = { readonly found: true; readonly each: readonly [SubjectValues, ...SubjectValues[]] } | { readonly found: false; readonly reason: string };

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

/** Chooses the samples for a case by what the adapter declares: all given ones that have what the case needs, or else the first of the known ones. */
export function chooseSubjects(needs: Needs | undefined, { capabilities, limit }: Survey, samples: readonly Sample[]): Subjects {
  if (needs === undefined) return { found: true, each: [{}] };
  if (needs.lineBytes !== undefined && needs.lineBytes > limit) return missing(`The adapter takes lines of at most ${limit} bytes.`);
  const declared = declaredCapabilities(capabilities);
  if (needs.operation !== undefined && !declared.has(needs.operation)) return missing(`The adapter does not declare ${needs.operation}.`);
  if (needs.sample === undefined) return { found: true, each: [{}] };
  const wanted = needs.sample;
  const isFit = (sample: Sample): boolean => (needs.operation ?? sample.op) === sample.op && sample[wanted] !== undefined && fitsNeeds(declared.get(sample.op), needs);
  const given = samples.filter(isFit);
  const [first, ...more] = (given.length > 0 ? given : knownSamples.filter(isFit).slice(0, 1)).map(valuesOf);
  if (first !== undefined) return { found: true, each: [first, ...more] };
  const { flag, schema } = needs;
  if (![...declared.values()].some((capability) => fitsNeeds(capability, needs))) {
    return missing(flag === undefined ? `No operation declares ${schema ?? "anything"}.` : `No operation is declared ${flag === "progress" ? "with progress" : "cancellable"}.`);
  }
  return missing(`No ${wanted} are known for a declared operation${flag === undefined ? "" : ` with ${flag}`}; --samples gives them.`);
}

function missing(reason: string): Subjects {
  return { found: false, reason };
}

function fitsNeeds(capability: JsonObject | undefined, { flag, schema }: Needs): boolean {
  return capability !== undefined && (flag === undefined || capability[flag] === true) && (schema === undefined || capability[schema] !== undefined);
}

function valuesOf({ op, args, badArgs, slowArgs }: Sample): SubjectValues {
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
