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

/** What a document calls itself, for reports, and what it is; null and undefined where it does not say. */
export interface Identity {
  readonly kind: string | null;
  readonly apiVersion: string | null;
  readonly recognised: Recognised | undefined;
}

/** Finds the family and version of `value` in the catalog. Of a document that does not say, or says something unknown, `unrecognised.ts` explains it. */
export function identify(value: JsonValue | undefined, known: readonly Family[] = families): Identity {
  if (!isObject(value)) return nameless;
  for (const family of known) {
    const { recognise: recognition, versionProperty } = family;
    if (!isMember(value, recognition)) continue;
    const version = versionOf(value, family);
    return {
      kind: recognition.includes ?? textOf(value, recognition.property),
      apiVersion: textOf(value, versionProperty),
      recognised: version === undefined ? undefined : { family, version },
    };
  }
  return identifyByVersion(value, known);
}

const nameless: Identity = { kind: null, apiVersion: null, recognised: undefined };

/** A document that does not name its kind may still name the version of exactly one. */
function identifyByVersion(value: JsonObject, known: readonly Family[]): Identity {
  const named = known.find((family) => textOf(value, family.recognise.property) !== null);
  const kind = named === undefined ? null : textOf(value, named.recognise.property);
  const apiVersion = named === undefined ? (known.map((family) => textOf(value, family.versionProperty)).find((text) => text !== null) ?? null) : textOf(value, named.versionProperty);
  for (const family of known) {
    const version = namesNothing(value, family.recognise.property) ? family.versions.find((candidate) => namesVersion(value, family, candidate)) : undefined;
    if (version !== undefined) return { kind, apiVersion, recognised: { family, version } };
  }
  return { kind, apiVersion, recognised: undefined };
}

/** The family and version of `value` alone. */
export function recognise(value: JsonValue, known: readonly Family[] = families): Recognised | undefined {
  return identify(value, known).recognised;
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
  for (const version of versions) if (namesVersion(value, family, version)) return version;
  return undefined;
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
