import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { archiveText, transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import { unplayed } from "../../harness/outcome.ts";
import { digest } from "../../protocol/canonical.ts";
import type { ConformanceReport } from "../../report/verdict.ts";
import { main } from "../main.ts";
import { memoryHost } from "../memory_host.ts";
import { command } from "./command.ts";
import { openDestination } from "./destination.ts";
import { finishRun } from "./finish.ts";
import { readSettings } from "./settings.ts";

const root = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-conform-"));
const mutant = join(folder, "mutant.mjs");
const today = new Date().toISOString().slice(0, 10);

beforeAll(async () => {
  await build({ entryPoints: [join(root, "reference/ipc-v0/mutants/adapter.ts")], outfile: mutant, bundle: true, platform: "node", format: "esm", logLevel: "silent", banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' } });
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const adapter = (...requirement: readonly string[]): string[] => [process.execPath, "mutant.mjs", ...requirement];

async function wsc(...words: readonly string[]): Promise<{ status: number; output: string; errors: string }> {
  const host = memoryHost(folder, { environment: { PATH: process.env.PATH ?? "" } });
  const status = await main(words, host);
  return { status, output: host.output(), errors: host.errors() };
}

const report = async (...words: readonly string[]): Promise<ConformanceReport> => JSON.parse((await wsc("conform", "adapter", "--format", "json", ...words)).output) as ConformanceReport;

/** Every file of a folder that --out wrote. */
function contents(name: string): Map<string, string> {
  return new Map(readdirSync(join(folder, name)).sort().map((file) => [file, readFileSync(join(folder, name, file), "utf8")]));
}

/** The files that are not the same in both folders. */
function differing(one: string, other: string): string[] {
  const [first, second] = [contents(one), contents(other)];
  return [...new Set([...first.keys(), ...second.keys()])].filter((file) => first.get(file) !== second.get(file));
}

describe("a run", () => {
  test("of a healthy adapter is conformant, and the same bytes at any number of jobs and from any shards", async () => {
    expect(await wsc("conform", "adapter", "--jobs", "8", "--out", "whole", "--", ...adapter())).toMatchObject({ status: 0, output: "conformant to hardened-2026: 71 passed\n" });
    expect((await wsc("conform", "adapter", "--jobs", "1", "--out", "single", "--", ...adapter())).status).toBe(0);
    expect(differing("single", "whole")).toEqual([]);
    const shards = ["1/3", "2/3", "3/3"];
    for (const shard of shards) expect((await wsc("conform", "adapter", "--shard", shard, "--out", `shard-${shard[0] ?? ""}`, "--", ...adapter())).status).toBe(0);
    expect(await wsc("conform", "merge", "--out", "merged", "shard-3", "shard-1", "shard-2")).toMatchObject({ status: 0, output: "conformant to hardened-2026: 71 passed\n" });
    expect(differing("merged", "whole")).toEqual([]);
    expect(await wsc("conform", "merge", "shard-1", "shard-3")).toMatchObject({ status: 2, errors: expect.stringContaining("shard 2 of 3 is missing") as string });
  });

  test("can be verified, and a changed byte in any file is found", async () => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    writeFileSync(join(folder, "key.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(join(folder, "key.pub"), publicKey.export({ type: "spki", format: "pem" }));
    writeFileSync(join(folder, "other.pub"), generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }));
    await wsc("conform", "adapter", "--set", "core-2026", "--sign", "key.pem", "--out", "signed", "--", ...adapter());
    expect(await wsc("receipt", "verify", "--key", "key.pub", "signed")).toMatchObject({ status: 0, output: expect.stringContaining("the signature is by the key") as string });
    expect(await wsc("receipt", "verify", "--key", "other.pub", "signed")).toMatchObject({ status: 1, output: expect.stringContaining("no signature is by the key") as string });
    for (const [file, text] of contents("signed")) {
      const middle = text.search(/[a-z]{3}/);
      writeFileSync(join(folder, "signed", file), `${text.slice(0, middle)}${text[middle] === "x" ? "y" : "x"}${text.slice(middle + 1)}`);
      expect(await wsc("receipt", "verify", "--key", "key.pub", "signed"), file).toMatchObject({ status: 1, output: expect.stringContaining(join("signed", file)) as string });
      writeFileSync(join(folder, "signed", file), text);
    }
    expect((await wsc("receipt", "verify", "signed")).status).toBe(0);
  });

  test("whose records are damaged is told so by file, and never a fault of the program", async () => {
    await wsc("conform", "adapter", "--run", "handshake/adapter/opens", "--out", "damaged", "--", ...adapter());
    const archive = JSON.parse(readFileSync(join(folder, "damaged", "conformance-run.json"), "utf8")) as { outcomes: object[]; patterns: string[] };
    const transcript = "case.handshake.adapter.opens.ndjson";
    const damage: readonly (readonly [file: string, text: string | undefined, message: string])[] = [
      ["statement.dsse.json", "{", "there is no signature that can be read"],
      ["statement.dsse.json", "{}", "it is no DSSE envelope"],
      ["statement.json", "{}", "it is no in-toto statement"],
      ["report.json", "null", "there is no report that can be read"],
      ["report.txt", undefined, "there is no report that can be read: ENOENT"],
      [transcript, undefined, "ENOENT"],
      ["conformance-run.json", JSON.stringify({ ...archive, outcomes: [null] }), "/outcomes/0 must be object"],
      ["conformance-run.json", JSON.stringify({ ...archive, set: "core-2025" }), '"core-2025" is no requirement set'],
      ["conformance-run.json", JSON.stringify({ ...archive, patterns: ["nothing"] }), '"nothing" selects no case'],
    ];
    for (const [file, text, message] of damage) {
      const path = join(folder, "damaged", file);
      const sound = existsSync(path) ? readFileSync(path) : undefined;
      if (text === undefined) rmSync(path);
      else writeFileSync(path, text);
      expect(await wsc("receipt", "verify", "damaged"), `${file}: ${String(text)}`).toMatchObject({ status: 1, errors: "", output: expect.stringMatching(`${join("damaged", file)}: .*${message}`) as string });
      if (file === "conformance-run.json" || file === transcript) {
        const expected = { status: 2, errors: expect.stringMatching(`^wsc conform: .*${file === transcript ? message : ""}`) as string };
        expect(await wsc("conform", "merge", "damaged"), `merge, ${file}`).toMatchObject(expected);
      }
      if (sound === undefined) rmSync(path);
      else writeFileSync(path, sound);
    }
    expect(await wsc("receipt", "verify", "damaged")).toMatchObject({ status: 0, output: "damaged: verified; 1 transcript judged again; no signature checked, so the program and the machine that the statement names are taken on trust\n" });
  });

  test.each<[what: string, file: string, change: (text: string) => string]>([
    ["white space in the run", "conformance-run.json", (text) => JSON.stringify(JSON.parse(text))],
    ["members of the run in another order", "conformance-run.json", (text) => text.replace(/( +"requirement": .*,\n)( +"verdict": .*),?\n/, (_, one: string, other: string) => `${other},\n${one.replace(/,\n$/, "\n")}`)],
    ["a number of the run in another form", "conformance-run.json", (text) => text.replace(/("entry": \d+)/, "$1.0")],
    ["a report that says no for yes", "report.json", (text) => text.replace('"ok": true', '"ok": false')],
    ["an escape in the envelope", "statement.dsse.json", (text) => text.replace('"payload":"e', '"payload":"\\u0065')],
    ["a line feed after the envelope", "statement.dsse.json", (text) => `${text}\n`],
    ["bits of the signature that are not read", "statement.dsse.json", (text) => text.replace(/.==("}\]}\n)$/, (found, end: string) => `${found.startsWith("A") ? "B" : "x"}==${end}`)],
    ["the id of another key", "statement.dsse.json", (text) => text.replace(/"keyid":"./, (found) => `${found.slice(0, -1)}${found.endsWith("0") ? "1" : "0"}`)],
  ])("in which nothing but %s was changed is found to be changed", async (_, file, change) => {
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    writeFileSync(join(folder, "exact.pem"), privateKey.export({ type: "pkcs8", format: "pem" }));
    writeFileSync(join(folder, "exact.pub"), publicKey.export({ type: "spki", format: "pem" }));
    await wsc("conform", "adapter", "--run", "handshake/adapter/opens", "--sign", "exact.pem", "--out", "exact", "--", ...adapter());
    const path = join(folder, "exact", file);
    const text = readFileSync(path, "utf8");
    expect((await wsc("receipt", "verify", "--key", "exact.pub", "exact")).status).toBe(0);
    expect(change(text)).not.toBe(text);
    writeFileSync(path, change(text));
    expect(await wsc("receipt", "verify", "--key", "exact.pub", "exact")).toMatchObject({ status: 1, output: expect.stringContaining(join("exact", file)) as string });
  });

  test("that hides a case by saying that it does not apply, or that holds a foreign transcript, is not verified", async () => {
    await wsc("conform", "adapter", "--run", "invoke/adapter/caps*", "--run", "handshake/adapter/opens", "--out", "hidden", "--", ...adapter());
    const path = join(folder, "hidden", "conformance-run.json");
    const archive = JSON.parse(readFileSync(path, "utf8")) as RunArchive;
    const hide = (hidden: string): RunArchive => ({ ...archive, outcomes: archive.outcomes.map((outcome) => (outcome.caseId === hidden ? unplayed(hidden, "not-applicable", "The adapter does not declare text.caps.") : outcome)) });
    rmSync(join(folder, "hidden", "case.invoke.adapter.caps.ndjson"));
    writeFileSync(path, archiveText(hide("invoke/adapter/caps")));
    expect((await wsc("receipt", "verify", "hidden")).output).toContain("conformance-run.json: invoke/adapter/caps is said not to apply, and what the adapter declares shows that it does\n");
    writeFileSync(join(folder, "hidden", "case.invoke.adapter.caps.ndjson"), "");
    expect((await wsc("receipt", "verify", "hidden")).output).toContain("case.invoke.adapter.caps.ndjson: is no transcript of this run\n");
  });

  test("of which a kept transcript is missing or another is not played again", async () => {
    const run = ["conform", "adapter", "--run", "handshake/adapter/opens"];
    await wsc(...run, "--out", "kept", "--", ...adapter());
    const transcript = join("kept", "case.handshake.adapter.opens.ndjson");
    writeFileSync(join(folder, transcript), "{}\n");
    expect(await wsc(...run, "--rerun-failed", "kept", "--", "./no-such-adapter")).toMatchObject({ status: 2, errors: expect.stringContaining(`${transcript}: is not the transcript that was judged`) as string });
    rmSync(join(folder, transcript));
    expect(await wsc(...run, "--rerun-failed", "kept", "--", "./no-such-adapter")).toMatchObject({ status: 2, errors: expect.stringContaining(`${transcript}: cannot be read: ENOENT`) as string });
    writeFileSync(join(folder, "kept", "conformance-run.json"), '{"v":"conformance-run.v1","outcomes":[null],"patterns":[],"peer":{"command":[]}}');
    expect(await wsc(...run, "--rerun-failed", "kept", "--", "./no-such-adapter")).toMatchObject({ status: 2, errors: expect.stringContaining(`${join("kept", "conformance-run.json")}: it must have required property`) as string });
    expect(await wsc("conform", "merge", "nosuch")).toMatchObject({ status: 2, errors: expect.stringMatching(/^wsc conform: nosuch.conformance-run\.json: cannot be read: ENOENT/) as string });
  });

  test("never writes outside of its folder", async () => {
    mkdirSync(join(folder, "outside"));
    mkdirSync(join(folder, "linked"));
    writeFileSync(join(folder, "outside", "report.txt"), "untouched");
    writeFileSync(join(folder, "linked", "conformance-run.json"), "of an earlier run");
    symlinkSync(join(folder, "outside", "report.txt"), join(folder, "linked", "report.txt"));
    await wsc("conform", "adapter", "--run", "handshake/adapter/opens", "--out", "linked", "--", ...adapter());
    expect(readFileSync(join(folder, "outside", "report.txt"), "utf8")).toBe("untouched");
    expect(readFileSync(join(folder, "linked", "report.txt"), "utf8")).toContain("requirements");
  });

  test("removes in its folder what an earlier run left, and in a folder without a run nothing", async () => {
    const names = ["report.json", "case.mine.ndjson"];
    mkdirSync(join(folder, "shared"));
    for (const name of names) writeFileSync(join(folder, "shared", name), "mine");
    const run = ["conform", "adapter", "--shard", "1/2", "--run", "handshake/adapter/opens", "--out", "shared", "--", ...adapter()];
    expect(await wsc(...run)).toMatchObject({ status: 2, output: "", errors: expect.stringMatching(/^wsc conform: --out: shared holds a (?:report\.json|case\.mine\.ndjson) that no conformance run wrote/) as string });
    expect([...contents("shared")]).toEqual([...names].sort().map((name) => [name, "mine"]));
    writeFileSync(join(folder, "shared", "conformance-run.json"), "of an earlier run");
    expect((await wsc(...run)).status).toBe(0);
    expect([...contents("shared").keys()]).toEqual(["case.handshake.adapter.opens.ndjson", "conformance-run.json"]);
  });

  test.each([
    ["a key that cannot sign", ["--out", "vain", "--sign", "mutant.mjs"], /^wsc conform: --sign: mutant\.mjs is no key that can sign: /],
    ["a key without a folder", ["--sign", "key.pem"], /^wsc conform: --sign needs --out/],
    ["an output that cannot be written", ["--output", "nowhere/report.txt"], /^wsc conform: --output: cannot write to nowhere\/report\.txt: ENOENT/],
    ["a folder that cannot be one", ["--out", "mutant.mjs"], /^wsc conform: --out: cannot write to mutant\.mjs: EEXIST/],
  ])("with %s does not begin", async (_, options, message) => {
    const started = join(folder, "started");
    expect(await wsc("conform", "adapter", ...options, "--", process.execPath, "-e", `require("fs").writeFileSync(${JSON.stringify(started)}, "")`)).toMatchObject({ status: 2, output: "", errors: expect.stringMatching(message) as string });
    expect(existsSync(started)).toBe(false);
  });

  test("is printed in colour by the same rule as every report", async () => {
    const print = async (environment: Record<string, string>, columns?: number): Promise<string> => {
      const host = memoryHost(folder, { environment: { PATH: process.env.PATH ?? "", ...environment }, ...(columns === undefined ? {} : { columns }) });
      await main(["conform", "adapter", "--run", "handshake/adapter/opens", "--", ...adapter()], host);
      return host.output();
    };
    const colour = /^\u001b\[32m/;
    expect(await print({ FORCE_COLOR: "1" })).toMatch(colour);
    expect(await print({ NO_COLOR: "" }, 80)).toMatch(colour);
    expect(await print({ TERM: "dumb" }, 80)).not.toMatch(colour);
  });

  test("plays failures again, and keeps the rest", async () => {
    expect((await wsc("conform", "adapter", "--deadline", "2000", "--out", "broken", "--", ...adapter("IPC-TR-012"))).status).toBe(1);
    const again = await wsc("conform", "adapter", "--rerun-failed", "broken", "--list", "--", ...adapter());
    expect(again.output.match(/^transport\/adapter\/repeated-/gm)).toHaveLength(6);
    expect(again.output).toContain("6 cases for 71 requirements");
    expect(await wsc("conform", "adapter", "--rerun-failed", "broken", "--", ...adapter())).toMatchObject({ status: 0, output: "conformant to hardened-2026: 71 passed\n" });
  });
});

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
    ["without what it needs, of merge", ["merge", "whole", "--sign", "key.pem"], "--sign needs --out"],
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
  });

  test("that the harness has spoilt has not", async () => {
    const host = memoryHost(folder);
    const call = { given: { options: new Map([["shard", "1/1"], ["out", "spoilt"]]), operands: [] }, words: [], usage: command.usage, host };
    const outcomes = [unplayed("handshake/adapter/opens", "harness-error", "It broke.")];
    expect(await finishRun(call, openDestination(call), await readSettings(call, "adapter"), { command: [] }, { outcomes, transcripts: new Map() })).toBe(2);
    expect(host.output()).toContain("1 case, 0 with a failure, 1 lost to a fault of the harness;");
  });
});

describe("a folder that someone has changed", () => {
  const kept = async (...words: readonly string[]): ReturnType<typeof wsc> => await wsc("conform", "adapter", "--run", "handshake/adapter/*", ...words, "--", ...adapter());
  const transcript = "case.handshake.adapter.opens.ndjson";
  const copied = (from: string, to: string): string => {
    rmSync(join(folder, to), { recursive: true, force: true });
    cpSync(join(folder, from), join(folder, to), { recursive: true });
    return join(folder, to);
  };
  const changeRun = (path: string, change: (run: Writable) => void): void => {
    const run = JSON.parse(readFileSync(join(path, "conformance-run.json"), "utf8")) as Writable;
    change(run);
    writeFileSync(join(path, "conformance-run.json"), archiveText(run));
  };
  type Writable = { -readonly [Key in keyof RunArchive]: RunArchive[Key] };

  beforeAll(async () => {
    await kept("--out", "sound");
    for (const shard of ["1/2", "2/2"]) await kept("--shard", shard, "--out", `sound-${shard[0] ?? ""}`);
  });

  test.skipIf(process.platform === "win32").each(["conformance-run.json", transcript, "report.json", "report.txt", "statement.json", "statement.dsse.json"])("so that %s is a pipe is not waited for", async (name) => {
    const path = join(copied("sound", "piped"), name);
    rmSync(path, { force: true });
    execFileSync("mkfifo", [path]);
    expect(await wsc("receipt", "verify", "piped")).toMatchObject({ status: 1, output: expect.stringContaining(name === "statement.json" ? "it is no regular file" : `${name}: `) as string });
  });

  test("so that the signature is a link to nothing is not verified", async () => {
    symlinkSync("nowhere", join(copied("sound", "linked"), "statement.dsse.json"));
    expect(await wsc("receipt", "verify", "linked")).toMatchObject({ status: 1, output: expect.stringContaining("there is no signature that can be read") as string });
  });

  test("so that a case has two outcomes is neither verified nor merged", async () => {
    const twice = (run: Writable): void => {
      run.outcomes = [...run.outcomes, ...run.outcomes.slice(0, 1)];
    };
    changeRun(copied("sound", "twice"), twice);
    expect(await wsc("receipt", "verify", "twice")).toMatchObject({ status: 1, output: expect.stringContaining("says twice what became of ") as string });
    changeRun(copied("sound-2", "twice"), twice);
    expect(await wsc("conform", "merge", "sound-1", "twice")).toMatchObject({ status: 2, errors: expect.stringContaining("says twice what became of ") as string });
  });

  test.each([
    ["one of a thousand million shards", { index: 1, count: 1_000_000_000 }, [], "shard 2 of 1000000000 is missing"],
    ["a shard beyond the last", { index: 3, count: 2 }, ["sound-1", "sound-2"], "there is no shard 3 of 2"],
  ])("so that it is %s is not merged", async (_, shard, others, message) => {
    changeRun(copied("sound-2", "beyond"), (run) => {
      run.shard = shard;
    });
    expect(await wsc("conform", "merge", ...others, "beyond")).toMatchObject({ status: 2, errors: expect.stringContaining(message) as string });
  });

  test("so that bytes of a transcript are not UTF-8 is not merged", async () => {
    const name = readdirSync(join(folder, "sound-2")).find((file) => file.startsWith("case.")) ?? "";
    const path = join(copied("sound-2", "damaged"), name);
    const bytes = Buffer.from(`${readFileSync(path, "utf8")}\ufffd`);
    changeRun(join(folder, "damaged"), (run) => {
      run.outcomes = run.outcomes.map((outcome) => (outcome.status === "played" && transcriptFileOf(outcome.caseId) === name ? { ...outcome, digest: digest(bytes) } : outcome));
    });
    writeFileSync(path, Buffer.concat([bytes.subarray(0, -3), Buffer.from([0xff])]));
    expect(await wsc("conform", "merge", "sound-1", "damaged")).toMatchObject({ status: 2, errors: expect.stringContaining("is not the transcript that was judged") as string });
  });
});

describe("samples", () => {
  test.each([
    ["a misspelt member", { operations: [{ op: "text.caps", args: {}, badargs: {} }] }, '/operations/0 has no member "badargs"; did you mean "badArgs"?'],
    ["no operation", { operations: [] }, "/operations must NOT have fewer than 1 items"],
    ["arguments that are no object", { operations: [{ op: "text.caps", args: [] }] }, "/operations/0/args must be object"],
  ])("with %s are refused", async (_, samples, message) => {
    writeFileSync(join(folder, "samples.json"), JSON.stringify(samples));
    expect(await wsc("conform", "adapter", "--samples", "samples.json", "--", "./no-such-adapter")).toMatchObject({ status: 2, errors: expect.stringContaining(`--samples: samples.json: ${message}`) as string });
  });
});

describe("the samples of several operations", () => {
  const operations = [
    { op: "number.half", args: { of: 4 }, badArgs: { of: "four" } },
    { op: "number.half", args: { of: 5 } },
    { op: "number.twice", args: { of: 4 }, badArgs: { of: "four" }, slowArgs: { of: 4, forMs: 20_000 } },
  ];
  /** An adapter of two operations; what it does wrong, if anything, is told by its argument. */
  const program = `
    const wrong = process.argv[2];
    let count = 0, ready = false;
    const running = new Map(), lost = new Set();
    const send = (type, replyTo, payload) => console.log(JSON.stringify({ v: "ipc.v0", id: "numbers-" + ++count, ts: "2026-01-01T00:00:00Z", type, replyTo, payload }));
    const refuse = (replyTo, code, retryable = false) => send("error", replyTo, { code, message: "no", retryable });
    const capability = { sideEffects: "none", timeouts: { defaultMs: 1000 }, outputSchema: { type: "integer" } };
    const end = (id, answer) => { clearTimeout(running.get(id)); if (running.delete(id)) answer(); };
    const take = ({ id, type, payload, replyTo }) => {
      if (type === "hello") {
        send("hello_ack", id, { role: "adapter", selected: "ipc.v0" });
        send("capabilities", id, { adapter: { name: "numbers", version: "1" }, capabilities: [{ name: "number.half", ...capability }, { name: "number.twice", ...capability, cancellable: true }] });
      } else if (type === "cancel") {
        lost.add(replyTo);
        end(replyTo, () => refuse(replyTo, wrong === "cancel" ? "ADAPTER_FAILED" : "ADAPTER_CANCELLED"));
      } else if (type === "capabilities_ack") ready = true;
      else if (!ready) refuse(id, "IPC_STATE");
      else if (payload.op !== "number.half" && payload.op !== "number.twice") refuse(id, "ADAPTER_NO_SUCH_OP");
      else if (typeof payload.args.of !== "number") refuse(id, wrong === payload.op ? "ADAPTER_FAILED" : "ADAPTER_BAD_INPUT");
      else if (payload.args.forMs) {
        running.set(id, setTimeout(() => end(id, () => send("result", id, { ok: true, data: 1 })), payload.args.forMs));
        if (payload.timeoutMs) setTimeout(() => end(id, () => refuse(id, "ADAPTER_TIMEOUT", true)), payload.timeoutMs);
      } else if (wrong === "loses") {
        send("progress", id, {});
        setTimeout(() => lost.has(id) || send("result", id, { ok: true, data: 2 }), 50);
      } else send("result", id, { ok: true, data: payload.op === "number.twice" ? 2 * payload.args.of : wrong === "half" ? payload.args.of / 2 : Math.floor(payload.args.of / 2) });
    };
    let rest = "";
    process.stdin.on("data", (chunk) => { const lines = (rest + chunk).split("\\n"); rest = lines.pop(); for (const line of lines) take(JSON.parse(line)); });
    process.stdin.on("end", () => { for (const timer of running.values()) clearTimeout(timer); });
  `;
  const selected = ["IPC-INV-001", "IPC-INV-006", "IPC-INV-010", "IPC-INV-011", "cancel/adapter/cancelled-once", "IPC-CP-003"];
  const numbers = async (wrong: string, ...options: readonly string[]): ReturnType<typeof wsc> => {
    writeFileSync(join(folder, "numbers.cjs"), program);
    writeFileSync(join(folder, "numbers.json"), JSON.stringify({ operations }));
    return await wsc("conform", "adapter", "--samples", "numbers.json", ...selected.flatMap((requirement) => ["--run", requirement]), ...options, "--", process.execPath, "numbers.cjs", wrong);
  };

  test("are all played, and verified", async () => {
    expect(await numbers("nothing", "--out", "numbers")).toMatchObject({ status: 0 });
    const transcript = readFileSync(join(folder, "numbers", "case.invoke.adapter.output-schema.ndjson"), "utf8");
    expect(transcript.match(/"args":\{"of":[45]\},"op":"number\.\w+"/g)).toEqual(['"args":{"of":4},"op":"number.half"', '"args":{"of":5},"op":"number.half"', '"args":{"of":4},"op":"number.twice"']);
    expect(await wsc("receipt", "verify", "numbers")).toMatchObject({ status: 0 });
  });

  test.each([
    ["a second sample with data against the outputSchema", "half", "IPC-INV-010", "The data is not valid by the outputSchema."],
    ["a second operation that takes bad arguments for a failure", "number.twice", "IPC-INV-006", "No error ADAPTER_BAD_INPUT to the invoke came."],
    ["a second operation that takes a cancel for a failure", "cancel", "IPC-CP-003", "No error ADAPTER_CANCELLED to the slow invoke came."],
    ["an operation that has reported progress and is lost when it is cancelled", "loses", "IPC-CP-002", "The invoke has no terminal message."],
  ])("show %s, and so do their transcripts", async (_, wrong, requirement, reason) => {
    const { output } = await numbers(wrong, "--deadline", "2000", "--format", "json", "--out", "wrong-numbers");
    const { requirements } = JSON.parse(output) as ConformanceReport;
    expect(requirements.filter(({ verdict }) => verdict === "fail")).toMatchObject([{ requirement, reason }]);
    expect(await wsc("receipt", "verify", "wrong-numbers")).toMatchObject({ status: 0 });
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
