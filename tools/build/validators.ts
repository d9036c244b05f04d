/** Compiles JSON Schemas into modules that need no compiler at run time (ajv standalone). */
import { Ajv2020, type Options } from "ajv/dist/2020.js";
import { _, Name, type CodeKeywordDefinition, type KeywordCxt } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { mapSchema, reachable, withoutAnnotations, type Schema, type SchemaFile } from "./schema_files.ts";

/** A validator stops looking for more errors after about this many, twice what a report lists: hostile documents hold millions. */
const mostErrors = 2000;

/** Of a branch that does not fit, this many errors are enough to see what is wrong; a hostile document may hold as many in each of its items. */
const mostErrorsOfBranch = 20;

/** The names that ajv gives, in the code that it writes, to the errors so far and to their number. */
const errorList = new Name("vErrors");
const errorCount = new Name("errors");

const options: Options = {
  strict: true,
  allowUnionTypes: true,
  strictRequired: false,
  messages: false,
  code: { source: true, esm: true, lines: true },
};

/** The text of a module whose `validate` says whether a value fits, and stops at the first error. */
export function validModule(file: SchemaFile, files: readonly SchemaFile[]): string {
  const bare = reachable(file, files).map((other) => ({ ...other, schema: withoutAnnotations(other.schema) as Schema }));
  const code = withoutReasons(moduleFor(new Ajv2020(options), file, bare));
  return withQuickLengths(code.includes("errors++") ? code : withoutCounts(code));
}

/** Puts one object in the place of all errors: nobody asks this form of a validator for reasons, and they are a third of its code, which every run reads. */
function withoutReasons(code: string): string {
  const bare = code.replaceAll(/\{instancePath(?::[^,]+)?,schemaPath:"[^"]*",keyword:"[^"]*",params:\{[^{}]*\}\}/g, "failure");
  return `${bare}\nconst failure = { instancePath: "", keyword: "not", params: {} };\n`;
}

/**
 * Leaves out what counts and hands on errors, for schemas without alternatives: there the first error is the end, so wherever the code goes on there
 * is none. What is left is some six tenths of the code, and much less for the engine to compile.
 */
