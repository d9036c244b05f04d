import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../json/value.ts";

/** Where this repository's documents are published; an IRI is this and the path in the repository. */
const publishedAt = "https://github.com/SociOS-Linux/workstation-contracts/blob/main/";

interface Catalog {
  readonly families: readonly { readonly name: string; readonly context?: string }[];
}

interface Unmapped {
  readonly properties: readonly { readonly family: string; readonly path: string; readonly reason: string }[];
}

/** The text of tools/generated/contexts.ts, without its heading: every context that schemas/catalog.json names, by IRI and by family, and what contexts/unmapped.json declares. */
export function contextsModule(root: string): string {
  const read = (path: string): unknown => JSON.parse(readFileSync(join(root, path), "utf8"));
  const { families } = read("schemas/catalog.json") as Catalog;
  const { properties } = read("contexts/unmapped.json") as Unmapped;
  const documents: Record<string, JsonObject> = {};
  const mappings: Record<string, { readonly context: string; readonly unmapped: readonly string[] }> = {};
  for (const family of families) {
    if (family.context === undefined || !existsSync(join(root, family.context))) continue;
    const iri = publishedAt + family.context;
    documents[iri] = read(family.context) as JsonObject;
    mappings[family.name] = {
      context: iri,
      unmapped: properties.filter((property) => property.family === family.name).map((property) => property.path),
    };
  }
  return [
    'import type { JsonObject } from "../json/value.ts";',
    "",
    "/** The published contexts by IRI. */",
    `export const contexts: ReadonlyMap<string, JsonObject> = new Map<string, JsonObject>(${JSON.stringify(Object.entries(documents), null, 2)});`,
    "",
    "/** What a family's documents mean: the IRI of its context, and the paths of the properties that are declared to have no meaning. */",
    "export interface FamilyMapping {",
    "  readonly context: string;",
    "  readonly unmapped: readonly string[];",
    "}",
    "",
    `export const familyMappings: ReadonlyMap<string, FamilyMapping> = new Map<string, FamilyMapping>(${JSON.stringify(Object.entries(mappings), null, 2)});`,
    "",
  ].join("\n");
}
