import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acceptorFile } from "../../acceptor/acceptor_file.ts";
import { grammarOf } from "./grammar_of.ts";
import { imageOf } from "./image.ts";
import type { FamilyMeaning } from "./meaning.ts";
import type { Schema } from "./shapes.ts";
import { workstationContract } from "./workstation_contract.ts";

/** The families whose documents can be told to be sound in one look. */
const families: Readonly<Record<string, FamilyMeaning>> = { "workstation-contract": workstationContract };

interface CatalogEntry {
  readonly name: string;
  readonly recognise: { readonly equals?: string };
  readonly versions: readonly { readonly version: string; readonly schema: string }[];
}

/** The acceptors of the repository at `root`, by the names of their files. */
export function acceptorFiles(root: string): Map<string, Uint8Array> {
  const program = compiledProgram(root);
  const files = new Map<string, Uint8Array>();
  const catalog = JSON.parse(readFileSync(join(root, "schemas/catalog.json"), "utf8")) as { readonly families: readonly CatalogEntry[] };
  for (const [family, meaning] of Object.entries(families)) {
    const entry = catalog.families.find(({ name }) => name === family);
    if (entry?.recognise.equals === undefined) throw new Error(`schemas/catalog.json does not say by which kind documents of ${family} are recognised`);
    const schemas = entry.versions.map(({ schema }) => JSON.parse(readFileSync(join(root, "schemas", schema), "utf8")) as Schema);
    const { bytes, ...places } = imageOf(grammarOf(schemas, meaning));
    const header = { family, kind: entry.recognise.equals, versions: entry.versions.map(({ version }) => version), scriptFacts: meaning.scriptFacts, ...places };
    files.set(`${family}.acceptor`, acceptorFile(header, program, bytes));
  }
  return files;
}

/** Compiles tools/acceptor/assembly. A warning counts as an error. */
function compiledProgram(root: string): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-acceptor-"));
  try {
    const file = join(folder, "acceptor.wasm");
    const compiler = join(root, "node_modules/assemblyscript/bin/asc.js");
    const run = spawnSync(process.execPath, [compiler, "tools/acceptor/assembly/acceptor.ts", "--outFile", file, "--runtime", "stub", "--noAssert", "-O3"], { cwd: root, encoding: "utf8" });
    if (run.status !== 0 || run.stderr !== "") throw new Error(`tools/acceptor/assembly does not compile:\n${run.stdout}${run.stderr}`);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
