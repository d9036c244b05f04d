import { opendirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { sortedNames } from "./sorted_names.ts";

const entriesAtOnce = 512;
const skippedFolders = new Set(["node_modules", ".git"]);

/**
 * Lists the files under a folder whose names end in one of `endings`, sorted by name, depth first. Links are followed; a folder that was
 * already entered, by whatever name, is not entered again. `node_modules` and `.git` are passed over. A folder that cannot be listed
 * is given itself, so that reading it says why.
 */
export function* walk(folder: string, endings: readonly string[], entered = new Set<string>()): Generator<string> {
  let entries: Entries;
  try {
    const real = realpathSync(folder);
    if (entered.has(real)) return;
    entered.add(real);
    entries = readEntries(folder, endings);
  } catch {
    yield folder;
    return;
  }
  const within = folder.endsWith("/") ? folder : `${folder}/`;
  for (const name of entries.names) {
    const path = `${within}${name}`;
    const other = entries.others.get(name);
    const leadsTo = other === undefined ? "file" : destination(path, other);
    if (leadsTo === "folder") {
      if (!skippedFolders.has(name)) yield* walk(path, endings, entered);
    } else if (leadsTo === "itself" || endsInOne(name, endings)) {
      yield path;
    }
  }
}

interface Entries {
  readonly names: Iterable<string>;
  /** Those that are no regular files. */
  readonly others: ReadonlyMap<string, Dirent>;
}

function readEntries(folder: string, endings: readonly string[]): Entries {
  const names = sortedNames();
  const others = new Map<string, Dirent>();
  // Entry by entry: a list of them all would take ten times the memory of their names.
  const opened = opendirSync(folder, { bufferSize: entriesAtOnce });
  try {
    for (let entry = opened.readSync(); entry !== null; entry = opened.readSync()) {
      if (entry.isFile()) {
        if (endsInOne(entry.name, endings)) names.add(entry.name);
      } else {
        names.add(entry.name);
        others.set(entry.name, entry);
      }
    }
  } finally {
    opened.closeSync();
  }
  return { names: names.all(), others };
}

/** Where an entry leads; what cannot be read is left to the reading to explain. */
function destination(path: string, entry: Dirent): "folder" | "itself" | "file" {
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) return "file";
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ELOOP" ? "itself" : "file";
  }
}

function endsInOne(name: string, endings: readonly string[]): boolean {
  return endings.some((ending) => name.endsWith(ending) || name.toLowerCase().endsWith(ending));
}
