import { isArray, isObject, type JsonObject, type JsonValue } from "../json/value.ts";

const stringType = "http://www.w3.org/2001/XMLSchema#string";

/**
 * Puts the flat nodes that `fromRDF` gives back into the tree that they came from: every reference to a node is replaced by the node. The tree's
 * root is the node with the id `root` or, when that is undefined, the nodes that nothing refers to.
 */
export function rebuildTree(nodes: readonly JsonValue[], root: JsonValue | undefined): JsonObject[] {
  const byId = new Map<string, JsonObject>();
  const referred = new Set<string>();
  for (const node of nodes) {
    if (!isObject(node)) continue;
    const id = node["@id"];
    if (typeof id === "string") byId.set(id, node);
    for (const [key, values] of Object.entries(node)) if (!key.startsWith("@")) noteReferences(values, referred);
  }
  const roots = [...byId.keys()].filter((id) => (typeof root === "string" ? id === root : !referred.has(id)));
  return roots.map((id) => embed(id, byId, new Set()));
}

function noteReferences(value: JsonValue, referred: Set<string>): void {
  if (isArray(value)) for (const item of value) noteReferences(item, referred);
  if (!isObject(value)) return;
  if (typeof value["@id"] === "string") referred.add(value["@id"]);
  if (value["@list"] !== undefined) noteReferences(value["@list"], referred);
}

function embed(id: string, byId: ReadonlyMap<string, JsonObject>, above: ReadonlySet<string>): JsonObject {
  const blank = id.startsWith("_:");
  const node = byId.get(id);
  if (node === undefined || above.has(id)) return blank ? {} : { "@id": id };
  const here = new Set(above).add(id);
  const entries = Object.entries(node)
    .filter(([key]) => key !== "@id" || !blank)
    .map(([key, value]): [string, JsonValue] => [key, key.startsWith("@") ? value : embedAll(value, byId, here)]);
  return Object.fromEntries(entries);
}

function embedAll(value: JsonValue, byId: ReadonlyMap<string, JsonObject>, above: ReadonlySet<string>): JsonValue {
  if (isArray(value)) return value.map((item) => embedAll(item, byId, above));
  if (!isObject(value)) return value;
  const list = value["@list"];
  if (list !== undefined) return { "@list": embedAll(list, byId, above) };
  const id = value["@id"];
  if (typeof id === "string") return embed(id, byId, above);
  // A plain literal is one of xsd:string (RDF 1.1 Concepts, section 3.3).
  return value["@type"] === stringType ? { "@value": value["@value"] ?? "" } : value;
}
