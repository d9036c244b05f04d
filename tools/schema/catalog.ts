import { families } from "../generated/catalog.ts";
import { isArray, isObject, member, type JsonObject, type JsonValue } from "../json/value.ts";
import type { Family, FamilyVersion, Recognition } from "./family.ts";

export { families } from "../generated/catalog.ts";

/** What a document is. */
export interface Recognised {
  readonly family: Family;
  /** The version that the document names, or, where it names none, the latest. */
  readonly version: FamilyVersion;
}

/** Finds the family and version of `value` in the catalog; undefined when the document does not say, or says something unknown (`unrecognised.ts` explains it). */
export function recognise(value: JsonValue, known: readonly Family[] = families): Recognised | undefined {
  if (!isObject(value)) return undefined;
  for (const family of known) {
    if (!isMember(value, family.recognise)) continue;
    const version = versionOf(value, family);
    return version === undefined ? undefined : { family, version };
  }
  // A document that does not name its kind may still name the version of exactly one.
  for (const family of known) {
    const version = namesNothing(value, family.recognise.property) ? family.versions.find((candidate) => namesVersion(value, family, candidate)) : undefined;
    if (version !== undefined) return { family, version };
  }
  return undefined;
}

/** What the document calls itself, for reports: null where it does not say. */
export function nameOf(value: JsonValue | undefined, known: readonly Family[] = families): { readonly kind: string | null; readonly apiVersion: string | null } {
  if (!isObject(value)) return { kind: null, apiVersion: null };
  const family = known.find((candidate) => isMember(value, candidate.recognise)) ?? known.find((candidate) => textOf(value, candidate.recognise.property) !== null);
  if (family === undefined) return { kind: null, apiVersion: known.map((candidate) => textOf(value, candidate.versionProperty)).find((text) => text !== null) ?? null };
  return { kind: family.recognise.includes !== undefined && isMember(value, family.recognise) ? family.recognise.includes : textOf(value, family.recognise.property), apiVersion: textOf(value, family.versionProperty) };
}

/** True when `value` holds what documents of the family hold. */
export function isMember(value: JsonObject, recognition: Recognition): boolean {
  const found = member(value, recognition.property);
  if (recognition.equals !== undefined) return found === recognition.equals;
  if (recognition.startsWith !== undefined) return typeof found === "string" && found.startsWith(recognition.startsWith);
  return found === recognition.includes || (isArray(found) && found.includes(recognition.includes ?? null));
}

function versionOf(value: JsonObject, family: Family): FamilyVersion | undefined {
  const { versionProperty, versions } = family;
  if (versionProperty === undefined || member(value, versionProperty) === undefined) return versions.at(-1);
  return versions.find((candidate) => namesVersion(value, family, candidate));
}

function namesVersion(value: JsonObject, family: Family, version: FamilyVersion): boolean {
  return family.versionProperty !== undefined && member(value, family.versionProperty) === version.version;
}

/** A kind that is missing or is no text names nothing; a text that is unknown names something else. */
function namesNothing(value: JsonObject, property: string): boolean {
  const found = member(value, property);
  return typeof found !== "string";
}

function textOf(value: JsonObject, property: string | undefined): string | null {
  const found = property === undefined ? undefined : member(value, property);
  return typeof found === "string" ? found : null;
}
