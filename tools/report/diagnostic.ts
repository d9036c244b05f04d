/**
 * The one diagnostic model: what the validator finds and every report format prints.
 * Its public JSON form is schemas/report/validation-report.v1.schema.json.
 */

export type Severity = "error" | "warning";

/** A place in a file. `line` and `column` count from 1, `offset` from 0; columns and offsets are UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
  readonly offset: number;
}

/** Replace the text between two UTF-16 offsets, `start` included and `end` not. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** A change that certainly mends the finding. Edits are sorted, do not overlap, and keep the file's formatting. */
export interface Fix {
  readonly description: string;
  readonly edits: readonly TextEdit[];
}

export interface Diagnostic {
  readonly ruleId: string;
  readonly severity: Severity;
  /** What is wrong, why it matters and what to write instead, as sentences. */
  readonly message: string;
  /** RFC 6901 pointer to the value (or the member) at fault; "" is the whole document. */
  readonly pointer: string;
  readonly start: Position;
  /** One past the last character. */
  readonly end: Position;
  /** Where the rule's page is. */
  readonly help: string;
  readonly fix?: Fix;
}

/** The verdict on one document. `kind` and `apiVersion` are null where the document does not say. */
export interface FileReport {
  readonly path: string;
  /** Only for a document of an NDJSON stream: the line it stands on, from 1. */
  readonly line?: number;
  readonly kind: string | null;
  readonly apiVersion: string | null;
  /** True when no diagnostic is an error. */
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface ToolInformation {
  readonly name: string;
  readonly version: string;
  /** `sha256:` and the digest of the rule set, so that two reports can be told to have been judged alike. */
  readonly ruleset: string;
}

export interface Summary {
  readonly files: number;
  readonly valid: number;
  readonly invalid: number;
  readonly errors: number;
  readonly warnings: number;
}

export interface ValidationReport {
  readonly tool: ToolInformation;
  readonly files: readonly FileReport[];
  readonly summary: Summary;
}
