import { childPointer } from "../json/pointer.ts";
import { counted, shown, shownText } from "../json/shown.ts";
import type { JsonValue } from "../json/value.ts";
import type { SchemaError } from "./family.ts";
import type { SchemaFinding } from "./finding.ts";
import { nearest, type Suggestion } from "./nearest.ts";
import type { OtherVersion } from "./other_version.ts";
import { listed } from "./wording.ts";

/** What else bears on an error. */
export interface Circumstances {
  /** The member may stand for a name that another one beside it may stand for as well: see `renames`. */
  readonly isContested: boolean;
  readonly otherVersion: OtherVersion;
  /** How the document writes the value at fault, if that is a number. */
  readonly spelt: string | undefined;
}

/** A schema error as a finding: what was expected, what was found, what the value is for, and what to write instead. */
export function describeError(error: SchemaError, circumstances: Circumstances): SchemaFinding {
  const finding = { ruleId: `schema/${error.keyword.replaceAll(/[^A-Za-z0-9-]/g, "")}`, pointer: error.instancePath };
  const sentence = (...parts: string[]): string => parts.filter((part) => part !== "").join(" ");
  const purpose = purposeOf(error.parentSchema);
  // Only looked at where it is told: an object may have a million members, each with an error of its own.
  const found = (): string => shownAsWritten(error, circumstances);
  const { params } = error;
  if (error.propertyName !== undefined || error.keyword === "propertyNames") {
    const name = error.propertyName ?? String(params.propertyName);
    return { ruleId: "schema/propertyNames", pointer: childPointer(error.instancePath, name), atKey: true, message: sentence(`Expected ${constraint(error)} as a name here, found ${shownText(name)}.`, purpose, "Write another name.") };
  }
  switch (error.keyword) {
    case "additionalProperties":
    case "unevaluatedProperties":
      return unknownMember(error, finding.ruleId, circumstances);
    case "required":
    case "dependentRequired": {
      const name = String(params.missingProperty);
      const schema = record(record(error.parentSchema).properties)[name];
      return { ...finding, message: sentence(`Expected the member ${shownText(name)}, found ${membersFound(error.data)}.`, purposeOf(schema), `Add ${shownText(name)}${kindOfValue(schema)}.`) };
    }
    case "enum":
    case "const":
      return constant(error, finding, purpose, found(), circumstances);
    case "type":
      return { ...finding, message: sentence(`Expected ${constraint(error)}, found ${found()}.`, purpose, typeAdvice(error, found(), circumstances)) };
    case "minLength":
    case "maxLength": {
      const length = Array.from(String(error.data)).length;
      return { ...finding, message: sentence(`Expected ${constraint(error)}, found ${length === 0 ? "an empty text" : `${length}: ${found()}`}.`, purpose, error.keyword === "minLength" ? "Write a longer text." : "Write a shorter text.") };
    }
    case "minItems":
    case "maxItems":
    case "minProperties":
    case "maxProperties":
      return { ...finding, message: sentence(`Expected ${constraint(error)}, found ${found()}.`, purpose, error.keyword.startsWith("min") ? "Add what is missing." : "Remove what is too much.") };
    case "oneOf":
    case "anyOf":
      return { ...finding, message: sentence(alternatives(error, found()), purpose) };
    case "pattern":
    case "format":
      return { ...finding, message: sentence(`Expected ${constraint(error)}, found ${found()}.`, purpose, "Write a text of that form.") };
    default:
      return { ...finding, message: sentence(`Expected ${constraint(error)}, found ${found()}.`, purpose, "Write a value that fits.") };
  }
}

function shownAsWritten({ data }: SchemaError, { spelt }: Circumstances): string {
  return isShort(spelt) ? spelt : shown(data as JsonValue);
}

function isShort(spelt: string | undefined): spelt is string {
  const longest = 60;
  return spelt !== undefined && spelt.length <= longest;
}

/** The unknown member `error` is certainly or probably the missing member `name`, misspelt. */
export function describeRename(error: SchemaError, name: string): SchemaFinding {
  const key = unknownName(error);
  const pointer = childPointer(error.instancePath, key);
  return {
    ruleId: `schema/${error.keyword}`,
    pointer,
    atKey: true,
    message: `Expected the member ${shownText(name)}, found ${shownText(key)}. A name that the format does not know is read by nothing, and ${shownText(name)} is missing. Rename it to ${shownText(name)}.`,
    fix: { description: `Rename ${shownText(key)} to ${shownText(name)}`, changes: [{ operation: "rename", pointer, key: name }] },
  };
}

