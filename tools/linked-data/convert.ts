import { createHash } from "node:crypto";
import { isArray, isObject, member, type JsonObject, type JsonValue } from "../json/value.ts";
import { canonize } from "./canonize.ts";
import { firstDifference } from "./difference.ts";
import { unwrapLiterals, wrapLiterals } from "./json_literals.ts";
import { labellingWork } from "./labelling_work.ts";
import { offlineLoader } from "./loader.ts";
import { loadProcessor, type RdfQuad } from "./processor.ts";
import { rebuildTree } from "./rebuild.ts";
import { countValues, keyDisguise, loneSurrogate, unusedKey } from "./representable.ts";
import { withoutUnmapped } from "./unmapped.ts";

/** How the documents of a family become linked data. */
export interface Mapping {
  /** The IRI of the context. It is applied to the document, which need not name it. */
  readonly context: string;
  /** The contexts that may be used, by IRI; nothing else is ever loaded. */
  readonly known: ReadonlyMap<string, JsonObject>;
  /** Paths of properties that are declared to have no meaning as linked data; see `withoutUnmapped`. */
  readonly unmapped: readonly string[];
}

/** A document as linked data. That it can be rebuilt from its quads has been checked. */
export interface LinkedDocument {
  /** JSON-LD 1.1, expanded. */
  readonly expanded: readonly JsonValue[];
  /** The document itself, with `@context` as its first member. */
  readonly compacted: JsonObject;
  readonly quads: readonly RdfQuad[];
}

/** The document has no faithful form as linked data. */
export class LinkedDataError extends Error {
  override readonly name = "LinkedDataError";
  /** Where in the document, as an RFC 6901 pointer; undefined when the place is not known. */
  readonly pointer: string | undefined;
  constructor(message: string, pointer?: string) {
    super(message);
    this.pointer = pointer;
  }
}

/**
 * The most steps that labelling blank nodes may take, as `labellingWork` counts them: a few seconds. Their number grows with the square of a
 * list's length, because RDF has no lists but chains of blank nodes: a list of 1000 lanes, steps or equal evidence keys stays below it.
 */
export const maximumLabellingWork = 1_100_000;

/** The most values that a document may hold to become linked data; jsonld takes up to a millisecond for an object. */
const maximumValues = 50_000;

/**
 * Expands a document and proves that nothing was lost: compacting the result, and compacting what its RDF quads say, both give the document
 * back. Throws a `LinkedDataError` when they do not.
 */
export async function linkDocument(document: JsonValue, mapping: Mapping): Promise<LinkedDocument> {
  refuseUnfit(document, mapping);
  const processor = await loadProcessor();
  const options = { safe: true, documentLoader: offlineLoader(mapping.known), base: null } as const;
  const meaningful = withoutUnmapped(document, mapping.unmapped) as JsonObject;
  const { expanded, quads, compactForm, rebuiltForm } = await explained(mapping, async () => {
    const disguise = keyDisguise(meaningful);
    const plain = await processor.expand(disguise?.hide(meaningful) ?? meaningful, { ...options, expandContext: mapping.context });
    const expanded = disguise === undefined ? plain : plain.map(disguise.restore);
    const quads = await processor.toRDF(expanded, { ...options, skipExpansion: true });
    const marker = unusedKey(meaningful, "JSON literal");
    const compact = async (nodes: readonly JsonValue[]): Promise<JsonObject> => {
      const wrapped = nodes.map((node) => wrapLiterals(node, marker));
      return unwrapLiterals(await processor.compact(wrapped, mapping.context, { ...options, skipExpansion: true }), marker);
    };
    const rebuilt = rebuildTree(await processor.fromRDF(quads, { ...options, useNativeTypes: true }), member(expanded[0], "@id"));
    return { expanded, quads, compactForm: await compact(expanded), rebuiltForm: await compact(rebuilt) };
  });
  const wanted = { ...meaningful, "@context": mapping.context };
  for (const form of [compactForm, rebuiltForm]) {
    const lost = firstDifference(wanted, form);
    if (lost !== undefined) {
      throw new LinkedDataError(`The context <${mapping.context}> does not keep this value as it is, so linked data would say something else.`, lost);
    }
  }
  return { expanded, compacted: { "@context": mapping.context, ...meaningful }, quads };
}

/** Throws a `LinkedDataError` for a document that is not even to be tried. */
function refuseUnfit(document: JsonValue, mapping: Mapping): void {
  if (!isObject(document)) throw new LinkedDataError("Only an object has a meaning as linked data; this document is none.", "");
  const named = member(document, "@context");
  if (named !== undefined && named !== mapping.context) {
    throw new LinkedDataError(`Only the context <${mapping.context}> says what this document means, and no other is ever fetched. Leave \`@context\` out, or name that one.`, "/@context");
  }
  if (countValues(document, maximumValues) > maximumValues) {
    throw new LinkedDataError(`The document holds more than ${maximumValues} values, more than linked data is made for in reasonable time. Split it.`, "");
  }
  const broken = loneSurrogate(document);
  if (broken !== undefined) {
    throw new LinkedDataError("The text holds half of a surrogate pair, which has no UTF-8 form, so a digest could not see it. Write whole characters.", broken);
  }
}

/** The canonical N-Quads (RDFC-1.0). Throws a `LinkedDataError` when the document's parts are too much alike for labelling them in bounded time. */
export async function canonicalNQuads(linked: LinkedDocument): Promise<string> {
  if (labellingWork(linked.quads) > maximumLabellingWork) {
    throw new LinkedDataError(
      "A list of the document is so long that labelling its parts canonically (RDFC-1.0) would take too long: the work grows with the square of a list's length. Keep lists of lanes, steps and repeated evidence keys below about 1000 items, or split the document.",
    );
  }
  // The work is bounded above; this is the belt to that brace.
  return await canonize(linked.quads, maximumLabellingWork);
}

/** `sha256:` and the digest of canonical N-Quads, in lowercase hexadecimal. */
export function digestOfNQuads(nquads: string): string {
  return `sha256:${createHash("sha256").update(nquads, "utf8").digest("hex")}`;
}

/** Turns what jsonld throws into a `LinkedDataError` that says what happened. */
async function explained<Result>(mapping: Mapping, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw new LinkedDataError(explain(error, mapping));
  }
}

function explain(error: unknown, mapping: Mapping): string {
  if (!(error instanceof Error)) return `The document has no form as linked data: ${String(error)}`;
  const details: unknown = Reflect.get(error, "details");
  const cause: unknown = read(details, "cause");
  if (cause instanceof Error) return cause.message;
  const event = read(details, "event");
  const property = read(read(event, "details"), "property");
  if (typeof property === "string") {
    return `${JSON.stringify(property)} has no meaning in the context <${mapping.context}>, so it would be dropped without a word.`;
  }
  const reason = read(event, "message");
  return `The document has no form as linked data: ${typeof reason === "string" ? reason : error.message}`;
}

function read(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null && !isArray(value as JsonValue) ? Reflect.get(value, key) : undefined;
}
