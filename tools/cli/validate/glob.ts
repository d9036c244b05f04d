import { globSync, isDynamicPattern } from "tinyglobby";
import { join } from "node:path";

/** True for a name that a shell would have expanded: with `*`, `?`, `[...]` or `{...}`. */
export function isPattern(text: string): boolean {
  return isDynamicPattern(text);
}

/** The files that match, sorted; below `node_modules` and `.git` only where the pattern itself goes there. */
export function expand(pattern: string, resolve: (path: string) => string): string[] {
  const { base, rest } = splitBase(pattern);
  const found = globSync(rest, {
    cwd: resolve(base === "" ? "." : base),
    ignore: ["node_modules", ".git"].filter((folder) => !pattern.includes(folder)).map((folder) => `**/${folder}/**`),
    dot: true,
    expandDirectories: false,
    onlyFiles: true,
  });
  return found.map((path) => (base === "" ? path : join(base, path))).sort();
}

/** The leading folders that hold no pattern stay as they were written, so that an absolute pattern gives absolute paths. */
function splitBase(pattern: string): { base: string; rest: string } {
  const segments = pattern.split("/");
  const first = segments.slice(0, -1).findIndex((segment) => isDynamicPattern(segment));
  const plain = first === -1 ? segments.length - 1 : first;
  const base = segments.slice(0, plain).join("/");
  return { base: base === "" && pattern.startsWith("/") ? "/" : base, rest: segments.slice(plain).join("/") };
}
