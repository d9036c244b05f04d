import { closeSync, mkdirSync, openSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { FileReport } from "../../report/diagnostic.ts";
import { bad, folder, good, put, reports, validate, withInput, type Result } from "./validate.trial.ts";

describe("folders", () => {
  test("are walked in the order of names, with links followed once, node_modules and .git left out", async () => {
    for (const name of ["b.json", "a/z.json", "a.json", "B.JSON", ".hidden/h.json", "node_modules/m/n.json", ".git/g.json", "notes.txt"]) put(name, good);
    symlinkSync("..", join(folder, "a/up"));
    symlinkSync("../b.json", join(folder, "a/linked.json"));
    mkdirSync(join(folder, "other"));
    symlinkSync("../a", join(folder, "other/a"));
    const expected = [".hidden/h.json", "B.JSON", "a/linked.json", "a/z.json", "a.json", "b.json"];
    expect((await reports(".")).map(({ path }) => path)).toEqual(expected);
    expect((await reports("./")).map(({ path }) => path)).toEqual(expected.map((path) => `./${path}`));
    expect((await reports("a", "a/")).map(({ path }) => path)).toHaveLength(12);
    expect((await reports(join(folder, "other"))).map(({ path }) => path)).toEqual(["linked.json", ...expected.filter((path) => !path.startsWith("a/")).map((path) => `up/${path}`), "z.json"].map((path) => join(folder, "other/a", path)));
  });

  test("files that are plainly no contract are passed over with a note, but not what may be one", async () => {
    put("contract.json", good);
    put("package.json", '{"name": "x", "type": "module", "version": "1.0.0"}');
    put("list.json", "[1, 2]");
    put("deployment.json", '{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {}, "spec": {}}');
    const clean = await validate(["."]);
    expect(clean).toMatchObject({ status: 0, output: "contract.json: valid\n1 file: 1 valid, 0 invalid; 0 errors, 0 warnings\n" });
    expect(clean.errors).toBe("wsc validate: note: .: passed over 3 files that name no known kind of document: deployment.json, list.json, package.json\n");

    put("kind.json", bad);
    put("key.json", good.replace('"kind"', '"Kind"').replace('"api_version"', '"apiversion"'));
    put("nameless.json", JSON.stringify({ metadata: { id: "example" }, spec: (JSON.parse(good) as { spec: unknown }).spec }));
    put("broken.json", good.slice(0, -3));
    const found = (await reports(".")).filter(({ valid }) => !valid).map(({ path }) => path);
    expect(found).toEqual(["broken.json", "key.json", "kind.json", "nameless.json"]);
    expect((await validate(["package.json"])).status).toBe(1);
  });

  test("a name that is not UTF-8 is said to be the reason", async () => {
    writeFileSync(Buffer.concat([Buffer.from(join(folder, "a")), Buffer.from([0xff]), Buffer.from(".json")]), good);
    for (const operand of [".", "*.json"]) expect(await validate([operand])).toMatchObject({ status: 2, errors: "wsc validate: a\ufffd.json: its name is not UTF-8; rename it\n" });
    const inside = Buffer.concat([Buffer.from(join(folder, "b")), Buffer.from([0xff])]);
    mkdirSync(inside);
    writeFileSync(Buffer.concat([inside, Buffer.from("/c.json")]), good);
    expect(await validate([`${inside.toString()}/c.json`])).toMatchObject({ status: 2, errors: expect.stringContaining("c.json: lies in a folder whose name is not UTF-8; rename the folder\n") as string });
  });

  test("an empty name is not the working folder", async () => {
    put("a.json", good);
    for (const stream of [[], ["--ndjson"]]) expect(await validate([...stream, ""])).toMatchObject({ status: 2, output: expect.stringMatching(/^0 files:/) as string, errors: "wsc validate: \"\": an empty name names no file\n" });
  });

  test("nothing to judge is an error, not a success", async () => {
    mkdirSync(join(folder, "empty"));
    put("foreign/package.json", "{}");
    expect(await validate(["empty"])).toMatchObject({ status: 2, errors: "wsc validate: empty: holds no *.json file, so nothing was judged\n" });
    expect(await validate(["foreign"])).toMatchObject({ status: 2, errors: expect.stringContaining("no *.json file in it names a known kind of document (foreign/package.json)") as string });
  });
});

describe("globs", () => {
  beforeEach(() => {
    for (const name of ["lanes/a.json", "lanes/deep/b.json", "lanes/node_modules/c.json", "[x].json"]) put(name, good);
  });

  test.each([
    ["lanes/*.json", ["lanes/a.json"]],
    ["**/*.json", ["[x].json", "lanes/a.json", "lanes/deep/b.json"]],
    ["lanes/{a,deep/b}.json", ["lanes/a.json", "lanes/deep/b.json"]],
    ["./lanes/*/?.json", ["lanes/deep/b.json"]],
    ["lanes/node_modules/*.json", ["lanes/node_modules/c.json"]],
    ["[x].json", ["[x].json"]],
  ])("%s", async (pattern, expected) => {
    expect((await reports(pattern)).map(({ path }) => path)).toEqual(expected);
    expect((await reports(join(folder, pattern))).map(({ path }) => path)).toEqual(expected.map((path) => join(folder, path)));
  });

  test("one that matches nothing is an error", async () => {
    expect(await validate(["lanes/*.yaml", "lanes/a.json"])).toMatchObject({ status: 2, errors: "wsc validate: lanes/*.yaml: no file matches this pattern\n" });
  });

  test("a link that leads nowhere is named", async () => {
    symlinkSync("gone", join(folder, "lanes/dangling.json"));
    expect(await validate(["lanes/*.json"])).toMatchObject({ status: 2, errors: "wsc validate: lanes/dangling.json: is a link to a file that does not exist\n" });
  });

  test("links are followed, and never in circles", async () => {
    symlinkSync("..", join(folder, "lanes/up"));
    symlinkSync("a.json", join(folder, "lanes/linked.json"));
    const paths = (await reports("**/*.json")).map(({ path }) => path);
    expect(paths).toContain("lanes/linked.json");
    expect(new Set(paths).size).toBe(paths.length);
    expect(paths.length).toBeLessThan(20);
    expect(await validate(["nowhere/*.json"])).toMatchObject({ status: 2, errors: "wsc validate: nowhere: no such file or folder\n" });
  });
});

describe("a file that the shell redirected the report to", () => {
  async function redirected(name: string, words: readonly string[]): Promise<Result> {
    const descriptor = openSync(join(folder, name), "w");
    try {
      return await validate([...words, "--format", "json"], { descriptor });
    } finally {
      closeSync(descriptor);
    }
  }

  test("is not judged where it lies in a folder or matches a glob", async () => {
    put("good.json", good);
    put("good.ndjson", JSON.stringify(JSON.parse(good)));
    for (const operand of [".", "*.json"]) expect(await redirected("report.json", [operand])).toMatchObject({ status: 0, errors: "" });
    for (const operand of [".", "*.ndjson"]) expect(await redirected("report.ndjson", ["--ndjson", operand])).toMatchObject({ status: 0, errors: "" });
  });

  test("is not read as a stream, which would never end", async () => {
    expect(await redirected("report.ndjson", ["--ndjson", "report.ndjson"])).toMatchObject({ status: 2, errors: "wsc validate: report.ndjson: the report is written to it; name another file with --output\n" });
  });
});

describe("NDJSON", () => {
  const line = JSON.stringify(JSON.parse(good));
  const wrong = JSON.stringify(JSON.parse(bad));

  test("judges each line, with positions in the stream", async () => {
    const stream = `${line}\r\n\n   \n{"é😀": 1}\n${wrong}`;
    const result = await withInput(stream, ["--ndjson", "--format", "json", "-"]);
    const { files } = JSON.parse(result.output) as { files: FileReport[] };
    expect(result.status).toBe(1);
    expect(files.map((file) => [file.line, file.valid])).toEqual([[1, true], [4, false], [5, false]]);
    const last = files.at(-1)?.diagnostics[0];
    expect(last?.start.line).toBe(5);
    expect(stream.slice(last?.start.offset, last?.end.offset)).toBe('"WorkstationContracts"');
    expect((await withInput(stream, ["--ndjson", "-"])).output).toMatch(/^<stdin>:5:\d+ error .*\n.*\n.*\n {2}5 \| .*"kind":"WorkstationContracts"/m);
  });

  test("refuses a line that is too long, and goes on after it", async () => {
    const long = `{"x": "${"é😀".repeat(1_000_000)}"}`;
    const stream = `${line}\n${long}\n${line}\n${wrong}\n`;
    const { files } = JSON.parse((await withInput(stream, ["--ndjson", "--max-bytes", "5000", "--format", "json", "-"])).output) as { files: FileReport[] };
    expect(files.map((file) => [file.line, file.valid, file.diagnostics[0]?.ruleId])).toEqual([
      [1, true, undefined],
      [2, false, "json/too-large"],
      [3, true, undefined],
      [4, false, "schema/unknown-kind"],
    ]);
    const last = files.at(-1)?.diagnostics[0];
    expect(stream.slice(last?.start.offset, last?.end.offset)).toBe('"WorkstationContracts"');
  });

  test("speaks of documents, not of the file, and offers no mend in place", async () => {
    const { output } = await withInput(Buffer.concat([Buffer.from(`${line}\n{} {}\n["`), Buffer.of(0xff), Buffer.from(`"]\n\ufeff${line}\n{`)]), ["--ndjson", "-"]);
    expect(output).toContain("a stream of documents holds one a line");
    expect(output).toContain("Byte 3 of the document, 0xFF,");
    expect(output).toContain("  fix: Remove the byte-order mark\n");
    expect(output).toContain("found the end of the document");
    expect(output).not.toMatch(/of the file|The file|--fix/);
  });

  test("reads streams in folders and by globs; a stream without documents is an error", async () => {
    put("s/a.ndjson", `${line}\n${line}\n`);
    put("s/b.jsonl", line);
    put("s/c.json", good);
    expect((await reports("--ndjson", "s")).map((file) => `${file.path}:${String(file.line)}`)).toEqual(["s/a.ndjson:1", "s/a.ndjson:2", "s/b.jsonl:1"]);
    expect((await reports("--ndjson", "s/*.jsonl")).map(({ path }) => path)).toEqual(["s/b.jsonl"]);
    expect(await withInput("\n\n", ["--ndjson", "-"])).toMatchObject({ status: 2, errors: "wsc validate: <stdin>: holds no document, so nothing was judged\n" });
    expect(await validate(["--ndjson", "gone.ndjson"])).toMatchObject({ status: 2, errors: "wsc validate: gone.ndjson: no such file or folder\n" });
  });
});
