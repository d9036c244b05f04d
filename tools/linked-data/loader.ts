import { contexts } from "../generated/contexts.ts";
import type { JsonObject } from "../json/value.ts";

/** What jsonld asks of a document loader. */
export type DocumentLoader = (url: string) => Promise<{ readonly contextUrl: null; readonly documentUrl: string; readonly document: JsonObject }>;

/** A context was asked for that this project does not publish. */
export class UnknownContextError extends Error {
  override readonly name = "UnknownContextError";
}

/**
 * A document loader that never reaches out: it knows the contexts of this repository by their IRIs and refuses all else.
 * `known` maps an IRI to the context document.
 */
export function offlineLoader(known: ReadonlyMap<string, JsonObject> = contexts): DocumentLoader {
  return (url) => {
    const document = known.get(url);
    if (document === undefined) {
      const list = [...known.keys()].map((iri) => `<${iri}>`).join(", ");
      return Promise.reject(
        new UnknownContextError(`The context <${url}> is not one of this repository's, and nothing is ever fetched. Use one of ${list}, or leave \`@context\` out.`),
      );
    }
    return Promise.resolve({ contextUrl: null, documentUrl: url, document });
  };
}
