import type { JsonValue } from "../json/value.ts";

/** What is wrong with a document's structure. Every one is an error. */
export interface SchemaFinding {
  /** `schema/` and the keyword that is broken, `schema/unknown-kind` or `schema/unknown-version`. */
  readonly ruleId: string;
  /** The value (or the member) at fault, as an RFC 6901 pointer. */
  readonly pointer: string;
  /** Point at the member's key rather than its value. */
  readonly atKey?: boolean;
  readonly message: string;
  readonly fix?: { readonly description: string; readonly changes: readonly SchemaChange[] };
}

export type SchemaChange =
  | { readonly operation: "set"; readonly pointer: string; readonly value: JsonValue }
  | { readonly operation: "rename"; readonly pointer: string; readonly key: string };
