import type { Diagnostic, TextEdit } from "../report/diagnostic.ts";

export interface FixedText {
  readonly text: string;
  /** How many fixes were made. */
  readonly applied: number;
  /** How many were left out because they touch text that another one changed; another pass over the new text makes them. */
  readonly conflicts: number;
}

/** Makes the fixes of `diagnostics`, whose offsets count in `text`. Where two fixes touch the same text, the first one counts. */
export function applyFixes(text: string, diagnostics: readonly Pick<Diagnostic, "fix">[]): FixedText {
  const taken: TextEdit[] = [];
  let applied = 0;
  let conflicts = 0;
  for (const { fix } of diagnostics) {
    if (fix === undefined || fix.edits.length === 0) continue;
    const collides = fix.edits.some((edit) => taken.some((other) => collide(edit, other)));
    if (collides) {
      conflicts += 1;
      continue;
    }
    taken.push(...fix.edits);
    applied += 1;
  }
  const parts: string[] = [];
  let done = 0;
  for (const edit of taken.sort((a, b) => a.start - b.start)) {
    parts.push(text.slice(done, edit.start), edit.text);
    done = edit.end;
  }
  parts.push(text.slice(done));
  return { text: parts.join(""), applied, conflicts };
}

/** Two edits touch the same text, or one of them puts something where the other begins or ends. */
function collide(one: TextEdit, other: TextEdit): boolean {
  const inserts = one.start === one.end || other.start === other.end;
  return inserts ? one.start <= other.end && other.start <= one.end : one.start < other.end && other.start < one.end;
}
