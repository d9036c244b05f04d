import type { JsonObject, JsonValue } from "../json/value.ts";
import type { DocumentLoader } from "./loader.ts";

/** A term of an RDF quad, as the RDF/JS data model has it. */
export interface RdfTerm {
  readonly termType: "NamedNode" | "BlankNode" | "Literal" | "DefaultGraph";
  readonly value: string;
  readonly datatype?: RdfTerm;
  readonly language?: string;
}

export interface RdfQuad {
  readonly subject: RdfTerm;
  readonly predicate: RdfTerm;
  readonly object: RdfTerm;
  readonly graph: RdfTerm;
}

/** Options of every call. `safe` makes an error of whatever jsonld would otherwise drop with a warning at most. */
interface ProcessorOptions {
  readonly safe: true;
  readonly documentLoader: DocumentLoader;
  readonly base: null | "";
}

/** The part of jsonld 9 that is used here, with the options that its published types do not know. */
export interface Processor {
  expand(document: JsonValue, options: ProcessorOptions & { readonly expandContext: string }): Promise<JsonValue[]>;
  compact(expanded: readonly JsonValue[], context: string, options: ProcessorOptions & { readonly skipExpansion: true }): Promise<JsonObject>;
  toRDF(expanded: readonly JsonValue[], options: ProcessorOptions & { readonly skipExpansion: true }): Promise<RdfQuad[]>;
  fromRDF(quads: readonly RdfQuad[], options: ProcessorOptions & { readonly useNativeTypes: true }): Promise<JsonValue[]>;
}

/** Loads jsonld when it is first needed: it takes longer to load than everything else together. */
export async function loadProcessor(): Promise<Processor> {
  const module: unknown = await import("jsonld");
  const inner: unknown = Reflect.get(Object(module) as object, "default");
  for (const candidate of [module, inner]) if (isProcessor(candidate)) return candidate;
  throw new Error("jsonld does not offer the functions that linked data needs");
}

function isProcessor(candidate: unknown): candidate is Processor {
  if ((typeof candidate !== "object" && typeof candidate !== "function") || candidate === null) return false;
  return ["expand", "compact", "toRDF", "fromRDF"].every((name) => typeof Reflect.get(candidate, name) === "function");
}
