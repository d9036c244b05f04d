/** `make bench`: prints every speed figure as a ratio measured in this run. Exit status 1 when a bound is missed. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { benchIpc } from "./ipc.ts";
import { benchValidator } from "./validator.ts";

const rounds = 11;
const here = fileURLToPath(new URL(".", import.meta.url));

if (!existsSync(`${here}node_modules/.package-lock.json`)) {
  const installed = spawnSync("npm", ["ci", "--no-progress", "--loglevel=error"], { cwd: here, stdio: "inherit" });
  if (installed.status !== 0) throw new Error("The programs to compare with could not be installed; the benchmark needs the npm registry once.");
}
process.stdout.write(`Node ${process.version}, ${process.platform}-${process.arch}, ${cpus().length} processors, medians of ${rounds} runs in turn\n`);
const sections = { validator: benchValidator, ipc: benchIpc };
const wanted = process.argv.slice(2);
const results = Object.entries(sections).filter(([name]) => wanted.length === 0 || wanted.includes(name)).map(([, bench]) => bench(rounds));
process.exitCode = results.length > 0 && results.every(Boolean) ? 0 : 1;
