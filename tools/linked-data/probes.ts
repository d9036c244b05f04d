import { childPointer } from "../json/pointer.ts";
import { isArray, isObject, type JsonObject, type JsonValue } from "../json/value.ts";

/** A small document that exercises one thing which a schema allows. It need not be valid: it holds little but the way to that thing. */
export interface Probe {
  /** Where the schema allows it: the pointer to the property's (or the item's) subschema. */
  readonly schemaPointer: string;
  /** Where it stands in a document, with `*` in the place of an array's index; "" is the root. */
  readonly path: string;
  /** What is tried, as a reader would say it. */
  readonly about: string;
  readonly document: JsonValue;
}

/** A subschema and the pointer to it. */
interface Facet {
  readonly schema: JsonObject;
  readonly pointer: string;
}

interface Place {
  readonly facets: readonly Facet[];
  readonly path: string;
  readonly schemaPointer: string;
  /** Puts a value of this place into a document. */
  readonly wrap: (value: JsonValue) => JsonValue;
  /** Subschemas on the way here: a schema that refers to itself is followed once. */
  readonly above: ReadonlySet<JsonObject>;
}

/** Stands for the items of an array whose items may be anything; one object, so that arrays of arrays end. */
const anySchema: JsonObject = {};

/**
 * Probes for everything that a JSON Schema (2020-12) allows: every property at every depth, in every branch of `allOf`, `anyOf`, `oneOf` and
 * `if`; every member of an enumeration; empty objects, empty arrays, order and repetition where they are allowed, null and numbers where they are.
 */
export function probesOf(schema: JsonObject): readonly Probe[] {
  const probes: Probe[] = [];
  const root: Facet = { schema, pointer: "" };
  visit({ facets: [root], path: "", schemaPointer: "", wrap: (value) => value, above: new Set() }, schema, probes);
  return probes;
}

function visit(place: Place, root: JsonObject, probes: Probe[]): void {
  const choices = alternatives(place.facets, root);
  for (const facets of choices) {
    // What says nothing by itself but offers branches is no alternative of its own.
    if (facets === choices[0] && choices.length > 1 && typesOf(facets).size === allTypes.length) continue;
    if (facets.some(({ schema }) => place.above.has(schema))) continue;
    const above = new Set([...place.above, ...facets.map(({ schema }) => schema)]);
    const here = { ...place, facets, above };
    const add = (about: string, value: JsonValue): void => {
      probes.push({ schemaPointer: place.schemaPointer, path: place.path, about, document: place.wrap(value) });
    };
    const types = typesOf(facets);
    if (types.has("object")) visitObject(here, root, probes, add);
    if (types.has("array")) visitArray(here, root, probes, add);
    for (const value of scalars(facets, types, root)) add(`the value ${JSON.stringify(value)}`, value);
  }
}

function visitObject(place: Place, root: JsonObject, probes: Probe[], add: (about: string, value: JsonValue) => void): void {
  const properties = new Map<string, Facet[]>();
  for (const facet of place.facets) {
    for (const [key, schema] of Object.entries(objectAt(facet.schema, "properties"))) {
      if (!isObject(schema)) continue;
      const found = properties.get(key) ?? [];
      found.push({ schema, pointer: childPointer(childPointer(facet.pointer, "properties"), key) });
      properties.set(key, found);
    }
  }
  const constants: Record<string, JsonValue> = {};
  for (const [key, facets] of properties) {
    const constant = constantOf(facets, root);
    if (constant !== undefined) constants[key] = constant;
  }
  add("an object without other properties", constants);
  if (!place.facets.some((facet) => isClosed(facet.schema, root))) add("a property that the schema does not name", { ...constants, "a.property": "text" });
  for (const [key, facets] of properties) {
    visit(
      {
        facets,
        path: childPointer(place.path, key),
        schemaPointer: facets[0]?.pointer ?? "",
        wrap: (value) => place.wrap({ ...constants, [key]: value }),
        above: place.above,
      },
      root,
      probes,
    );
  }
}

