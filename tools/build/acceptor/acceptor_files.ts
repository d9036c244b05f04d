import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packGrammar } from "../../acceptor/grammar_file.ts";
import { grammarOf } from "./grammar_of.ts";
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

/** The acceptors' files of the repository at `root`, by name. */
export function acceptorFiles(root: string): Map<string, Uint8Array> {
  const catalog = JSON.parse(readFileSync(join(root, "schemas/catalog.json"), "utf8")) as { readonly families: readonly CatalogEntry[] };
  return new Map(
    Object.entries(families).map(([family, meaning]) => {
      const entry = catalog.families.find(({ name }) => name === family);
      if (entry?.recognise.equals === undefined) throw new Error(`schemas/catalog.json does not say by which kind documents of ${family} are recognised`);
      const versions = entry.versions.map(({ version, schema }) => ({ version, schema: JSON.parse(readFileSync(join(root, "schemas", schema), "utf8")) as Schema }));
      return [`${family}.acceptor`, packGrammar(grammarOf({ family, kind: entry.recognise.equals, versions }, meaning))] as const;
    }),
  );
}
