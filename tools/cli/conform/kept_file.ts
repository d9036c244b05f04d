import { readFileSync, statSync } from "node:fs";
import { largestFile } from "../../protocol/kept_files.ts";

/**
 * The bytes of a file in a folder that a run left and that anyone may have changed since. Throws where it is no regular file, from which reading might
 * never come to an end, or is larger than a run writes any.
 */
export function readKeptFile(path: string): Buffer {
  const status = statSync(path);
  if (!status.isFile()) throw new Error("it is no regular file");
  if (status.size > largestFile) throw new Error(`it has more than ${largestFile} bytes`);
  return readFileSync(path);
}
