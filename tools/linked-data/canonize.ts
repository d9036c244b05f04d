import { createHash } from "node:crypto";
import RDFC10, { type IdentifierIssuer, type Walk } from "rdf-canonize/lib/RDFC10.js";
import type { RdfQuad } from "./processor.ts";

/** The canonical N-Quads (RDFC-1.0) of a dataset whose labelling takes at most `maximumWalks` steps; see `labellingWork`. */
export async function canonize(quads: readonly RdfQuad[], maximumWalks: number): Promise<string> {
  return await new ListCanonizer({ maxDeepIterations: maximumWalks }).main(quads);
}

/**
 * RDFC-1.0 for data that is mostly lists. To label a list, its cells are walked from each of them, and rdf-canonize copies all identifiers issued so
 * far at each step of each walk, to go back to when it tries the next order of the neighbours. Where there is one order only, as in a list,
 * nothing goes back, and nothing is copied here.
 */
class ListCanonizer extends RDFC10 {
  private readonly relatedHashes = new Map<string, string>();

  /** RDFC-1.0, section 4.8, Hash N-Degree Quads. */
  override async hashNDegreeQuads(node: string, issuer: IdentifierIssuer): Promise<Walk> {
    const related = this.relatedNodes(node, issuer);
    if (related === undefined || this.remainingDeepIterations === 0) return await super.hashNDegreeQuads(node, issuer);
    this.remainingDeepIterations--;
    // Walks lead as deep as a list is long; what runs behind an await has the stack to itself.
    await Promise.resolve();
    const data = createHash("sha256");
    let current = issuer;
    for (const [hash, neighbour] of [...related].sort(([one], [other]) => (one < other ? -1 : 1))) {
      data.update(hash);
      if (this.canonicalIssuer.hasId(neighbour)) {
        data.update(`_:${this.canonicalIssuer.getId(neighbour)}`);
        continue;
      }
      const isNew = !current.hasId(neighbour);
      const identifier = `_:${current.getId(neighbour)}`;
      data.update(identifier);
      if (!isNew) continue;
      const walk = await this.hashNDegreeQuads(neighbour, current);
      data.update(`${identifier}<${walk.hash}>`);
      current = walk.issuer;
    }
    return { hash: data.digest("hex"), issuer: current };
  }

  /** The blank nodes beside `node` by their hashes (section 4.7); undefined where several have one hash, and so more than one order. */
  private relatedNodes(node: string, issuer: IdentifierIssuer): Map<string, string> | undefined {
    const related = new Map<string, string>();
    for (const { subject, predicate, object, graph } of this.blankNodeInfo.get(node)?.quads ?? []) {
      if (graph.termType === "BlankNode") return undefined;
      for (const [position, term] of [["s", subject], ["o", object]] as const) {
        if (term.termType !== "BlankNode" || term.value === node) continue;
        const hash = this.relatedHash(`${position}<${predicate.value}>${this.identifierOf(term.value, issuer)}`);
        if (related.has(hash)) return undefined;
        related.set(hash, term.value);
      }
    }
    return related;
  }

  private identifierOf(node: string, issuer: IdentifierIssuer): string {
    if (this.canonicalIssuer.hasId(node)) return `_:${this.canonicalIssuer.getId(node)}`;
    if (issuer.hasId(node)) return `_:${issuer.getId(node)}`;
    return this.blankNodeInfo.get(node)?.hash ?? "";
  }

  /** Every walk meets the same few neighbours under the same few identifiers. */
  private relatedHash(input: string): string {
    let hash = this.relatedHashes.get(input);
    if (hash === undefined) this.relatedHashes.set(input, (hash = createHash("sha256").update(input, "utf8").digest("hex")));
    return hash;
  }
}