function visitArray(place: Place, root: JsonObject, probes: Probe[], add: (about: string, value: JsonValue) => void): void {
  const number = (key: string): number | undefined => {
    const found = place.facets.map(({ schema }) => schema[key]).find((value) => typeof value === "number");
    return typeof found === "number" ? found : undefined;
  };
  const itemFacets = place.facets.flatMap(({ schema, pointer }): Facet[] => {
    const items = schema.items;
    return isObject(items) ? [{ schema: items, pointer: `${pointer}/items` }] : [];
  });
  const unordered = place.facets.some(({ schema }) => schema.uniqueItems === true);
  if ((number("minItems") ?? 0) === 0) add("an empty array", []);
  const item: Place = {
    facets: itemFacets.length === 0 ? [{ schema: anySchema, pointer: place.schemaPointer }] : itemFacets,
    path: childPointer(place.path, "*"),
    schemaPointer: itemFacets[0]?.pointer ?? place.schemaPointer,
    wrap: (value) => place.wrap([value]),
    above: place.above,
  };
  const first = probes.length;
  visit(item, root, probes);
  // Two different items, taken from the probes of one item, show whether order and repetition survive.
  const items = probes.slice(first).flatMap((probe) => (probe.path === item.path ? [probe.document] : []));
  const inner = items.map((document) => valueAt(document, item.path));
  const [one, other] = [inner[0], inner.at(-1)];
  if (one === undefined || other === undefined || (number("maxItems") ?? 2) < 2) return;
  if (!unordered) add("the same item twice", [one, one]);
  if (JSON.stringify(one) === JSON.stringify(other)) return;
  add("two items", [one, other]);
  if (!unordered) add("two items in the other order", [other, one]);
}

function valueAt(document: JsonValue, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = document;
  for (const token of path.split("/").slice(1)) {
    if (isArray(value)) value = value[0];
    else if (isObject(value)) value = value[token.replaceAll("~1", "/").replaceAll("~0", "~")];
  }
  return value;
}

/** The facets that hold together: those given with all that `$ref` and `allOf` add, once alone and once with each branch of each choice. */
function alternatives(facets: readonly Facet[], root: JsonObject): Facet[][] {
  const base: Facet[] = [];
  const branches: Facet[][] = [];
  const queue = [...facets];
  for (const facet of queue) {
    if (base.some(({ schema }) => schema === facet.schema)) continue;
    base.push(facet);
    const { schema, pointer } = facet;
    const reference = schema.$ref;
    if (typeof reference === "string") queue.push(resolve(reference, root));
    for (const branch of branchesAt(facet, "allOf")) queue.push(branch);
    for (const keyword of ["anyOf", "oneOf"]) for (const branch of branchesAt(facet, keyword)) branches.push([branch]);
    const condition = schema.if;
    const chosen = schema.then;
    const otherwise = schema.else;
    if (isObject(condition) && isObject(chosen)) branches.push([{ schema: condition, pointer: `${pointer}/if` }, { schema: chosen, pointer: `${pointer}/then` }]);
    if (isObject(otherwise)) branches.push([{ schema: otherwise, pointer: `${pointer}/else` }]);
  }
  const withBranches = branches.flatMap((branch) => alternatives(branch, root)).map((branch) => [...base, ...branch.filter((facet) => !base.includes(facet))]);
  return [base, ...withBranches];
}

function branchesAt({ schema, pointer }: Facet, keyword: string): Facet[] {
  const list = schema[keyword];
  if (!isArray(list)) return [];
  return list.flatMap((branch, index) => (isObject(branch) ? [{ schema: branch, pointer: `${pointer}/${keyword}/${index}` }] : []));
}

function resolve(reference: string, root: JsonObject): Facet {
  if (!reference.startsWith("#")) throw new Error(`A schema refers to ${reference}; only references into the same document can be followed`);
  let value: JsonValue | undefined = root;
  for (const token of reference.slice(1).split("/").slice(1)) {
    const key = decodeURIComponent(token).replaceAll("~1", "/").replaceAll("~0", "~");
    value = isArray(value) ? value[Number(key)] : objectAt({ value: value ?? null }, "value")[key];
  }
  if (!isObject(value)) throw new Error(`A schema refers to ${reference}, which is not there`);
  return { schema: value, pointer: reference.slice(1) };
}

