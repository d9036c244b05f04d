import type { Grammar } from "./grammar.ts";
import type { FamilyMeaning } from "./meaning.ts";
import { ShapeBuilder, type Schema } from "./shapes.ts";
import { textTable, watchTable } from "./table.ts";

/** Makes the grammar that accepts documents of these schemas, one root for each. */
export function grammarOf(schemas: readonly Schema[], { meanings, marks, turns, watched }: FamilyMeaning): Grammar {
  const builder = new ShapeBuilder(meanings);
  const roots = schemas.map((schema) => builder.add(schema));
  const unused = builder.unused();
  if (unused.length > 0) throw new Error(`no schema has ${unused.join(", ")}`);
  const texts = textTable(builder.languages, marks);
  const scripts = textTable(builder.scripts, marks);
  const watch = watchTable(watched);
  const shapes = builder.shapes.map((shape) => {
    if (shape.type === "object") return { ...shape, names: texts.starts[shape.names] ?? 0 };
    if (shape.type === "text") return { ...shape, start: (shape.isScript ? scripts : texts).starts[shape.start] ?? 0 };
    return shape;
  });
  return { shapes, roots, texts: texts.table, scripts: scripts.table, watched: watch.table, watchStart: watch.starts[0] ?? 0, turns };
}
