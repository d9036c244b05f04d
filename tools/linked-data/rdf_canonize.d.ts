/** The part of rdf-canonize 5 that is used here: it comes without types. */
declare module "rdf-canonize/lib/RDFC10.js" {
  import type { Quad } from "rdf-canonize";

  /** Gives blank nodes identifiers in the order in which it is asked for them. */
  export interface IdentifierIssuer {
    getId(node: string): string;
    hasId(node: string): boolean;
  }

  /** What the walk around a blank node comes to. */
  export interface Walk {
    readonly hash: string;
    readonly issuer: IdentifierIssuer;
  }

  export default class RDFC10 {
    constructor(options: { readonly maxDeepIterations: number });
    readonly canonicalIssuer: IdentifierIssuer;
    readonly blankNodeInfo: ReadonlyMap<string, { readonly quads: ReadonlySet<Quad>; readonly hash: string }>;
    remainingDeepIterations: number;
    /** The canonical N-Quads of a dataset. */
    main(quads: readonly Quad[]): Promise<string>;
    hashNDegreeQuads(node: string, issuer: IdentifierIssuer): Promise<Walk>;
  }
}

declare module "rdf-canonize" {
  export interface Term {
    readonly termType: string;
    readonly value: string;
  }

  export interface Quad {
    readonly subject: Term;
    readonly predicate: Term;
    readonly object: Term;
    readonly graph: Term;
  }

  export function canonize(quads: readonly Quad[], options: { readonly algorithm: "RDFC-1.0"; readonly maxDeepIterations: number }): Promise<string>;
}
