import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const readObject = (path: string): Record<string, unknown> => JSON.parse(readFileSync(join(root, path), "utf8")) as Record<string, unknown>;

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: false });
addFormats.default(ajv);
const files = ["schemas/ipc/v0", "schemas/conformance"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name) => `${folder}/${name}`),
);
for (const file of files) ajv.addSchema(readObject(file));

const accepts = (schema: string, value: unknown): boolean => {
  const validate = ajv.getSchema(schema);
  if (validate === undefined) throw new Error(`no schema ${schema}`);
  return validate(value) === true;
};
const wire = (name: string): string => `https://schemas.socios.ai/ipc/v0/${name}.schema.json`;
const conformance = (name: string): string => `https://github.com/SociOS-Linux/workstation-contracts/blob/main/schemas/conformance/${name}.schema.json`;

describe("the schemas", () => {
  test.each(files)("%s compiles", (file) => {
    expect(() => ajv.getSchema(String(readObject(file).$id))).not.toThrow();
  });

  test("accept the registry and the sets", () => {
    expect(accepts(conformance("requirements"), readObject("conformance/ipc-v0/requirements.json"))).toBe(true);
    for (const name of readdirSync(join(root, "conformance/ipc-v0/sets"))) {
      expect(accepts(conformance("set"), readObject(`conformance/ipc-v0/sets/${name}`)), name).toBe(true);
    }
  });
});

const hello = {
  v: "ipc.v0",
  id: "00000001",
  ts: "2026-01-01T00:00:00Z",
  type: "hello",
  payload: { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [], session: {} },
};

describe("the message schema", () => {
  test.each([
    ["as it is", {}, true],
    ["with a trace", { trace: { traceId: "t", spanId: "s" } }, true],
    ["with an offset and a fraction in the time", { ts: "2026-01-01T00:00:00.5+02:00" }, true],
    ["of another protocol", { v: "ipc.v1" }, false],
    ["with a short id", { id: "0000001" }, false],
    ["with a time by another standard", { ts: "2026-01-01 00:00" }, false],
    ["of an unknown type", { type: "greeting" }, false],
    ["with a payload that is a list", { payload: [] }, false],
    ["with an unknown field", { extra: 1 }, false],
    ["with an unknown field in the trace", { trace: { traceId: "t", extra: 1 } }, false],
    ["with the payload of another type", { payload: { role: "adapter", selected: "ipc.v0" } }, false],
    ["with a payload member it does not know", { payload: { ...hello.payload, extra: 1 } }, true],
    ["that is a reply without replyTo", { type: "hello_ack", payload: { role: "adapter", selected: "ipc.v0" } }, false],
    ["that is a reply", { type: "hello_ack", replyTo: "00000001", payload: { role: "adapter", selected: "ipc.v0" } }, true],
    ["that is a result without data", { type: "result", replyTo: "00000001", payload: { ok: true } }, false],
    ["that is a failed result", { type: "result", replyTo: "00000001", payload: { ok: false } }, true],
  ])("judges a message %s", (_, change, valid) => {
    expect(accepts(wire("message"), { ...hello, ...change })).toBe(valid);
  });
});
