/** The generated form of schemas/catalog.json, without the files that it names: what tools/generated/catalog.ts holds. */

/** An error of a compiled validator (ajv). The branches of a failed oneOf or anyOf hold the errors of each branch. */
export interface SchemaError {
  readonly keyword: string;
  /** The value at fault, as an RFC 6901 pointer. */
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set where the error is about a member's name. */
  readonly propertyName?: string;
  /** The keyword's value, the schema that it stands in, and the value at fault. */
  readonly schema?: unknown;
  readonly parentSchema?: unknown;
  readonly data?: unknown;
}

/** A compiled validator. After it returned false, `errors` says why. */
export interface CompiledValidator {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}

export interface FamilyVersion {
  /** What the version property holds. */
  readonly version: string;
}

/** Compiled validators by family and version. */
export type Validators = Readonly<Record<string, Readonly<Record<string, CompiledValidator>>>>;

export interface Recognition {
  readonly property: string;
  readonly equals?: string;
  readonly includes?: string;
  readonly startsWith?: string;
}

/** One family of documents. */
export interface Family {
  readonly name: string;
  readonly title: string;
  readonly recognise: Recognition;
  readonly versionProperty?: string;
  /** Oldest first, at least one. */
  readonly versions: readonly FamilyVersion[];
}
