import type { SchemaError } from "./family.ts";

/**
 * Of the branches of the failed oneOf or anyOf `error`, the errors of the one that the value was most likely meant to fit.
 * Where all branches fail in the same way, for example by a tag that no branch has, that is one error.
 */
export function bestBranch(error: SchemaError, branches: readonly (readonly SchemaError[])[]): SchemaError[] {
  const merged = mergedTypes(error, branches) ?? mergedTags(branches) ?? mergedRequired(error, branches);
  if (merged !== undefined) return [merged];
  const scored = branches.map((errors) => ({ errors, score: misfit(error, errors) }));
  const [best] = scored.sort((a, b) => a.score - b.score);
  return [...(best?.errors ?? [error])];
}

/** How badly a branch fits: a wrong type or a wrong tag weighs more than anything below, then the number of errors. */
function misfit(error: SchemaError, errors: readonly SchemaError[]): number {
  let score = 0;
  for (const { keyword, instancePath } of errors) {
    const depth = levels(instancePath) - levels(error.instancePath);
    if (keyword === "type" && depth === 0) score += 10_000;
    else if ((keyword === "const" || keyword === "enum") && depth <= 1) score += 1000;
    else score += 1;
  }
  return score;
}

/** Every branch wants another type. */
function mergedTypes(error: SchemaError, branches: readonly (readonly SchemaError[])[]): SchemaError | undefined {
  const types = branches.map((errors) => errors.find(({ keyword, instancePath }) => keyword === "type" && instancePath === error.instancePath));
  const [first] = types;
  if (first === undefined || !types.every((found) => found !== undefined)) return undefined;
  return { ...first, params: { type: [...new Set(types.flatMap(({ params }) => params.type as string | string[]))] } };
}

/** Every branch wants another constant at the same place. */
function mergedTags(branches: readonly (readonly SchemaError[])[]): SchemaError | undefined {
  const tags = branches.map((errors) => errors.filter(({ keyword }) => keyword === "const" || keyword === "enum"));
  for (const first of tags[0] ?? []) {
    const same = tags.map((errors) => errors.find(({ instancePath }) => instancePath === first.instancePath));
    if (!same.every((found) => found !== undefined)) continue;
    return { ...first, keyword: "enum", params: { allowedValues: [...new Set(same.flatMap(constants))] } };
  }
  return undefined;
}

function constants({ params }: SchemaError): unknown[] {
  return Array.isArray(params.allowedValues) ? params.allowedValues : [params.allowedValue];
}

/** Every branch wants only another member. */
function mergedRequired(error: SchemaError, branches: readonly (readonly SchemaError[])[]): SchemaError | undefined {
  const missing = branches.map((errors) => (errors.length === 1 && errors[0]?.keyword === "required" && errors[0].instancePath === error.instancePath ? errors[0].params.missingProperty : undefined));
  if (missing.length < 2 || !missing.every((name) => typeof name === "string")) return undefined;
  return { ...error, params: { ...error.params, alternatives: missing } };
}

function levels(pointer: string): number {
  return pointer.split("/").length;
}
