import type { Diagnostic } from "../report/diagnostic.ts";

export interface FixedText {
  readonly text: string;
  /** How many fixes were made. */
  readonly applied: number;
  /** How many were left out because they touch text that another one changed; another pass over the new text makes them. */
  readonly conflicts: number;
}

/** Makes the fixes of `diagnostics`, whose offsets count in `text`. Where two fixes touch the same text, the first one counts. */
export function applyFixes(text: string, diagnostics: readonly Pick<Diagnostic, "fix">[]): FixedText {
  const taken: { start: number; end: number; text: string }[] = [];
  let applied = 0;
  let conflicts = 0;
  for (const { fix } of diagnostics) {
    if (fix === undefined || fix.edits.length === 0) continue;
    const collides = fix.edits.some((edit) => taken.some((other) => edit.start <= other.end && other.start <= edit.end));
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
