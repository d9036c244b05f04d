import { errors } from "../generated/errors.ts";
import { childPointer } from "../json/pointer.ts";
import type { JsonObject } from "../json/value.ts";
import type { Recognised } from "./catalog.ts";
import type { SchemaError } from "./family.ts";

/** Tells the latest other version of the family that knows the name or value at fault: then the version may be what is wrong, not the value. */
export type OtherVersion = (error: SchemaError) => string | undefined;

/** A document with more errors is hardly one of another version, and compiled validators stop collecting at some number of them. */
const mostErrors = 500;

export function otherVersions(value: JsonObject, { family, version }: Recognised): OtherVersion {
  const { name, versionProperty } = family;
  if (versionProperty === undefined) return () => undefined;
  const others = family.versions.filter((other) => other !== version).reverse();
  const refused = new Map<string, ReadonlySet<string>>();
  const refusedBy = (other: string): ReadonlySet<string> => {
    let pointers = refused.get(other);
    if (pointers === undefined) {
      const validate = errors[name]?.[other];
      const found = validate?.({ ...value, [versionProperty]: other }) === false ? (validate.errors ?? []) : [];
      refused.set(other, (pointers = new Set(found.filter(({ keyword }) => decisive.has(keyword)).map(pointerOf))));
    }
    return pointers;
  };
  const knows = (other: string, pointer: string): boolean => {
    const pointers = refusedBy(other);
    if (pointers.size >= mostErrors) return false;
    // Of what stands in a value that it refuses, a version knows nothing.
    for (let end = pointer.length; end > 0; end = pointer.lastIndexOf("/", end - 1)) if (pointers.has(pointer.slice(0, end))) return false;
    return true;
  };
  return (error) => others.find((other) => knows(other.version, pointerOf(error)))?.version;
}

const decisive: ReadonlySet<string> = new Set(["additionalProperties", "type", "enum", "const"]);

function pointerOf({ instancePath, params }: SchemaError): string {
  const { additionalProperty } = params;
  return typeof additionalProperty === "string" ? childPointer(instancePath, additionalProperty) : instancePath;
}
