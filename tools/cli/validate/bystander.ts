import { valid } from "../../generated/valid.ts";
import { families } from "../../schema/catalog.ts";
import type { Family } from "../../schema/family.ts";
import { nearest } from "../../schema/nearest.ts";
import { isObject, member, type JsonObject, type JsonValue } from "../../json/value.ts";
import type { FileReport } from "../../report/diagnostic.ts";
import type { Suspicion } from "../../validate/judge.ts";

/**
 * True for a file of a walked folder that is JSON but not meant as one of ours, such as a package.json: it names no kind or another one,
 * nothing in it is near a kind or version we know, where those stand, and naming it would not make it a valid document.
 * Whatever is in doubt is no bystander, so that a misspelt contract is never passed over.
 */
export function isBystander(suspicion: Suspicion, report: FileReport): boolean {
  const [only, ...more] = report.diagnostics;
  if (only === undefined || more.length > 0) return false;
  if (only.ruleId === "schema/type" && only.pointer === "") return true;
  if (only.ruleId !== "schema/unknown-kind") return false;
  const { value } = suspicion.parsed;
  return isObject(value) && families.every((family) => isForeign(value, family));
}

function isForeign(value: JsonObject, family: Family): boolean {
  const { recognise, versionProperty, versions } = family;
  const kind = recognise.equals ?? recognise.includes ?? recognise.startsWith ?? "";
  const names = [kind, ...versions.map(({ version }) => version)];
  if (isNear(member(value, recognise.property), names)) return false;
  if (versionProperty !== undefined && isNear(member(value, versionProperty), names)) return false;
  if (member(value, recognise.property) !== undefined) return true;
  const properties = versionProperty === undefined ? [recognise.property] : [recognise.property, versionProperty];
  if (Object.entries(value).some(([key, content]) => isNear(key, properties) && isNear(content, names))) return false;
  return !versions.some(({ version }) => valid[family.name]?.[version]?.({ ...value, [recognise.property]: kind, ...(versionProperty === undefined ? {} : { [versionProperty]: version }) }) === true);
}

/** True for a text that is one of `names`, was probably meant to be, or begins as one up to its version. */
function isNear(value: JsonValue | undefined, names: readonly string[]): boolean {
  if (Array.isArray(value)) return value.some((item: JsonValue) => isNear(item, names));
  if (typeof value !== "string") return false;
  return names.includes(value) || nearest(value, names) !== undefined || names.some((name) => name.includes("/") && value.startsWith(name.slice(0, name.indexOf("/") + 1)));
}
