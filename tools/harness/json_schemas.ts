import { Ajv2020 } from "ajv/dist/2020.js";
import type { AnySchema, ValidateFunction } from "ajv/dist/2020.js";
import type { Knowledge } from "../protocol/judge.ts";
import { boundedCall } from "./bounded_call.ts";

/** A schema is the adapter's word, and its patterns may take longer than anybody waits; data that takes longer to check is not accepted. */
const longestCheckMilliseconds = 2000;

/** Judges the JSON Schemas that adapters declare, and data by them. Nothing is fetched: a reference to another document makes a schema unusable. */
export const jsonSchemas: NonNullable<Knowledge["schemas"]> = {
  isSchema: (schema) => isShape(schema) && compiled(schema) !== undefined,
  accepts: (schema, value) => {
    const validate = isShape(schema) ? compiled(schema) : undefined;
    return validate !== undefined && boundedCall(() => validate(value), longestCheckMilliseconds) === true;
  },
};

const known = new Map<string, ValidateFunction | undefined>();

function compiled(schema: AnySchema): ValidateFunction | undefined {
  const key = JSON.stringify(schema);
  if (!known.has(key)) known.set(key, compile(schema));
  return known.get(key);
}

function compile(schema: AnySchema): ValidateFunction | undefined {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, logger: false });
  return boundedCall(() => ajv.compile(schema), longestCheckMilliseconds);
}

function isShape(schema: unknown): schema is AnySchema {
  return typeof schema === "boolean" || (typeof schema === "object" && schema !== null && !Array.isArray(schema));
}
