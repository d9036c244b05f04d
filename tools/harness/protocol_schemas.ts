import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { SchemaCheck } from "./inspect_runner.ts";

/** Checks values by the schemas of the protocol below `root`, the folder that holds schemas/ipc/v0. */
export function protocolSchemas(root: string): SchemaCheck {
  const ajv = new Ajv2020({ strict: false });
  addFormats.default(ajv);
  const folder = join(root, "schemas/ipc/v0");
  for (const name of readdirSync(folder)) ajv.addSchema(JSON.parse(readFileSync(join(folder, name), "utf8")) as object);
  return (schema, value) => ajv.getSchema(`https://schemas.socios.ai/ipc/v0/${schema}.schema.json`)?.(value) === true;
}
