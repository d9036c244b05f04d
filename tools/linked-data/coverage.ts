import { isArray, isObject, type JsonObject, type JsonValue } from "../json/value.ts";
import { canonicalNQuads, LinkedDataError, linkDocument, type Mapping } from "./convert.ts";
import type { RdfQuad } from "./processor.ts";
import { probesOf, type Probe } from "./probes.ts";

/** A schema of a family, and how it is called in messages. */
export interface CoveredSchema {
  readonly name: string;
  readonly schema: JsonObject;
}

/** Something that a schema allows and that would be lost or changed as linked data; or a declaration that is no longer true. */
export interface CoverageGap {
  /** `schemas/...json#` and the JSON Pointer to the subschema. */
  readonly place: string;
  /** The property in a document, with `*` for every item. */
  readonly path: string;
  readonly message: string;
}

/**
 * Proves, for every property that the schemas of a family allow, that the context keeps it: a probe document that uses it must expand in safe
 * mode, come back unchanged from both its compacted form and its quads, and have canonical N-Quads that no other probe has. No IRI may be both
 * a property and a value. What is declared in `mapping.unmapped` is left out; a declaration that names no property, or a property that is
 * mapped after all, is a gap too.
 * `only` narrows the probes, for tests that ask about one term.
 */
export async function coverageGaps(schemas: readonly CoveredSchema[], mapping: Mapping, only: (probe: Probe) => boolean = () => true): Promise<CoverageGap[]> {
  const gaps: CoverageGap[] = [];
  const failed = new Set<string>();
  const declared = new Map(mapping.unmapped.map((path) => [path, { found: false, mapped: true }]));
  const complete = { ...mapping, unmapped: [] };
  const meanings: Meanings = { properties: new Set(), values: new Map() };
  for (const { name, schema } of schemas) {
    const seen = new Map<string, Probe>();
    for (const probe of probesOf(schema).filter(only)) {
      const declaration = mapping.unmapped.find((path) => probe.path === path || probe.path.startsWith(`${path}/`));
      const place = `${name}#${probe.schemaPointer}`;
      if (declaration === undefined && isBelow(probe.path, failed)) continue;
      const message = await lossOf(probe, complete, seen, (quads) => { noteMeanings(quads, { path: probe.path, place }, meanings); });
      const state = declaration === undefined ? undefined : declared.get(declaration);
      if (state !== undefined) {
        state.found = true;
        if (message !== undefined) state.mapped = false;
      } else if (message !== undefined) {
        failed.add(probe.path);
        gaps.push({ place, path: probe.path, message: `${message} Map it in <${mapping.context}>, or declare it in contexts/unmapped.json with a reason.` });
      }
    }
  }
  for (const [iri, { place, path }] of meanings.values) {
    if (!meanings.properties.has(iri)) continue;
    gaps.push({ place, path, message: `<${iri}> is a property, and here it is a value as well. Give the value a term of its own in the scoped context of its property.` });
  }
  for (const [path, { found, mapped }] of declared) {
    if (found && !mapped) continue;
    const message = found ? "is declared unmapped, but the context keeps it" : "is declared unmapped, but no schema of the family has it";
    gaps.push({ place: "contexts/unmapped.json", path, message: `${path} ${message}. Remove the declaration.` });
  }
  return gaps;
}

/** The IRIs that documents use as properties, and as values with the place of the first use. */
interface Meanings {
  readonly properties: Set<string>;
  readonly values: Map<string, { readonly place: string; readonly path: string }>;
}

function noteMeanings(quads: readonly RdfQuad[], where: { readonly place: string; readonly path: string }, meanings: Meanings): void {
  for (const { predicate, object } of quads) {
    meanings.properties.add(predicate.value);
    if (object.termType === "NamedNode" && !meanings.values.has(object.value)) meanings.values.set(object.value, where);
  }
}

function isBelow(path: string, failed: ReadonlySet<string>): boolean {
  for (const other of failed) if (path === other || path.startsWith(`${other}/`)) return true;
  return false;
}

async function lossOf(probe: Probe, mapping: Mapping, seen: Map<string, Probe>, note: (quads: readonly RdfQuad[]) => void): Promise<string | undefined> {
  try {
    const linked = await linkDocument(probe.document, mapping);
    note(linked.quads);
    const nquads = await canonicalNQuads(linked);
    const twin = seen.get(nquads);
    seen.set(nquads, probe);
    if (twin === undefined || canonical(twin.document) === canonical(probe.document)) return undefined;
    return `With ${probe.about} it says the same as ${twin.path === "" ? "the document" : twin.path} with ${twin.about}.`;
  } catch (error) {
    if (!(error instanceof LinkedDataError)) throw error;
    return `With ${probe.about}: ${error.message}`;
  }
}

/** JSON with sorted keys, so that equal documents are equal texts. */
function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_key, member: JsonValue) =>
    isObject(member) && !isArray(member) ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1))) : member,
  );
}

/** One term of a context, at any depth of scoped contexts. */
export interface ContextTerm {
  /** The names from the outermost context inwards. */
  readonly path: readonly string[];
  /** The context document without this term. */
  readonly without: JsonObject;
}

/** Every term that a context document defines, each with the document that lacks it. Keyword settings such as `@version` are not terms. */
export function contextTerms(document: JsonObject): readonly ContextTerm[] {
  const terms: ContextTerm[] = [];
  collect(document, [], (replacement) => replacement, terms);
  return terms;
}

function collect(holder: JsonObject, path: readonly string[], rebuild: (holder: JsonObject) => JsonObject, terms: ContextTerm[]): void {
  const context = holder["@context"];
  const parts = isArray(context) ? context : [context];
  for (const [index, part] of parts.entries()) {
    if (!isObject(part)) continue;
    const withPart = (changed: JsonObject): JsonObject => rebuild({ ...holder, "@context": isArray(context) ? context.with(index, changed) : changed });
    for (const [term, definition] of Object.entries(part)) {
      if (term.startsWith("@") && term !== "@type") continue;
      terms.push({ path: [...path, term], without: withPart(Object.fromEntries(Object.entries(part).filter(([key]) => key !== term))) });
      if (isObject(definition)) collect(definition, [...path, term], (changed) => withPart({ ...part, [term]: changed }), terms);
    }
  }
}
