import { isArray, isObject, type JsonObject, type JsonValue } from "../../../tools/json/value.ts";
import { childPointer } from "../../../tools/json/pointer.ts";
import { transcriptFile } from "../../../tools/protocol/kept_files.ts";

/** Where a value is not what schemas/ipc/v0/run-receipt.schema.json says, and what is expected there. */
export interface FormProblem {
  readonly pointer: string;
  readonly expected: string;
}

/** The first place where `value` is no run-receipt.v0; undefined where it is one. It accepts what the schema accepts. */
export function receiptProblem(value: JsonValue): FormProblem | undefined {
  return check(value, receipt, "");
}

type Form =
  | { readonly kind: "value"; readonly expected: string; readonly accepts: (value: JsonValue) => boolean }
  | { readonly kind: "object"; readonly members: Readonly<Record<string, Form>>; readonly optional: readonly string[] };

const text = value("a string", (found) => typeof found === "string");
const texts = value("a list of strings", isTexts);
const told = value("a string or null", (found) => found === null || typeof found === "string");
const digest = value('"sha256:" and 64 hexadecimal digits', (found) => typeof found === "string" && /^sha256:[0-9a-f]{64}$/.test(found));
const anything = value("a value", () => true);
const boundary = (least: number) => (found: JsonValue): boolean => Number.isInteger(found) && Number(found) >= least;

const receipt = object(
  {
    v: value('"run-receipt.v0"', (found) => found === "run-receipt.v0"),
    contract: object({ digest }),
    adapter: object({ name: told, version: told, command: object({ argv: texts, digest }) }),
    capabilities: object({ declared: texts, accepted: texts, digest }),
    invocation: object(
      {
        op: value("a string that is not empty", (found) => typeof found === "string" && found !== ""),
        args: value("an object", isObject),
        timeoutMs: value("a whole number above 0", boundary(1)),
        digest,
      },
      ["timeoutMs"],
    ),
    result: value("an object", isObject),
    exitCode: value("a whole number or null", (found) => found === null || Number.isInteger(found)),
    transcript: object({ file: value(`"${transcriptFile}"`, (found) => found === transcriptFile), entries: value("a count", boundary(0)), digest }),
    redacted: value("a list of different strings", (found) => isTexts(found) && new Set(found).size === found.length),
    digest,
  },
  ["contract", "redacted"],
);

const success = object({ ok: value("true", (found) => found === true), data: anything, digest });

const failure = object({
  ok: value("true or false", (found) => found === false),
  error: object(
    {
      code: value("IPC_, ADAPTER_ or CONTRACT_ and capital letters", (found) => typeof found === "string" && /^(?:IPC|ADAPTER|CONTRACT)_[A-Z0-9_]+$/.test(found)),
      message: text,
      retryable: value("a boolean", (found) => typeof found === "boolean"),
      details: anything,
    },
    ["details"],
  ),
  digest,
});

function check(found: JsonValue, form: Form, pointer: string): FormProblem | undefined {
  if (form.kind === "value") return form.accepts(found) ? undefined : { pointer, expected: form.expected };
  if (!isObject(found)) return { pointer, expected: "an object" };
  for (const name of Object.keys(found)) {
    if (!Object.hasOwn(form.members, name)) return { pointer: childPointer(pointer, name), expected: `no member but ${Object.keys(form.members).join(", ")}` };
  }
  for (const [name, inner] of Object.entries(form.members)) {
    const member = found[name];
    if (member === undefined) {
      if (form.optional.includes(name)) continue;
      return { pointer: childPointer(pointer, name), expected: "a value, which is missing" };
    }
    const problem = check(member, inner, childPointer(pointer, name));
    if (problem !== undefined) return problem;
  }
  return form === receipt ? check(found.result ?? null, isSuccess(found) ? success : failure, "/result") : undefined;
}

function isSuccess({ result }: JsonObject): boolean {
  return isObject(result) && result.ok === true;
}

function isTexts(found: JsonValue): found is readonly string[] {
  return isArray(found) && found.every((item) => typeof item === "string");
}

function value(expected: string, accepts: (found: JsonValue) => boolean): Form {
  return { kind: "value", expected, accepts };
}

function object(members: Readonly<Record<string, Form>>, optional: readonly string[] = []): Form {
  return { kind: "object", members, optional };
}
