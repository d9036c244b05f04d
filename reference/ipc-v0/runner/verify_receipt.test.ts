import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import { digest } from "../../../tools/protocol/canonical.ts";
import { receiptFile, transcriptFile } from "../../../tools/protocol/kept_files.ts";
import { digestOf, receiptText } from "./receipt.ts";
import { receiptProblem } from "./receipt_form.ts";
import { run, type Run } from "./run.ts";
import { verifyReceipt } from "./verify_receipt.ts";

const root = resolve(import.meta.dirname, "../../..");
const scripted = join(import.meta.dirname, "fakes/scripted_adapter.cjs");
const contract = Buffer.from('{"kind":"WorkstationContract"}');

const good = await runScript([["read"], ["greet"], ["read"], ["read"], ["result"], ["drain"]]);
const failed = await runScript([["read"], ["greet"], ["read"], ["read"], ["raw", "stray\n"], ["drain"]]);
const dead = await runScript([["exit", 3]]);

async function runScript(steps: readonly unknown[]): Promise<Run> {
  const command = [process.execPath, scripted, JSON.stringify(steps)];
  return await run({ command, operation: "text.caps", args: { text: "hello" }, timeoutMs: 5000, contract, secrets: { TOKEN: "the-token" }, environment: { ...process.env, TOKEN: "the-token" } });
}

const bytesOf = ({ receipt, transcript }: Run): { receipt: Buffer; transcript: Buffer } => ({ receipt: Buffer.from(receiptText(receipt)), transcript: Buffer.from(transcript) });
const isValid = new Ajv2020({ strict: false }).compile(JSON.parse(readFileSync(join(root, "schemas/ipc/v0/run-receipt.schema.json"), "utf8")) as object);

test("a receipt with a number that no double holds is found to have no canonical form", () => {
  const { receipt, transcript } = bytesOf(good);
  const changed = receipt.toString("utf8").replace('"text":"hello"', '"text":1e400');
  expect(verifyReceipt({ receipt: Buffer.from(changed), transcript }).findings).toEqual([{ file: receiptFile, pointer: "", message: expect.stringContaining("canonical form") as string }]);
});

describe.each([
  ["a good run", good],
  ["a run that failed", failed],
  ["a run that never began", dead],
])("%s", (_name, done) => {
  const files = bytesOf(done);

  test("verifies as it was written, and is valid by its schema", () => {
    expect(verifyReceipt({ ...files, contract }).findings).toEqual([]);
    expect(isValid(done.receipt)).toBe(true);
  });

  test("a byte that is changed, left out or put in, anywhere in either file, is found in that file", () => {
    const step = 7;
    for (const [name, file] of [["receipt", receiptFile], ["transcript", transcriptFile]] as const) {
      const bytes = files[name];
      for (let position = 0; position < bytes.length; position += step) {
        const changed = Buffer.from(bytes);
        changed[position] = (changed[position] ?? 0) ^ 1;
        const without = Buffer.concat([bytes.subarray(0, position), bytes.subarray(position + 1)]);
        const within = Buffer.concat([bytes.subarray(0, position), Buffer.from(" "), bytes.subarray(position)]);
        for (const variant of [changed, without, within]) {
          const { findings } = verifyReceipt({ ...files, [name]: variant });
          expect(findings.map((finding) => finding.file), `${file} at byte ${position}`).toContain(file);
        }
      }
      expect(verifyReceipt({ ...files, [name]: Buffer.alloc(0) }).findings).not.toEqual([]);
    }
  });

  test("a receipt that was changed with all its digests made again still has to agree with the transcript", () => {
    const forged: [string, (receipt: Record<string, JsonValue>) => void][] = [
      ["/adapter/name", (receipt) => (receipt.adapter = { ...(receipt.adapter as JsonObject), name: "another" })],
      ["/capabilities/declared", (receipt) => (receipt.capabilities = { ...(receipt.capabilities as JsonObject), declared: ["text.caps", "more"] })],
      ["/result/ok", (receipt) => (receipt.result = withDigest(done.outcome.ok ? { ok: false, error: { code: "CONTRACT_TIMEOUT", message: "m", retryable: true } } : { ok: true, data: 1 }))],
      ["/exitCode", (receipt) => (receipt.exitCode = 77)],
    ];
    for (const [pointer, change] of forged) {
      const { digest: _digest, ...receipt } = done.receipt;
      change(receipt);
      const { findings } = verifyReceipt({ receipt: Buffer.from(receiptText(withDigest(receipt))), transcript: files.transcript });
      expect(findings.map((finding) => finding.pointer)).toContain(pointer);
    }
  });

  test("a transcript that was changed with its digest made again still has to agree with the receipt", () => {
    const [first = "", ...rest] = done.transcript.split("\n");
    const changed = [first.replace('"text.caps"', '"text.cups"'), ...rest].join("\n");
    const { digest: _digest, ...members } = done.receipt;
    const receipt = { ...members, transcript: { ...(members.transcript as JsonObject), digest: digest(changed) } };
    // The hello is bound by the file's digest alone, so nothing else can tell.
    const hello = verifyReceipt({ receipt: Buffer.from(receiptText(withDigest(receipt))), transcript: Buffer.from(changed) });
    expect(hello.findings).toEqual([]);
    const last = rest.length >= 2 ? rest.slice(0, -2).join("\n") : "";
    const shorter = `${[first, last].filter((part) => part !== "").join("\n")}\n`;
    const told = withDigest({ ...receipt, transcript: { file: transcriptFile, entries: shorter.split("\n").length - 1, digest: digest(shorter) } });
    expect(verifyReceipt({ receipt: Buffer.from(receiptText(told)), transcript: Buffer.from(shorter) }).findings.map((finding) => finding.pointer)).toContain("/exitCode");
  });
});

