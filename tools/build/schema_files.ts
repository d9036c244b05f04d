/** The JSON Schemas of the repository, as the generator needs them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { globSync } from "tinyglobby";

export type Schema = Record<string, unknown>;

export interface SchemaFile {
  /** Relative to schemas/. */
  readonly path: string;
  readonly id: string;
  readonly schema: Schema;
}

/** Every `*.schema.json` below `root`/schemas, in the order of their paths. */
export function schemaFiles(root: string): SchemaFile[] {
  const paths = globSync("**/*.schema.json", { cwd: join(root, "schemas") }).sort();
  return paths.map((path) => {
    const schema = JSON.parse(readFileSync(join(root, "schemas", path), "utf8")) as Schema;
    if (typeof schema.$id !== "string") throw new Error(`schemas/${path} has no $id`);
    return { path, id: schema.$id, schema };
  });
}

/** `file` and the files that it refers to, directly or not. */
export function reachable(file: SchemaFile, files: readonly SchemaFile[]): SchemaFile[] {
  const found = new Set([file]);
  for (const from of found) {
    mapSchema(from.schema, (node) => {
      if (typeof node.$ref === "string") found.add(referred(from, node.$ref, files).file);
      return node;
    });
  }
  return [...found];
}

/** The file and the fragment that `reference` in `from` leads to. */
function referred(from: SchemaFile, reference: string, files: readonly SchemaFile[]): { file: SchemaFile; fragment: string } {
  const [address = "", fragment = ""] = reference.split("#");
  const id = address === "" ? from.id : new URL(address, from.id).href;
  const file = files.find((candidate) => candidate.id === id);
  if (file === undefined) throw new Error(`schemas/${from.path} refers to ${reference}, and no schema has the $id ${id}`);
  return { file, fragment };
}

/** A copy of `schema` without the keywords that only people read. */
export function withoutAnnotations(schema: unknown): unknown {
  return mapSchema(schema, (node) => {
    const rest: Schema = {};
    for (const [keyword, value] of Object.entries(node)) if (!annotations.has(keyword)) rest[keyword] = value;
    return rest;
  });
}

/** A copy of `file`'s schema in which references to other files lead to `$defs` of its own. */
export function selfContained(file: SchemaFile, files: readonly SchemaFile[]): Schema {
  const names = new Map<string, string>();
  const embedded: Schema = {};
  const embed = (target: SchemaFile): string => {
    const known = names.get(target.id);
    if (known !== undefined) return known;
    const name = stem(target.path);
    names.set(target.id, name);
    embedded[name] = localised(target, `/$defs/${name}`);
    return name;
  };
  const localised = (from: SchemaFile, prefix: string): Schema =>
    mapSchema(from.schema, (node) => {
      const { $id: _id, $schema: _dialect, ...rest } = node;
      if (typeof rest.$ref !== "string") return rest;
      const { file: target, fragment } = referred(from, rest.$ref, files);
      if (target === from) return { ...rest, $ref: `#${prefix}${fragment}` };
      return { ...rest, $ref: target === file ? `#${fragment}` : `#/$defs/${embed(target)}${fragment}` };
    }) as Schema;
  const own = localised(file, "");
  return { ...own, $defs: { ...(own.$defs as Schema | undefined), ...embedded } };
}

/** The name of a schema's generated files: `workstation-contract.v0.1` of `workstation-contract/workstation-contract.v0.1.schema.json`. */
export function stem(path: string): string {
  return path.replace(/^.*\//, "").replace(/\.schema\.json$/, "");
}

/** Applies `change` to `schema` and to every schema in it, innermost first; values that only look like schemas are left alone. */
export function mapSchema(schema: unknown, change: (node: Schema) => Schema): unknown {
  if (Array.isArray(schema)) return schema.map((item) => mapSchema(item, change));
  if (typeof schema !== "object" || schema === null) return schema;
  const result: Schema = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (schemaKeywords.has(keyword)) result[keyword] = mapSchema(value, change);
    else if (schemaMaps.has(keyword)) result[keyword] = Object.fromEntries(Object.entries(value as Schema).map(([name, below]) => [name, mapSchema(below, change)]));
    else result[keyword] = value;
  }
  return change(result);
}

const annotations = new Set(["title", "description", "$comment", "examples", "default", "deprecated", "readOnly", "writeOnly"]);
const schemaKeywords = new Set(["items", "prefixItems", "contains", "additionalProperties", "unevaluatedProperties", "unevaluatedItems", "propertyNames", "allOf", "anyOf", "oneOf", "not", "if", "then", "else"]);
const schemaMaps = new Set(["properties", "patternProperties", "$defs", "dependentSchemas"]);
