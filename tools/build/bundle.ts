/**
 * Builds dist/: one bundle a dynamic import of the command line, and the library with its types.
 *
 * Each `import("./x.ts")` reachable from tools/cli/entry.ts becomes a bundle of its own that bin/wsc.cjs loads when it is first asked for,
 * so a run reads nothing it does not use. Bundles are ASCII and wrapped in a function, ready for `vm.Script` and its code cache.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type BuildOptions, type Plugin } from "esbuild";
import { acceptorFiles } from "./acceptor/acceptor_files.ts";
import { thirdPartyNotices } from "./third_party_notices.ts";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const finished = join(root, "dist");
// Built aside and moved into place at the end, so that a build that fails leaves the last one working.
const distribution = join(root, "dist.new");
const digestLength = 32;
/** The first is judged by what every run loads; the second takes the interpreter of scripts too. */
const typicalContracts = ["tools/build/typical_contract.json", "tools/build/involved_contract.json"];

const shared: BuildOptions = {
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  target: "node20.19",
  charset: "ascii",
  legalComments: "none",
  logLevel: "warning",
  metafile: true,
  // The module build of a package first: UMD builds hide their requires from the bundler.
  mainFields: ["module", "main"],
  // jsonld's network loaders are never used (the project brings an offline loader), so their HTTP client stays out.
  alias: { "@digitalbazaar/http-client": join(root, "tools/build/absent_http_client.ts") },
};

rmSync(distribution, { recursive: true, force: true });
mkdirSync(distribution, { recursive: true });
const packages = new Set<string>();
await bundleCommandLine();
await bundleLibrary();
for (const [name, file] of acceptorFiles(root)) writeFileSync(join(distribution, name), file);
writeFileSync(join(distribution, "THIRD_PARTY_NOTICES.txt"), thirdPartyNotices(root, packages));
rmSync(finished, { recursive: true, force: true });
renameSync(distribution, finished);
cacheCode();

async function bundleCommandLine(): Promise<void> {
  const waiting = ["main", "validate"].map((name) => ({ name, source: join(root, "tools/cli", name === "main" ? "entry.ts" : `${name}_entry.ts`) }));
  const built = new Set<string>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (built.has(next.name)) continue;
    built.add(next.name);
    await bundle(next.name, next.source, (source) => {
      const name = bundleName(source);
      waiting.push({ name, source });
      return `./${name}.cjs`;
    });
  }
}

/** First runs, so that V8's cache holds what judging a sound contract takes, and not whatever else the first run of a user happens to need. */
function cacheCode(): void {
  for (const contract of typicalContracts) {
    const run = spawnSync(process.execPath, [join(root, "bin/wsc.cjs"), "validate", join(root, contract)], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`${contract} was not found valid:\n${run.stdout}${run.stderr}`);
  }
}

async function bundle(name: string, source: string, onDynamicImport: (source: string) => string): Promise<void> {
  const result = await build({
    ...shared,
    entryPoints: [source],
    format: "cjs",
    minify: true,
    write: false,
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "__bundle_url", "import.meta.dirname": "__dirname" },
    plugins: [separateDynamicImports(onDynamicImport)],
  });
  notePackages(result.metafile?.inputs ?? {});
  const text = result.outputFiles[0]?.text ?? "";
  const url = text.includes("__bundle_url") ? 'const __bundle_url=require("node:url").pathToFileURL(__filename).href;' : "";
  const body = `(function(exports,require,module,__filename,__dirname){"use strict";${url}${text}})`;
  const digest = createHash("sha256").update(body).digest("hex").slice(0, digestLength);
  writeFileSync(join(distribution, `${name}.cjs`), `/*${digest}*/${body}`, "latin1");
}

function separateDynamicImports(onDynamicImport: (source: string) => string): Plugin {
  return {
    name: "separate-dynamic-imports",
    setup(plugin) {
      plugin.onResolve({ filter: /^\./ }, (parameters) => {
        if (parameters.kind !== "dynamic-import") return undefined;
        return { path: onDynamicImport(resolve(parameters.resolveDir, parameters.path)), external: true };
      });
    },
  };
}

/** `tools/cli/validate/command.ts` becomes `cli-validate-command`. */
function bundleName(source: string): string {
  return relative(join(root, "tools"), source)
    .replace(/\.ts$/, "")
    .replace(/^(\.\.\/)+/, "")
    .replaceAll("/", "-");
}

async function bundleLibrary(): Promise<void> {
  const result = await build({
    ...shared,
    entryPoints: [join(root, "tools/library.ts")],
    format: "esm",
    splitting: true,
    outdir: join(distribution, "library"),
    chunkNames: "parts/[name]-[hash]",
    banner: { js: 'import { createRequire as __createRequire } from "node:module";const require = __createRequire(import.meta.url);' },
  });
  notePackages(result.metafile?.inputs ?? {});
}

function notePackages(inputs: Record<string, unknown>): void {
  for (const input of Object.keys(inputs)) {
    const match = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match?.[1] !== undefined) packages.add(match[1]);
  }
}
