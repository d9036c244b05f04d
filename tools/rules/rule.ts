import type { Severity } from "../report/diagnostic.ts";
import type { JsonValue } from "../json/value.ts";

/** A part of a string value, in UTF-16 code units of the unescaped string. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

/** One step of a certain mend, in terms of the document; `tools/validate/fix.ts` turns it into text edits that keep the formatting. */
export type DocumentChange =
  | { readonly operation: "set"; readonly pointer: string; readonly value: JsonValue }
  | { readonly operation: "append"; readonly pointer: string; readonly value: JsonValue }
  | { readonly operation: "remove"; readonly pointer: string }
  | { readonly operation: "rename"; readonly pointer: string; readonly key: string }
  | { readonly operation: "replace-text"; readonly pointer: string; readonly span: TextSpan; readonly text: string };

export interface Finding {
  readonly pointer: string;
  /** Point at the member's key rather than its value. */
  readonly atKey?: boolean;
  /** The part of the string at `pointer` that is at fault. */
  readonly span?: TextSpan;
  /** What is wrong, why it matters, what to write instead. */
  readonly message: string;
  /** Only where a rule's severity depends on where the document lies. */
  readonly severity?: Severity;
  readonly fix?: { readonly description: string; readonly changes: readonly DocumentChange[] };
}

/** What a reader needs to know of a rule: `wsc rules`, its page, and the reports are made from this. */
export interface RuleInformation {
  /** `group/name`; also the name of its file, page and fixture pair. */
  readonly id: string;
  readonly severity: Severity;
  /** What it demands, in one sentence. */
  readonly demands: string;
  /** Why a reader should care, one to three sentences. */
  readonly because: string;
  /** What to write instead, one to three sentences. */
  readonly instead: string;
}

/** A rule of one family. `View` is the family's read-only view of a document; it is safe on documents of any shape. */
export interface Rule<View> extends RuleInformation {
  readonly check: (view: View, report: (finding: Finding) => void) => void;
}
