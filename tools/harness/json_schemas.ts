import { Ajv2020 } from "ajv/dist/2020.js";
import type { AnySchema, ValidateFunction } from "ajv/dist/2020.js";
import type { Knowledge } from "../protocol/judge.ts";

/** Judges the JSON Schemas that adapters declare, and data by them. Nothing is fetched: a reference to another document makes a schema unusable. */
export const jsonSchemas: NonNullable<Knowledge["schemas"]> = {
  isSchema: (schema) => isShape(schema) && compiled(schema) !== undefined,
  accepts: (schema, value) => isShape(schema) && compiled(schema)?.(value) === true,
};

const known = new Map<string, ValidateFunction | undefined>();

function compiled(schema: AnySchema): ValidateFunction | undefined {
  const key = JSON.stringify(schema);
  if (!known.has(key)) known.set(key, compile(schema));
  return known.get(key);
}

function compile(schema: AnySchema): ValidateFunction | undefined {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
  try {
    return ajv.compile(schema);
  } catch {
    return undefined;
  }
}

function isShape(schema: unknown): schema is AnySchema {
  return typeof schema === "boolean" || (typeof schema === "object" && schema !== null && !Array.isArray(schema));
}
