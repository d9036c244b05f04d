import { generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { unplayed } from "../../harness/outcome.ts";
import { memoryHost } from "../memory_host.ts";
import { startTrial } from "./conform.trial.ts";
import { command } from "./command.ts";
import { openDestination } from "./destination.ts";
import { finishRun } from "./finish.ts";
import { readSettings } from "./settings.ts";

const today = new Date().toISOString().slice(0, 10);
const root = join(import.meta.dirname, "../../..");
const { folder, adapter, wsc, report } = startTrial();

describe("a selection", () => {
  test("of nothing is an error that tells what may have been meant", async () => {
    expect(await wsc("conform", "adapter", "--run", "transport/adapter/word", "--", ...adapter())).toMatchObject({ status: 2, errors: expect.stringContaining('did you mean "transport/adapter/words"') as string });
    expect(await wsc("conform", "adapter", "--set", "core-2025", "--", ...adapter())).toMatchObject({ status: 2, errors: expect.stringContaining('did you mean "core-2026"') as string });
    expect(await wsc("conform", "adapter", "--set", "foo", "--", ...adapter())).toMatchObject({ status: 2, errors: expect.stringContaining('"foo" is no requirement set; known: core-2026, hardened-2026\n') as string });
  });

  test("by requirement or case plays the controls too, and claims nothing for the whole set", async () => {
    expect(await report("--run", "IPC-TR-012", "--run", "limits/adapter/over-*", "--", ...adapter())).toMatchObject({ partial: true, ok: true, conclusion: { conformant: false } });
    expect((await wsc("conform", "adapter", "--run", "IPC-TR-012", "--shard", "1/1", "--list")).output).toContain("transport/adapter/well-formed");
  });
});

describe("what is given and cannot be used is told", () => {
  test("a variable that is not set", async () => {
    for (const words of [["conform", "adapter"], ["doctor"]]) {
      expect(await wsc(...words, "--env", "NO_SUCH_VARIABLE", "--", ...adapter())).toMatchObject({ status: 2, errors: expect.stringContaining("--env: NO_SUCH_VARIABLE is not set here") as string });
    }
  });

  test("samples of an operation that is not declared", async () => {
    writeFileSync(join(folder, "other-samples.json"), JSON.stringify({ operations: [{ op: "text.other", args: {} }] }));
    const run = await wsc("conform", "adapter", "--samples", "other-samples.json", "--run", "handshake/adapter/opens", "--", ...adapter());
    expect(run).toMatchObject({ status: 0, errors: 'wsc conform: --samples: the adapter does not declare "text.other", so its samples were not used\n' });
  });

  test("a key that cannot sign", async () => {
    const { publicKey } = generateKeyPairSync("ed25519");
    writeFileSync(join(folder, "public.pem"), publicKey.export({ type: "spki", format: "pem" }));
    writeFileSync(join(folder, "no-key.pem"), "not a key");
    const signing = async (key: string): Promise<unknown> => await wsc("conform", "adapter", "--out", "unsigned", "--sign", key, "--", ...adapter());
    expect(await signing("public.pem")).toMatchObject({ status: 2, errors: expect.stringContaining("it is a public key") as string });
    expect(await signing("no-key.pem")).toMatchObject({ status: 2, errors: expect.stringContaining("it holds no private key") as string });
  });

  test("a transcript without an entry", async () => {
    writeFileSync(join(folder, "empty.ndjson"), "");
    expect(await wsc("judge", "empty.ndjson")).toMatchObject({ status: 2, output: "", errors: "wsc judge: empty.ndjson: it is empty, and an empty transcript shows nothing\n" });
  });
});

describe("an option that means nothing where it is given", () => {
  test.each([
    ["of merge", ["merge", "one", "--set", "hardened-2026"], "--set means nothing to conform merge"],
    ["of merge, a switch", ["merge", "one", "--list"], "--list means nothing to conform merge"],
    ["of runner", ["runner", "--samples", "samples.json", "--", "runner", "{adapter}"], "--samples means nothing to conform runner"],
    ["of a list", ["adapter", "--list", "--format", "json"], "--list plays nothing, so --format means nothing beside it"],
    ["of a shard", ["adapter", "--shard", "1/2", "--out", "part", "--baseline", "known.json", "--", "adapter"], "--shard leaves the verdicts to conform merge, so --baseline means nothing beside it"],
    ["of a shard that plays again", ["adapter", "--shard", "1/2", "--out", "part", "--rerun-failed", "whole", "--", "adapter"], "--shard plays a part of a whole run, so --rerun-failed means nothing beside it"],
    ["without what it needs", ["adapter", "--shard", "1/2", "--", "adapter"], "--shard needs --out"],
  ])("is refused: %s", async (_, words, message) => {
    expect(await wsc("conform", ...words)).toMatchObject({ status: 2, output: "", errors: expect.stringContaining(`wsc conform: ${message}`) as string });
  });
});

describe("a shard", () => {
  test("with a failure tells of it, and merging tells what that means", async () => {
    const run = ["conform", "adapter", "--deadline", "2000", "--run", "IPC-TR-012", "--shard", "1/1", "--out", "failing", "--", ...adapter("IPC-TR-012")];
    expect(await wsc(...run)).toMatchObject({ status: 1, output: expect.stringMatching(/^shard 1 of 1: \d+ cases, \d+ with a failure; merge/) as string });
    const printed = await wsc(...run.slice(0, 2), "--format", "json", "--output", "part.json", ...run.slice(2));
    expect(printed).toMatchObject({ status: 1, output: "" });
    expect(JSON.parse(readFileSync(join(folder, "part.json"), "utf8"))).toMatchObject({ ok: false, conclusion: { failed: ["IPC-TR-012"] } });
    expect((await wsc("conform", "merge", "failing")).status).toBe(1);
    expect((await wsc("conform", "merge", "-o", "-", "failing")).output).toContain("IPC-TR-012");
  });

  test("that the harness has spoilt has not", async () => {
    const host = memoryHost(folder);
    const call = { given: { options: new Map([["shard", "1/1"], ["out", "spoilt"]]), operands: [] }, words: [], usage: command.usage, host };
    const outcomes = [unplayed("handshake/adapter/opens", "harness-error", "It broke.")];
    expect(await finishRun(call, openDestination(call), await readSettings(call, "adapter"), { command: [] }, { outcomes, transcripts: new Map() })).toBe(2);
    expect(host.output()).toContain("1 case, 0 with a failure, 1 lost to a fault of the harness;");
  });
});

describe("peers that conform to nothing", () => {
  test.each([
    ["does nothing", "process.stdin.resume()"],
    ["exits at once", ""],
    ["cannot start", undefined],
    ["repeats what it hears", "process.stdin.pipe(process.stdout)"],
    ["refuses everything", 'let n=0;process.stdin.on("data",()=>console.log(JSON.stringify({v:"ipc.v0",id:"refusal-"+n++,ts:"2026-01-01T00:00:00Z",type:"error",payload:{code:"IPC_MALFORMED",message:"no",retryable:false}})))'],
    ["writes without end", 'const w=()=>{while(process.stdout.write("x".repeat(65536)));process.stdout.once("drain",w)};w()'],
    ["writes lines without end", 'const w=()=>{while(process.stdout.write("{}\\n".repeat(5000)));process.stdout.once("drain",w)};w()'],
  ])("one that %s passes nothing, and is not the harness's fault", async (_, program) => {
    const command = program === undefined ? ["./no-such-adapter"] : [process.execPath, "-e", program];
    const { conclusion, ok } = await report("--deadline", "700", "--", ...command);
    expect({ ok, pass: conclusion.counts.pass, errors: conclusion.counts["harness-error"] }).toEqual({ ok: false, pass: 0, errors: 0 });
  });
});

describe("a baseline", () => {
  const entry = { requirement: "IPC-TR-012", reason: "It was not answered with IPC_MALFORMED.", issue: "#12", owner: "someone", expires: "2999-01-01" };
  const withBaseline = async (...entries: readonly object[]): Promise<{ status: number; output: string }> => {
    writeFileSync(join(folder, "baseline.json"), JSON.stringify({ entries }));
    return await wsc("conform", "adapter", "--deadline", "2000", "--run", "IPC-TR-01*", "--baseline", "baseline.json", "--", ...adapter("IPC-TR-012"));
  };

  test("lets a known failure be", async () => {
    expect(await withBaseline(entry)).toMatchObject({ status: 0, output: expect.stringContaining("fail (expected) IPC-TR-012") as string });
  });

  test.each([
    ["is unknown", { requirement: "IPC-TR-999" }, /names no requirement/],
    ["now passes", { requirement: "IPC-TR-010" }, /the verdict is pass; remove it/],
    ["fails for another reason", { reason: "Something else." }, /look at it again/],
    ["has expired", { expires: "2020-01-01" }, /expired on 2020-01-01/],
  ])("with an entry that %s fails the run", async (_, change, message) => {
    const { status, output } = await withBaseline(...("requirement" in change ? [entry, { ...entry, ...change }] : [{ ...entry, ...change }]));
    expect(status).toBe(1);
    expect(output).toMatch(message);
  });

  test.each([
    ["a day that there is not", { expires: "2099-99-99" }, '/entries/0/expires must match format "date"'],
    ["a misspelt member", { expiry: "2099-01-01" }, '/entries/0 has no member "expiry"; did you mean "expires"?'],
    ["an empty reason", { reason: "" }, "/entries/0/reason must NOT have fewer than 1 characters"],
  ])("with %s is refused", async (_, change, message) => {
    writeFileSync(join(folder, "baseline.json"), JSON.stringify({ entries: [{ ...entry, ...change }] }));
    expect(await wsc("conform", "adapter", "--baseline", "baseline.json", "--", "./no-such-adapter")).toMatchObject({ status: 2, errors: expect.stringContaining(`--baseline: baseline.json: ${message} (see schemas/conformance/baseline.schema.json)`) as string });
  });

  test("counts on its last day", async () => {
    expect((await withBaseline({ ...entry, expires: today })).status).toBe(0);
  });
});

describe("the formats", () => {
  const print = async (format: string): Promise<string> => (await wsc("conform", "adapter", "--deadline", "2000", "--run", "IPC-TR-01*", "--run", "IPC-CP-00*", "--format", format, "--", ...adapter("IPC-TR-012"))).output;

  test("json fits its schema", async () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(join(root, "schemas/report/conformance-report.v1.schema.json"), "utf8")) as object);
    expect(validate(JSON.parse(await print("json"))), ajv.errorsText(validate.errors)).toBe(true);
  });

  test("sarif fits its schema", async () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
    const { $schema: _schema, ...schema } = JSON.parse(readFileSync(join(root, "tools/report/sarif-schema-2.1.0.json"), "utf8")) as Record<string, unknown>;
    const validate = ajv.compile(schema);
    expect(validate(JSON.parse(await print("sarif"))), ajv.errorsText(validate.errors)).toBe(true);
  });

  test("tap, junit and github name the failure", async () => {
    expect(await print("tap")).toMatch(/^TAP version 14\n1\.\.\d+\n(?:ok|not ok) 1 - [^]*^not ok \d+ - IPC-TR-012 [^]*^ {2}---\n/m);
    expect(await print("junit")).toMatch(/<failure type="IPC-TR-012" message="It was not answered with IPC_MALFORMED\.">/);
    expect(await print("github")).toMatch(/^::error title=IPC-TR-012::/m);
  });
});
