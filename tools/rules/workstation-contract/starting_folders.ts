import type { Value } from "../../shell/model.ts";

/** A folder of which nothing is known. */
export const unknownFolder: Value = [{ kind: "unknown", reason: "the folder that it starts from is not known" }];

/**
 * The folders that a path may be relative to: any one for a path that is relative to none. Folders beyond the limits, which no real script
 * comes near, count as unknown, so that a hostile script cannot multiply the work.
 */
export function startingFolders(path: Value, directories: readonly Value[]): readonly Value[] {
  const first = path[0];
  if (first?.kind === "home" || first?.kind === "workspace" || (first?.kind === "text" && first.text.startsWith("/"))) return [unknownFolder];
  if (directories.length <= mostFolders && directories.every(isShort)) return directories;
  return [...directories.filter(isShort).slice(0, mostFolders), unknownFolder];
}

const mostFolders = 8;
const longestFolder = 1024;

function isShort(folder: Value): boolean {
  let length = 0;
  for (const fragment of folder) length += fragment.kind === "text" ? fragment.text.length : 16;
  return length <= longestFolder;
}
