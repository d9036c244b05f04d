import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { archiveText, transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import { unplayed } from "../../harness/outcome.ts";
import { digest } from "../../protocol/canonical.ts";
import { main } from "../main.ts";
import { memoryHost } from "../memory_host.ts";
import { startTrial } from "./conform.trial.ts";

const { folder, adapter, wsc } = startTrial();

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

  test("is signed by merge only where it is kept", async () => {
    expect(await wsc("conform", "merge", "whole", "--sign", "key.pem")).toMatchObject({ status: 2, output: "", errors: expect.stringContaining("wsc conform: --sign needs --out") as string });
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