function withoutCounts(code: string): string {
  const bare = code
    .replaceAll(/(function validate\d+\(data), \{.*\}=\{\}\)/g, "$1)")
    .replaceAll(/if\(!\((validate\d+\([^,]+), \{.*\}\)\)\)\{\nvErrors = .*\nerrors = vErrors\.length;\n\}/g, "if(!$1)) return false;")
    .replaceAll(/const evaluated0 = .*\nif\(.*\)\{\n.*\n\}\nif\(.*\)\{\n.*\n\}\n/g, "")
    .replaceAll(/^(?:let vErrors = null;|let errors = 0;|const _errs\d+ = errors;|let missing\d+;|validate\d+\.evaluated = .*|validate\d+\.errors = .*|const failure = .*)\n/gm, "")
    .replaceAll(/ && \(missing\d+ = "[^"]*"\)/g, "")
    .replaceAll(/^else \{\nvar valid\d+ = true;\n\}\n/gm, "")
    .replaceAll(/if\((?:errors === 0|_errs\d+ === errors|errors === _errs\d+|valid\d+)\)\{/g, "{")
    .replaceAll(/var valid\d+ = (?:true|_errs\d+ === errors);\n/g, "")
    .replaceAll(/if\(!valid\d+\)\{\nbreak;\n\}\n/g, "")
    .replaceAll("return false;\nbreak;", "return false;")
    .replaceAll("return errors === 0;", "return true;");
  const left = /\b(?:v?errors|_errs\d+|valid\d+|missing\d+|evaluated\d*|failure)\b/i.exec(bare)?.[0];
  if (left !== undefined) throw new Error(`ajv writes ${left} in a place that is not known here`);
  return bare;
}

/**
 * Counts the characters of a text only where its code units, of which a character takes one or two, leave it open whether there are too few or
 * too many.
 */
function withQuickLengths(code: string): string {
  return code.replaceAll(/(func\d+)\((data\d*)\) ([<>]) (\d+)/g, (count, _name, data: string, sign: string, limit: string) => `${data}.length ${sign} ${sign === "<" ? String(2 * Number(limit)) : limit} && ${count}`);
}

/** The text of a module whose `validate` collects every error, those of alternatives apart. */
export function errorsModule(file: SchemaFile, files: readonly SchemaFile[]): string {
  const ajv = new Ajv2020({ ...options, allErrors: true, verbose: true });
  for (const keyword of ["oneOf", "anyOf"]) {
    ajv.removeKeyword(keyword);
    ajv.addKeyword(alternatives(keyword));
  }
  return bounded(moduleFor(ajv, file, reachable(file, files)));
}

function moduleFor(ajv: Ajv2020, file: SchemaFile, files: readonly SchemaFile[]): string {
  addFormats.default(ajv);
  for (const other of files) {
    mapSchema(other.schema, (node) => refuseSlowKeywords(node, other.path));
    ajv.addSchema(other.schema);
  }
  return importsForRequires(standaloneCode.default(ajv, { validate: file.id }));
}

/** Patterns and keywords whose cost can grow faster than the document are refused when they are written, not when they are attacked. */
function refuseSlowKeywords(node: Schema, path: string): Schema {
  const items = node.items as Schema | undefined;
  const scalar = ["string", "integer", "number", "boolean"];
  if (node.uniqueItems === true && !(typeof items?.type === "string" && scalar.includes(items.type))) {
    throw new Error(`schemas/${path}: uniqueItems needs items of one scalar type; comparing every pair of other items takes quadratic time`);
  }
  const patterns = [node.pattern, ...Object.keys((node.patternProperties as Schema | undefined) ?? {})].filter((pattern) => typeof pattern === "string");
  for (const pattern of patterns) {
    const nested = [...pattern.matchAll(/\((?:\?:)?([^()]*[*+}][^()]*)\)[*+{]/g)].map(([, repeated = ""]) => repeated);
    if (!pattern.startsWith("^") || nested.some((repeated) => !/^(?:\\?[^\w\s\\[.])/.test(repeated))) {
      throw new Error(`schemas/${path}: the pattern ${pattern} could take more than linear time; start it with ^, and let a repeated group that repeats something start with a separator`);
    }
  }
  return node;
}

/**
 * oneOf and anyOf with the errors of each branch in `params.branches`, instead of one list in which nobody can tell the branches apart.
 * The code follows ajv's own (lib/vocabularies/applicator/oneOf.ts).
 */
function alternatives(keyword: string): CodeKeywordDefinition {
  return {
    keyword,
    schemaType: "array",
    trackErrors: true,
    error: { message: `must match ${keyword}`, params: ({ params }) => _`{branches: ${params.branches}, passingSchemas: ${params.passing}}` },
    code(context: KeywordCxt) {
      const { gen } = context;
      const schemas = context.schema as unknown[];
      const branches = gen.const("branches", _`[]`);
      const passing = gen.const("passing", _`[]`);
      const before = gen.name("before");
      const fits = gen.name("_valid");
      context.setParams({ branches, passing });
      schemas.forEach((_branch, index) => {
        gen.var(before, errorCount);
        const branch = context.subschema({ keyword, schemaProp: index, compositeRule: true }, fits);
        gen.if(
          fits,
          () => {
            gen.code(_`${passing}.push(${index})`);
            context.mergeEvaluated(branch);
          },
          () => {
            gen.code(_`${branches}.push(${errorList}.slice(${before}, ${before} + ${mostErrorsOfBranch}))`);
          },
        );
        gen.assign(errorCount, before);
        gen.if(_`${errorList} !== null`, () => gen.if(before, () => gen.assign(_`${errorList}.length`, before), () => gen.assign(errorList, null)));
      });
      context.result(
        keyword === "oneOf" ? _`${passing}.length === 1` : _`${passing}.length > 0`,
        () => {
          context.reset();
        },
        () => {
          context.error(true);
        },
      );
    },
  };
}

/** Ends the loops over items and members once enough errors are known, so that a hostile document cannot fill the memory with errors. */
function bounded(code: string): string {
  return code
    .replaceAll(/for\(let (i\d+)=([^;]+); \1<(len\d+); \1\+\+\)\{/g, `for(let $1=$2; $1<$3 && errors<${String(mostErrors)}; $1++){`)
    .replaceAll(/for\(const (key\d+) in (data\d*)\)\s*\{/g, `for(const $1 in $2){\nif(errors>=${String(mostErrors)})break;`);
}

/** ajv writes `require` calls also into modules; the few small functions that they fetch are imported instead. */
function importsForRequires(code: string): string {
  const imports = new Map<string, string>();
  const body = code.replaceAll(/require\("([^"]+)"\)/g, (_call, path: string) => {
    const name = imports.get(path) ?? `required${String(imports.size)}`;
    imports.set(path, name);
    return name;
  });
  // Loaders differ in whether a CommonJS module's exports are the namespace or its default.
  const lines = [...imports].map(([path, name]) => `import * as ${name}Module from ${JSON.stringify(`${path}.js`)};\nconst ${name} = ${name}Module.default?.__esModule ? ${name}Module.default : ${name}Module;\n`);
  return `${lines.join("")}${body.replace(/^"use strict";\n?/, "")}`;
}
