import { errors } from "../generated/errors.ts";
import { valid } from "../generated/valid.ts";
import type { Spelling } from "../json/spelling.ts";
import { isObject, type JsonValue } from "../json/value.ts";
import { bestBranch } from "./branches.ts";
import type { Recognised } from "./catalog.ts";
import type { SchemaError } from "./family.ts";
import type { SchemaFinding } from "./finding.ts";
import { describeError, describeRename, renames } from "./describe.ts";
import { otherVersions, type OtherVersion } from "./other_version.ts";

/**
 * Every way in which `value` breaks the schema of its family and version, one finding a defect: nothing is said twice, and of alternatives
 * only the one that fits best is explained. `spelling` tells how the document writes a number. Compiled validators stop collecting after some
 * thousand errors, because hostile documents exist.
 */
export function explain(value: JsonValue, { family, version }: Recognised, spelling: Spelling): SchemaFinding[] {
  const validate = errors[family.name]?.[version.version];
  const isValid = valid[family.name]?.[version.version];
  const otherVersion = isObject(value) ? otherVersions(value, { family, version }) : unversioned;
  const found = validate === undefined || validate(value) ? [] : findings(validate.errors ?? [], spelling, otherVersion);
  if (found.length > 0 || isValid?.(value) !== false) return found;
  // The two forms of a validator come from one schema; should they ever disagree, the document is still not valid.
  return findings(isValid.errors ?? [], spelling);
}

const unversioned: OtherVersion = () => undefined;

/** The findings that the errors of one validator amount to. */
export function findings(found: readonly SchemaError[], spelling: Spelling, otherVersion = unversioned): SchemaFinding[] {
  const defects = withoutConsequences(found.flatMap(resolveBranches));
  const { meant, explained, contested } = renames(defects);
  const numbers = defects.filter(({ data }) => typeof data === "number").map(({ instancePath }) => instancePath);
  const spelt = numbers.length === 0 ? undefined : spelling(numbers);
  return defects
    .filter((error) => !explained.has(error))
    .map((error) => {
      const name = meant.get(error);
      return name === undefined ? describeError(error, { isContested: contested.has(error), otherVersion, spelt: spelt?.get(error.instancePath) }) : describeRename(error, name);
    });
}

/** A failed alternative becomes the errors of the branch that fits best. */
function resolveBranches(error: SchemaError): SchemaError[] {
  const branches = error.params.branches as readonly (readonly SchemaError[])[] | undefined;
  if (branches === undefined || branches.length === 0 || passing(error) > 1) return [error];
  return bestBranch(error, branches.map((branch) => withoutConsequences(branch.flatMap(resolveBranches))));
}

function passing(error: SchemaError): number {
  const { passingSchemas } = error.params;
  return Array.isArray(passingSchemas) ? passingSchemas.length : 0;
}

/** Leaves out what follows from another error: a value of the wrong type cannot fit any other keyword; an empty text fits no pattern. */
function withoutConsequences(errors: readonly SchemaError[]): SchemaError[] {
  const places = new Map<string, SchemaError[]>();
  for (const error of errors) {
    if (error.keyword === "if" && errors.some((other) => other.keyword !== "if" && isWithin(other.instancePath, error.instancePath))) continue;
    const place = `${error.instancePath}\n${nameAtFault(error) ?? ""}`;
    const there = places.get(place);
    if (there === undefined) places.set(place, [error]);
    else there.push(error);
  }
  return [...places.values()].flatMap((there) => {
    const worst = there.find(({ keyword }) => keyword === "type") ?? there.find(({ keyword }) => keyword === "const" || keyword === "enum");
    if (worst !== undefined) return [worst];
    const told = new Set<string>();
    const empty = there.some(({ keyword, data }) => keyword === "minLength" && data === "");
    return there.filter((error) => {
      if (summaries.has(error.keyword) && there.length > 1) return false;
      if (empty && (error.keyword === "pattern" || error.keyword === "format")) return false;
      const same = `${error.keyword}\n${JSON.stringify(error.params)}`;
      return !told.has(same) && told.add(same);
    });
  });
}

function isWithin(pointer: string, ancestor: string): boolean {
  return pointer === ancestor || pointer.startsWith(`${ancestor}/`);
}

/** Keywords that only say that something below them failed. */
const summaries = new Set(["if", "allOf", "propertyNames"]);

function nameAtFault({ keyword, propertyName, params }: SchemaError): string | undefined {
  return propertyName ?? (keyword === "propertyNames" ? String(params.propertyName) : undefined);
}
