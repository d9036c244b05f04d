import type { ConformanceFile } from "../../harness/conformance_schemas.ts";
import { readJson } from "../../json/read.ts";
import type { JsonValue } from "../../json/value.ts";
import { packageRoot } from "../package_root.ts";
import { fileProblem } from "./file_problem.ts";

/** The value in a JSON file, which `read` reads, that fits its schema; a text says what is wrong with it. */
export async function readDataFile(path: string, schema: ConformanceFile, read: (path: string) => Buffer): Promise<{ readonly value: JsonValue } | string> {
  let bytes: Buffer;
  try {
    bytes = read(path);
  } catch (error) {
    return `cannot be read: ${fileProblem(error)}`;
  }
  const { value, problems } = readJson(bytes);
  const [problem] = problems;
  if (value === undefined || problem !== undefined) return problem?.message ?? "is no JSON";
  // The validator takes longer to load than most runs to begin, and most are given no file.
  const { problemBySchema } = await import("../../harness/conformance_schemas.ts");
  return problemBySchema(packageRoot(), schema, value) ?? { value };
}