export interface Renames {
  /** For the error of an unknown member: the name that was meant. */
  readonly meant: ReadonlyMap<SchemaError, string>;
  /** The errors of the missing members that these explain. */
  readonly explained: ReadonlySet<SchemaError>;
  /** The errors of unknown members that are as near to one absent name as others beside them: which of them was meant, nobody but the author knows. */
  readonly contested: ReadonlySet<SchemaError>;
}

/** An unknown member beside a missing one of nearly the same name is one defect, not two. */
export function renames(errors: readonly SchemaError[]): Renames {
  const contested = contestedMembers(errors);
  const meant = new Map<SchemaError, string>();
  const explained = new Set<SchemaError>();
  const missing = new Map<string, Map<string, SchemaError>>();
  for (const error of errors) {
    if (error.keyword !== "required") continue;
    const there = missing.get(error.instancePath) ?? new Map<string, SchemaError>();
    missing.set(error.instancePath, there.set(String(error.params.missingProperty), error));
  }
  for (const error of errors) {
    const there = isUnknownMember(error) && !contested.has(error) ? missing.get(error.instancePath) : undefined;
    const name = there === undefined ? undefined : nearest(unknownName(error), [...there.keys()]);
    const required = name?.certain === true ? there?.get(name.name) : undefined;
    if (name === undefined || required === undefined) continue;
    there?.delete(name.name);
    meant.set(error, name.name);
    explained.add(required);
  }
  return { meant, explained, contested };
}

function contestedMembers(errors: readonly SchemaError[]): ReadonlySet<SchemaError> {
  const first = new Map<string, SchemaError>();
  const contested = new Set<SchemaError>();
  for (const error of errors) {
    const suggestion = isUnknownMember(error) ? nearestAbsent(error) : undefined;
    if (suggestion?.certain !== true) continue;
    const place = childPointer(error.instancePath, suggestion.name);
    const other = first.get(place);
    if (other === undefined) first.set(place, error);
    else contested.add(other).add(error);
  }
  return contested;
}

/** The name that an unknown member probably stands for: one that the schema knows and the object does not have. */
function nearestAbsent(error: SchemaError): Suggestion | undefined {
  return nearest(unknownName(error), knownNames(error).filter((key) => !Object.hasOwn(record(error.data), key)));
}

function knownNames({ parentSchema }: SchemaError): string[] {
  return Object.keys(record(record(parentSchema).properties));
}

function unknownMember(error: SchemaError, ruleId: string, { isContested, otherVersion }: Circumstances): SchemaFinding {
  const name = unknownName(error);
  const known = knownNames(error);
  const version = otherVersion(error);
  const suggestion = version === undefined ? nearestAbsent(error) : undefined;
  const advice = version !== undefined ? `${inVersion(version)}, or remove it.` : suggestion === undefined ? "Remove it." : `Did you mean ${shownText(suggestion.name)}?`;
  const expected = known.length === 0 ? "no members" : `only ${listed(known.map(shownText), "and")}`;
  const pointer = childPointer(error.instancePath, name);
  return {
    ruleId,
    pointer,
    atKey: true,
    message: `Expected ${expected} here, found ${shownText(name)}. A name that the format does not know is read by nothing, so it would silently have no effect. ${advice}`,
    ...(suggestion?.certain === true && !isContested && { fix: { description: `Rename ${shownText(name)} to ${shownText(suggestion.name)}`, changes: [{ operation: "rename", pointer, key: suggestion.name }] } }),
  };
}

/** What to write where a document of this version says what only another version knows. */
function inVersion(version: string): string {
  return `The version ${shownText(version)} knows it: write that version`;
}

function isUnknownMember({ keyword }: SchemaError): boolean {
  return keyword === "additionalProperties" || keyword === "unevaluatedProperties";
}

function unknownName({ params }: SchemaError): string {
  return String(params.additionalProperty ?? params.unevaluatedProperty);
}

function constant(error: SchemaError, finding: { ruleId: string; pointer: string }, purpose: string, found: string, { otherVersion }: Circumstances): SchemaFinding {
  const allowed = constants(error);
  const names = allowed.filter((value) => typeof value === "string");
  const version = error.keyword === "enum" ? otherVersion(error) : undefined;
  const suggestion = version === undefined && typeof error.data === "string" ? nearest(error.data, names) : undefined;
  const plain = allowed.length === 1 ? "Write it exactly so." : "Write one of them.";
  const advice = version !== undefined ? `${inVersion(version)}, or one of these values.` : suggestion === undefined ? plain : `Did you mean ${shownText(suggestion.name)}?`;
  const sure = suggestion !== undefined && isSpelling(String(error.data), suggestion.name);
  return {
    ...finding,
    message: [`Expected ${constraint(error)}, found ${found}.`, purpose, advice].filter((part) => part !== "").join(" "),
    ...(sure && { fix: { description: `Write ${shownText(suggestion.name)}`, changes: [{ operation: "set", pointer: error.instancePath, value: suggestion.name }] } }),
  };
}

