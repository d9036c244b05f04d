import type { GrammarFile } from "../../acceptor/grammar_file.ts";
import type { FamilyMeaning } from "./meaning.ts";
import { ShapeBuilder, type Schema } from "./shapes.ts";
import { textTable, watchTable } from "./table.ts";

/** A family as an acceptor sees it: the value of `kind` in its documents, and the schema of each version. */
export interface FamilySchemas {
  readonly family: string;
  readonly kind: string;
  readonly versions: readonly { readonly version: string; readonly schema: Schema }[];
}

/** Makes the grammar by which documents of a family are accepted. */
export function grammarOf({ family, kind, versions }: FamilySchemas, { meanings, marks, turns, watched, scriptFacts }: FamilyMeaning): GrammarFile {
  const builder = new ShapeBuilder(meanings);
  const roots = versions.map(({ schema }) => builder.add(schema));
  const unused = builder.unused();
  if (unused.length > 0) throw new Error(`no schema of ${family} has ${unused.join(", ")}`);
  const texts = textTable(builder.languages, marks);
  const scripts = textTable(builder.scripts, marks);
  const watch = watchTable(watched);
  const shapes = builder.shapes.map((shape) => {
    if (shape.type === "object") return { ...shape, names: texts.starts[shape.names] ?? 0 };
    if (shape.type === "text") return { ...shape, start: (shape.isScript ? scripts : texts).starts[shape.start] ?? 0 };
    return shape;
  });
  return {
    family, kind, versions: versions.map(({ version }) => version), scriptFacts,
    grammar: { shapes, roots, texts: texts.table, scripts: scripts.table, watched: watch.table, watchStart: watch.starts[0] ?? 0, turns },
  };
}