function objectAt(schema: JsonObject, key: string): JsonObject {
  const value = schema[key];
  return isObject(value) ? value : {};
}

function isClosed(schema: JsonObject, root: JsonObject): boolean {
  if (schema.additionalProperties === false || schema.unevaluatedProperties === false) return true;
  const reference = schema.$ref;
  if (typeof reference === "string" && isClosed(resolve(reference, root).schema, root)) return true;
  if (branchesAt({ schema, pointer: "" }, "allOf").some((branch) => isClosed(branch.schema, root))) return true;
  return ["anyOf", "oneOf"].some((keyword) => {
    const branches = branchesAt({ schema, pointer: "" }, keyword);
    return branches.length > 0 && branches.every((branch) => isClosed(branch.schema, root));
  });
}

function constantOf(facets: readonly Facet[], root: JsonObject): JsonValue | undefined {
  const all = alternatives(facets, root)[0] ?? [];
  for (const { schema } of all) {
    const constant = schema.const;
    if (constant !== undefined) return constant;
    const enumeration = schema.enum;
    if (isArray(enumeration) && enumeration.length === 1) return enumeration[0];
  }
  return undefined;
}

const allTypes = ["object", "array", "string", "boolean", "integer", "number", "null"];

function typesOf(facets: readonly Facet[]): ReadonlySet<string> {
  for (const { schema } of facets) if (schema.const !== undefined || schema.enum !== undefined) return new Set();
  for (const { schema } of facets) {
    const type = schema.type;
    if (typeof type === "string") return new Set([type]);
    if (isArray(type)) return new Set(type.filter((name) => typeof name === "string"));
  }
  if (facets.some(({ schema }) => schema.properties !== undefined || schema.additionalProperties !== undefined)) return new Set(["object"]);
  if (facets.some(({ schema }) => schema.items !== undefined)) return new Set(["array"]);
  return new Set(allTypes);
}

/** Texts that look like something else: empty, a keyword, an IRI, a compact IRI, a blank node, a number, not ASCII. */
const texts = ["text", "", "@type", "@foo", "urn:a:b", "a:b", "_:b", "$HOME/dev", "1", "true", "zoë \u0000\r\n\"\\"];
// Two numbers that are told apart by their last digit only.
const numbers = [0.3, 0.30000000000000004, 1e21, -7];
const integers = [0, -7, Number.MAX_SAFE_INTEGER];

function scalars(facets: readonly Facet[], types: ReadonlySet<string>, root: JsonObject): JsonValue[] {
  const constant = constantOf(facets, root);
  if (constant !== undefined) return [constant];
  for (const { schema } of facets) if (isArray(schema.enum)) return [...schema.enum];
  const values: JsonValue[] = [];
  if (types.has("string")) values.push(...stringsFor(facets));
  if (types.has("boolean")) values.push(true, false);
  if (types.has("integer")) values.push(...integers.filter((value) => within(facets, value)));
  if (types.has("number")) values.push(...numbers.filter((value) => within(facets, value)));
  if (types.has("null")) values.push(null);
  return values;
}

function within(facets: readonly Facet[], value: number): boolean {
  return facets.every(({ schema: { minimum, maximum } }) => !(typeof minimum === "number" && value < minimum) && !(typeof maximum === "number" && value > maximum));
}

function stringsFor(facets: readonly Facet[]): JsonValue[] {
  const examples = facets.flatMap(({ schema: { examples } }) => (isArray(examples) ? examples : []));
  const constrained = facets.some(({ schema }) => schema.pattern !== undefined || schema.format !== undefined);
  if (!constrained) return [...examples, ...texts];
  // A format or a pattern is best met by the schema's own examples.
  if (examples.length > 0) return examples;
  const patterns = facets.flatMap(({ schema: { pattern } }) => (typeof pattern === "string" ? [new RegExp(pattern, "u")] : []));
  const matching = [...texts, "abc", "a.b"].filter((text) => patterns.every((pattern) => pattern.test(text)));
  if (matching.length === 0 || facets.some(({ schema }) => schema.format !== undefined)) {
    throw new Error(`Give the schema at ${facets[0]?.pointer ?? ""} \`examples\`: no text is known that its pattern or format allows`);
  }
  return matching;
}