/** A value means what it says unless only its case or the space around it is off. */
function isSpelling(text: string, name: string): boolean {
  return text.trim().toLowerCase() === name.toLowerCase();
}

function constants({ params }: SchemaError): JsonValue[] {
  return (Array.isArray(params.allowedValues) ? params.allowedValues : [params.allowedValue]) as JsonValue[];
}

/** What the broken keyword demands, to follow "Expected". */
function constraint(error: SchemaError): string {
  const { keyword, params, schema } = error;
  const limit = Number(params.limit);
  switch (keyword) {
    case "type":
      return listed(types(error).map((type) => typeNames[type] ?? type));
    case "enum":
    case "const":
      return listed(constants(error).map(shown));
    case "pattern":
      return `a text that matches ${String(params.pattern)}`;
    case "format":
      return `a text in the format ${String(params.format)}`;
    case "minLength":
      return `at least ${counted(limit, "character")}`;
    case "maxLength":
      return `at most ${counted(limit, "character")}`;
    case "minItems":
      return `at least ${counted(limit, "item")}`;
    case "maxItems":
      return `at most ${counted(limit, "item")}`;
    case "minProperties":
      return `at least ${counted(limit, "member")}`;
    case "maxProperties":
      return `at most ${counted(limit, "member")}`;
    case "minimum":
    case "maximum":
    case "exclusiveMinimum":
    case "exclusiveMaximum":
      return `a number ${String(params.comparison)} ${limit}`;
    case "multipleOf":
      return `a multiple of ${String(params.multipleOf)}`;
    case "uniqueItems":
      return `items that all differ (items ${Math.min(Number(params.i), Number(params.j))} and ${Math.max(Number(params.i), Number(params.j))} are equal)`;
    case "not":
      return "a value that the format does not rule out here";
    default:
      return `a value that fits ${shownText(keyword)}${typeof schema === "object" || schema === undefined ? "" : ` ${shown(schema as JsonValue)}`}`;
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  integer: "a whole number",
  boolean: "true or false",
  null: "null",
  array: "an array",
  object: "an object",
};

function types({ params }: SchemaError): string[] {
  const { type } = params;
  return Array.isArray(type) ? type.map(String) : String(type).split(",");
}

function typeAdvice(error: SchemaError, found: string, { spelt }: Circumstances): string {
  const wanted = types(error);
  const { data } = error;
  const { enum: values } = record(error.parentSchema);
  if (Array.isArray(values) && !values.includes(found)) return `Write ${listed((values as JsonValue[]).map(shown))}.`;
  if (wanted.includes("string") && (typeof data === "number" || typeof data === "boolean")) return `Write it in double quotes${typeof data === "boolean" || isShort(spelt) ? `: "${found}"` : ""}.`;
  if (wanted.includes("boolean") && (data === "true" || data === "false")) return `Write ${data} without quotes.`;
  if (wanted.includes("array") && data !== null) return "Write a list in square brackets, also for a single item.";
  return data === null ? "Write a value, or leave the member out if it is not required." : "Write a value of that type.";
}

function alternatives({ params }: SchemaError, found: string): string {
  if (Array.isArray(params.alternatives)) return `Expected one of the members ${listed(params.alternatives.map((name) => shownText(String(name))))}, found none of them. Add one.`;
  if (Array.isArray(params.passingSchemas)) return `Expected a value that fits exactly one alternative, found ${found}, which fits several. Leave out what belongs to the others.`;
  return `Expected a value that fits one of the alternatives, found ${found}, which fits none.`;
}

function membersFound(data: unknown): string {
  const keys = Object.keys(record(data));
  if (keys.length === 0) return "an empty object";
  const most = 6;
  return keys.length <= most ? `only ${listed(keys.map(shownText), "and")}` : `only ${keys.slice(0, most).map(shownText).join(", ")} and ${keys.length - most} more`;
}

/** The first sentence of the schema's description: what the value is for. */
function purposeOf(schema: unknown): string {
  const { description } = record(schema);
  return typeof description === "string" ? (/^.*?[.;](?= |$)/s.exec(description)?.[0].replace(/;$/, ".") ?? description) : "";
}

function kindOfValue(schema: unknown): string {
  const { type, const: value, enum: values } = record(schema);
  if (value !== undefined) return `: ${shown(value as JsonValue)}`;
  if (Array.isArray(values)) return `: ${listed((values as JsonValue[]).map(shown))}`;
  return typeof type === "string" && typeNames[type] !== undefined ? ` with ${typeNames[type]}` : "";
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
