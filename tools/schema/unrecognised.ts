import { childPointer } from "../json/pointer.ts";
import { shown, shownText } from "../json/shown.ts";
import { isObject, member, type JsonObject, type JsonValue } from "../json/value.ts";
import { families, isMember } from "./catalog.ts";
import type { SchemaFinding } from "./finding.ts";
import type { Family, Recognition } from "./family.ts";
import { nearest } from "./nearest.ts";
import { listed } from "./wording.ts";

/** Why `recognise` does not know what `value` is: no object, an unknown kind, or an unknown version of a known kind. */
export function unrecognised(value: JsonValue, known: readonly Family[] = families): SchemaFinding {
  if (!isObject(value)) {
    return { ruleId: "schema/type", pointer: "", message: `Expected an object, found ${shown(value)}. Every document is one object that names its kind; ${howToName(known)}.` };
  }
  const family = known.find((candidate) => isMember(value, candidate.recognise));
  return family === undefined ? unknownKind(value, known) : unknownVersion(value, family);
}

function unknownVersion(value: JsonObject, family: Family): SchemaFinding {
  const property = family.versionProperty ?? "";
  const found = member(value, property) ?? null;
  const versions = family.versions.map(({ version }) => version);
  const suggestion = typeof found === "string" ? nearest(found, versions) : undefined;
  return {
    ruleId: "schema/unknown-version",
    pointer: childPointer("", property),
    message: `Expected ${listed(versions.map(shownText))} as the version, found ${shown(found)}. The version decides how the rest is read, so nothing else can be checked. ${suggestion === undefined ? `The latest that this tool knows is ${shownText(versions.at(-1) ?? "")}.` : `Did you mean ${shownText(suggestion.name)}?`}`,
  };
}

function unknownKind(value: JsonObject, known: readonly Family[]): SchemaFinding {
  const ruleId = "schema/unknown-kind";
  const because = "The kind decides how a document is read, so nothing else can be checked.";
  const named = known.filter(({ recognise }) => member(value, recognise.property) !== undefined);
  const property = named[0]?.recognise.property;
  if (property !== undefined) {
    const found = member(value, property) ?? null;
    const names = named.filter(({ recognise }) => recognise.property === property).map(({ recognise, versions, versionProperty }) => (versionProperty === property ? versions.map(({ version }) => version) : [nameIn(recognise)])).flat();
    const suggestion = typeof found === "string" ? nearest(found, names) : undefined;
    return {
      ruleId,
      pointer: childPointer("", property),
      message: `Expected ${listed(names.map(shownText))} as ${shownText(property)}, found ${shown(found)}. ${because} ${suggestion === undefined ? "Write the kind of document that this is." : `Did you mean ${shownText(suggestion.name)}?`}`,
      ...(suggestion?.certain === true && { fix: { description: `Write ${shownText(suggestion.name)}`, changes: [{ operation: "set", pointer: childPointer("", property), value: suggestion.name }] } }),
    };
  }
  const properties = [...new Set(known.map(({ recognise }) => recognise.property))];
  for (const key of Object.keys(value)) {
    const suggestion = nearest(key, properties);
    if (suggestion === undefined) continue;
    return {
      ruleId,
      pointer: childPointer("", key),
      atKey: true,
      message: `Expected the member ${shownText(suggestion.name)}, found ${shownText(key)}. ${because} Did you mean ${shownText(suggestion.name)}?`,
      ...(suggestion.certain && { fix: { description: `Rename ${shownText(key)} to ${shownText(suggestion.name)}`, changes: [{ operation: "rename", pointer: childPointer("", key), key: suggestion.name }] } }),
    };
  }
  return { ruleId, pointer: "", message: `Expected a member that names the kind of document, found none. ${because} ${capitalised(howToName(known))}.` };
}

function howToName(known: readonly Family[]): string {
  return `write ${listed(known.map(({ recognise, title }) => `${shownText(recognise.property)}: ${shownText(nameIn(recognise))} (${title})`))}`;
}

function nameIn({ equals, includes, startsWith }: Recognition): string {
  return equals ?? includes ?? startsWith ?? "";
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
