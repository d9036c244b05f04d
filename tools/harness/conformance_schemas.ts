import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { ErrorObject } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { JsonValue } from "../json/value.ts";
import { nearest } from "../schema/nearest.ts";

/** The files that people and earlier runs give to a conformance run, by their schemas. */
export type ConformanceFile = "samples" | "baseline" | "run";

/** What is wrong first with such a file, by its schema below `root`, the folder that holds schemas/conformance; undefined where nothing is. */
export function problemBySchema(root: string, file: ConformanceFile, value: JsonValue): string | undefined {
  const ajv = new Ajv2020({ strict: false, verbose: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(join(root, "schemas/conformance", `${file}.schema.json`), "utf8")) as object);
  if (validate(value)) return undefined;
  const problem = validate.errors?.[0];
  return problem === undefined ? "it does not fit its schema" : sentence(problem);
}

function sentence({ instancePath, message, keyword, params, parentSchema }: ErrorObject): string {
  const place = instancePath === "" ? "it" : instancePath;
  if (keyword !== "additionalProperties") return `${place} ${message ?? "does not fit its schema"}`;
  const name = String(params.additionalProperty);
  const meant = nearest(name, Object.keys((parentSchema?.properties ?? {}) as object))?.name;
  return `${place} has no member "${name}"${meant === undefined ? "" : `; did you mean "${meant}"?`}`;
}