test("names a contract that is another, and a receipt without its transcript", () => {
  const files = bytesOf(good);
  expect(verifyReceipt({ ...files, contract: Buffer.from("{}") }).findings).toMatchObject([{ file: receiptFile, pointer: "/contract/digest" }]);
  expect(verifyReceipt({ ...files, transcript: undefined }).findings).toMatchObject([{ file: transcriptFile, message: "is missing" }]);
});

test("says which member a change must be in when no other digest binds it", () => {
  const receipt = { ...good.receipt, redacted: ["OTHER"] };
  const { findings } = verifyReceipt({ receipt: Buffer.from(receiptText(receipt)), transcript: Buffer.from(good.transcript) });
  expect(findings).toHaveLength(1);
  expect(findings[0]?.message).toContain("/redacted");
});

test("the form that is checked is that of the schema", () => {
  const pointers = pointersOf(good.receipt, []);
  const values = fc.oneof(fc.constantFrom<JsonValue>(null, true, false, 0, -1, 1.5, "", "text", "IPC_X", [], ["a"], ["a", "a"], {}, `sha256:${"0".repeat(64)}`), fc.jsonValue() as fc.Arbitrary<JsonValue>);
  for (const receipt of [good.receipt, failed.receipt]) {
    fc.assert(
      fc.property(fc.constantFrom(...pointers, ["result", "error", "code"], ["result", "error", "details"], ["result", "more"], ["more"]), fc.option(values, { nil: undefined }), (path, value) => {
        const changed = withChange(receipt, path, value);
        expect(receiptProblem(changed) === undefined, JSON.stringify([path, value])).toBe(isValid(changed));
      }),
      { numRuns: 2000 },
    );
  }
});

test.each(["", "{", "null", "[]", "{}", '{"v":1}', '{"v":"run-receipt.v0","v":"run-receipt.v0"}', "\ufeff{}"])("no receipt at all is told and not thrown: %j", (text) => {
  expect(verifyReceipt({ receipt: Buffer.from(text), transcript: Buffer.from("x") }).findings.map(({ file }) => file)).toEqual([receiptFile, transcriptFile]);
});

function withDigest(members: JsonObject): JsonObject {
  return { ...members, digest: digestOf(members) };
}

function pointersOf(value: JsonValue, path: readonly string[]): (readonly string[])[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [path];
  return [...(path.length === 0 ? [] : [path]), ...Object.entries(value).flatMap(([name, inner]) => pointersOf(inner, [...path, name]))];
}

function withChange(value: JsonValue, [name, ...path]: readonly string[], change: JsonValue | undefined): JsonValue {
  if (name === undefined) return change ?? null;
  const object = typeof value === "object" && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
  if (path.length > 0) return { ...object, [name]: withChange(object[name] ?? null, path, change) };
  const { [name]: _removed, ...others } = object;
  return change === undefined ? others : { ...others, [name]: change };
}
