import { readdirSync, statSync, type Dirent } from "node:fs";
import { join } from "node:path";
import { globSync, isDynamicPattern } from "tinyglobby";

/** True for a name that a shell would have expanded: with `*`, `?`, `[...]` or `{...}`. */
export function isPattern(text: string): boolean {
  return isDynamicPattern(text);
}

/**
 * What matches, sorted; below `node_modules` and `.git` only where the pattern itself goes there. As in a shell, whatever matches is given,
 * also links that lead nowhere, pipes and the like; so are folders that cannot be listed, since a match may lie in them.
 */
export function expand(pattern: string, resolve: (path: string) => string): string[] {
  const { base, rest } = splitBase(pattern);
  const cwd = resolve(base === "" ? "." : base);
  const closed: string[] = [];
  const found = globSync(rest, {
    cwd,
    ignore: ["node_modules", ".git"].filter((folder) => !pattern.includes(folder)).map((folder) => `**/${folder}/**`),
    dot: true,
    expandDirectories: false,
    onlyFiles: true,
    fs: { readdirSync: listing(closed) },
  });
  const unlisted = closed.map((path) => path.slice(cwd.length).replace(/^\/|\/$/g, ""));
  return [...new Set([...found, ...unlisted])].map((path) => (base === "" && path !== "" ? path : join(base, path))).sort();
}

/** Lists a folder as `readdirSync` does, with everything that is no folder as a file, and notes the folders that it could not list. */
function listing(closed: string[]): typeof readdirSync {
  const list = (folder: string): Pick<Dirent, "name" | "isFile" | "isDirectory" | "isSymbolicLink">[] => {
    try {
      return readdirSync(folder, { withFileTypes: true }).map((entry) => (leadsToFolder(folder, entry) ? entry : asFile(entry)));
    } catch {
      closed.push(folder);
      return [];
    }
  };
  return list as unknown as typeof readdirSync;
}

function leadsToFolder(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory();
  try {
    return statSync(join(folder, entry.name)).isDirectory();
  } catch {
    return false;
  }
}

function asFile({ name }: Dirent): Pick<Dirent, "name" | "isFile" | "isDirectory" | "isSymbolicLink"> {
  return { name, isFile: () => true, isDirectory: () => false, isSymbolicLink: () => false };
}

/** The leading folders that hold no pattern stay as they were written, so that an absolute pattern gives absolute paths. */
function splitBase(pattern: string): { base: string; rest: string } {
  const segments = pattern.split("/");
  const first = segments.slice(0, -1).findIndex((segment) => isDynamicPattern(segment));
  const plain = first === -1 ? segments.length - 1 : first;
  const base = segments.slice(0, plain).join("/");
  return { base: base === "" && pattern.startsWith("/") ? "/" : base, rest: segments.slice(plain).join("/") };
}
