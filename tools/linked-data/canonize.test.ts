import fc from "fast-check";
import { canonize as canonizeByLibrary } from "rdf-canonize";
import { expect, test } from "vitest";
import { canonize } from "./canonize.ts";
import type { RdfQuad, RdfTerm } from "./processor.ts";

const enough = 1_000_000;
const defaultGraph: RdfTerm = { termType: "DefaultGraph", value: "" };
const blankNode = (number: number): RdfTerm => ({ termType: "BlankNode", value: `_:n${number}` });
const named = (name: string): RdfTerm => ({ termType: "NamedNode", value: `urn:${name}` });
const literal = (value: string): RdfTerm => ({ termType: "Literal", value, datatype: { termType: "NamedNode", value: "http://www.w3.org/2001/XMLSchema#string" } });

/** Few names, so that many nodes look alike and neighbours have several orders. */
const node = fc.nat(8).map(blankNode);
const dataset = fc.uniqueArray(
  fc.record<RdfQuad>({
    subject: node,
    predicate: fc.constantFrom("p", "q").map(named),
    object: fc.oneof({ weight: 4, arbitrary: node }, { weight: 1, arbitrary: fc.constantFrom("a", "b").map(literal) }),
    graph: fc.oneof({ weight: 9, arbitrary: fc.constant(defaultGraph) }, { weight: 1, arbitrary: node }),
  }),
  { minLength: 1, maxLength: 10, selector: (quad) => JSON.stringify(quad) },
);

const chain = fc.tuple(fc.array(fc.constantFrom("a", "b"), { minLength: 2, maxLength: 24 }), fc.boolean()).chain(([values, isRing]) => {
  const quads = values.flatMap((value, index): RdfQuad[] => {
    const first = { subject: blankNode(index), predicate: named("first"), object: literal(value), graph: defaultGraph };
    const rest = { subject: blankNode(index), predicate: named("rest"), object: blankNode((index + 1) % values.length), graph: defaultGraph };
    return index + 1 < values.length || isRing ? [first, rest] : [first];
  });
  return fc.shuffledSubarray(quads, { minLength: quads.length });
});

test.each([
  ["whatever the blank nodes are linked by", dataset],
  ["of lists and rings, in any order of the quads", chain],
])("gives the same as rdf-canonize, %s", async (_what, quads) => {
  await fc.assert(
    fc.asyncProperty(quads, async (generated) => {
      expect(await canonize(generated, enough)).toBe(await canonizeByLibrary(generated, { algorithm: "RDFC-1.0", maxDeepIterations: enough }));
    }),
  );
});

test("gives up when labelling takes more steps than allowed", async () => {
  const ring = [0, 1, 2, 3].map((index): RdfQuad => ({ subject: blankNode(index), predicate: named("next"), object: blankNode((index + 1) % 4), graph: defaultGraph }));
  await expect(canonize(ring, 3)).rejects.toThrow("exceeded");
});
