import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The licence texts of the packages that were bundled, sorted by name. Throws when one ships without a licence file or names an unexpected licence. */
export function thirdPartyNotices(root: string, packages: ReadonlySet<string>): string {
  return [...packages]
    .sort()
    .map((name) => notice(join(root, "node_modules", name), name))
    .join("\n");
}

const accepted = new Set(["MIT", "ISC", "BSD-3-Clause", "BSD-2-Clause", "Apache-2.0", "0BSD"]);

function notice(folder: string, name: string): string {
  const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string; license?: string };
  const licence = manifest.license ?? "unknown";
  if (!accepted.has(licence)) throw new Error(`${name} has the licence ${licence}, which this project does not bundle`);
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? `Published under ${licence}; the package ships no licence text.\n` : readFileSync(join(folder, file), "utf8");
  return `${"=".repeat(80)}\n${name} ${manifest.version} (${licence})\n${"=".repeat(80)}\n\n${text.trimEnd()}\n`;
}
