import { execFileSync } from "node:child_process";
import { closeSync, linkSync, mkdirSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, symlinkSync, writeFileSync, statSync, lstatSync, readdirSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { FileReport } from "../../report/diagnostic.ts";
import { main } from "../main.ts";
import { memoryHost, type MemoryHost } from "../memory_host.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "wsc-validate-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Result {
  readonly status: number;
  readonly output: string;
  readonly errors: string;
}

async function validate(words: readonly string[], settings: Parameters<typeof memoryHost>[1] = {}): Promise<Result> {
  return await validateOn(memoryHost(folder, settings), words);
}

async function validateOn(host: MemoryHost, words: readonly string[]): Promise<Result> {
  const status = await main(["validate", ...words], host);
  return { status, output: host.output(), errors: host.errors() };
}

async function reports(...words: string[]): Promise<FileReport[]> {
  return (JSON.parse((await validate(["--format", "json", ...words])).output) as { files: FileReport[] }).files;
}

function put(name: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}

function contract(changes: { emit?: readonly string[]; labels?: Record<string, string>; [member: string]: unknown } = {}): string {
  const { emit = ["env.fingerprint"], labels, ...members } = changes;
  return JSON.stringify(
    {
      api_version: "workstation-contracts.socios.io/v0.1",
      kind: "WorkstationContract",
      metadata: { id: "example", ...(labels === undefined ? {} : { labels }) },
      spec: { lanes: [{ name: "lane", backend: { type: "pixi", pixi: { manifest_path: "pixi.toml" } }, steps: [{ name: "test", run: "make test" }], evidence: { emit } }] },
      ...members,
    },
    null,
    2,
  );
}

const good = contract();
const bad = contract({ kind: "WorkstationContracts" });
const mendable = contract({ labels: { "sourceos.terminal_command": "true" } });

describe("exit status and order", () => {
  test("0 when all are valid", async () => {
    put("a.json", good);
    expect(await validate(["a.json"])).toEqual({ status: 0, output: "a.json: valid\n1 file: 1 valid, 0 invalid; 0 errors, 0 warnings\n", errors: "" });
  });

  test("1 when one is invalid, with the verdicts in the order of the input", async () => {
    for (const name of ["c", "a"]) put(`${name}.json`, good);
    put("b.json", bad);
    const { status, output } = await validate(["c.json", "b.json", "a.json"]);
    expect(status).toBe(1);
    expect(output.match(/^[abc]\.json:/gm)).toEqual(["c.json:", "b.json:", "a.json:"]);
  });

  test("2 when one cannot be read, after the verdicts on the rest", async () => {
    put("a.json", good);
    put("b.json", bad);
    const { status, output, errors } = await validate(["missing.json", "b.json", "a.json"]);
    expect(status).toBe(2);
    expect(output).toContain("a.json: valid\n2 files: 1 valid, 1 invalid; 1 error, 0 warnings; 1 file without a verdict\n");
    expect(errors).toBe("wsc validate: missing.json: no such file or folder\n");
  });

  test("a verdict does not depend on the working folder", async () => {
    put("examples/a.json", contract({ api_version: "workstation-contracts.socios.io/v9" }));
    const from = async (where: string, name: string): Promise<unknown> => {
      const host = memoryHost(join(folder, where));
      const { output } = await validateOn(host, ["--format", "json", name]);
      return JSON.parse(output.replaceAll(name, "NAME"));
    };
    expect(await from("examples", "a.json")).toEqual(await from(".", "examples/a.json"));
    expect(await from("/", join(folder, "examples/a.json"))).toEqual(await from(".", "examples/a.json"));
  });

  test("a name that no terminal should see is escaped", async () => {
    const name = "a\u001b[2J\n.json";
    put(name, good);
    expect((await validate([name])).output).toContain("a\\u001b[2J\\n.json: valid\n");
    expect((await validate(["b\u001b[2J\n.json"])).errors).toContain("b\\u001b[2J\\n.json: no such file");
  });
});

describe("what is no readable file gets a clear line", () => {
  test("links that lead nowhere or in a circle, pipes, devices and sockets", async () => {
    put("good.json", good);
    symlinkSync("gone.json", join(folder, "dangling.json"));
    symlinkSync("circle.json", join(folder, "circle.json"));
    execFileSync("mkfifo", [join(folder, "pipe.json")]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(folder, "socket.json"), resolve));
    const expected = {
      "circle.json": "is a link that leads back to itself",
      "dangling.json": "is a link to a file that does not exist",
      "pipe.json": "is a pipe, not a file; give - to read standard input",
      "socket.json": "is a socket or a device, not a file",
    };
    const named = await validate([...Object.keys(expected), "/dev/null", "good.json/x", "good.json"]);
    const walked = await validate(["."]);
    server.close();
    const lines = Object.entries(expected).map(([name, reason]) => `wsc validate: ${name}: ${reason}\n`);
    expect(named).toMatchObject({ status: 2, output: expect.stringContaining("good.json: valid\n") as string });
    expect(named.errors).toBe([...lines, "wsc validate: /dev/null: is a device, not a file\n", "wsc validate: good.json/x: leads through something that is not a folder\n"].join(""));
    expect(walked).toMatchObject({ status: 2, errors: lines.join(""), output: expect.stringContaining("good.json: valid\n") as string });
  });

  test.skipIf(process.getuid?.() === 0)("files and folders without permission", async () => {
    put("a.json", good);
    put("locked/b.json", good);
    execFileSync("chmod", ["000", join(folder, "a.json"), join(folder, "locked")]);
    const { status, errors } = await validate(["."]);
    execFileSync("chmod", ["700", join(folder, "locked")]);
    expect({ status, errors }).toEqual({ status: 2, errors: "wsc validate: a.json: permission denied\nwsc validate: locked: permission denied\n" });
  });

  test("formats that machines read tell of it where they have a place for it", async () => {
    put("a.json", good);
    for (const [format, expected] of [["junit", '<error type="unreadable"'], ["tap", "not ok 1 - missing.json"], ["github", "::error file=missing.json,title=no verdict::"], ["sarif", '"executionSuccessful":false']] as const) {
      const { status, output } = await validate(["--format", format, "missing.json", "a.json"]);
      expect(status, format).toBe(2);
      expect(output, format).toContain(expected);
    }
  });
});

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
    expect(await validate(["."])).toMatchObject({ status: 2, errors: "wsc validate: a\ufffd.json: its name is not UTF-8; rename it\n" });
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

async function withInput(content: string | Buffer, words: readonly string[]): Promise<Result> {
  put("input", content);
  const stdin = openSync(join(folder, "input"), "r");
  try {
    return await validate(words, { stdin });
  } finally {
    closeSync(stdin);
  }
}

describe("standard input", () => {
  test("is judged in its place among the files", async () => {
    put("a.json", good);
    put("b.json", good);
    const { status, output } = await withInput(bad, ["a.json", "-", "b.json"]);
    expect(status).toBe(1);
    expect(output.match(/^(a\.json|<stdin>|b\.json):/gm)).toEqual(["a.json:", "<stdin>:", "b.json:"]);
  });

  test("that is empty is no JSON", async () => {
    expect(await withInput("", ["-"])).toMatchObject({ status: 1, output: expect.stringContaining("<stdin>:1:1 error json/syntax") as string });
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

describe("size", () => {
  test("a file over the limit is refused without being read", async () => {
    put("a.json", good);
    const [report] = await reports("--max-bytes", String(good.length - 1), "a.json");
    expect(report?.diagnostics.map(({ ruleId }) => ruleId)).toEqual(["json/too-large"]);
    expect((await validate(["--max-bytes", String(good.length), "a.json"])).status).toBe(0);
  });
});

describe("output", () => {
  test("--output writes the report to a file", async () => {
    put("a.json", good);
    expect(await validate(["--format", "ndjson", "-o", "report.ndjson", "a.json"])).toEqual({ status: 0, output: "", errors: "" });
    expect(readFileSync(join(folder, "report.ndjson"), "utf8").trimEnd().split("\n")).toHaveLength(2);
    expect(await validate(["-o", "no/such/folder", "a.json"])).toMatchObject({ status: 2, errors: expect.stringContaining("the report cannot be written to no/such/folder: no such file or folder") as string });
  });

  test.each([
    ["itself", "a.json"],
    ["a link to it", "link.json"],
    ["another name of it", "twin.json"],
  ])("--output never takes the place of a contract that is named: %s", async (_what, name) => {
    put("a.json", good);
    put("b.json", good);
    symlinkSync("a.json", join(folder, "link.json"));
    linkSync(join(folder, "a.json"), join(folder, "twin.json"));
    expect(await validate(["--format", "json", "-o", name, "b.json", "a.json"])).toEqual({
      status: 2,
      output: "",
      errors: `wsc validate: the report cannot be written to ${name}: it is to be judged itself; name another file\n`,
    });
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe(good);
    expect(readdirSync(folder).sort()).toEqual(["a.json", "b.json", "link.json", "twin.json"]);
  });

  test("--output never takes the place of what standard input reads", async () => {
    expect(await withInput(good, ["-o", "input", "-"])).toMatchObject({ status: 2, output: "" });
    expect(readFileSync(join(folder, "input"), "utf8")).toBe(good);
  });

  test.each([[["d"]], [["d/*"]], [["--ndjson", "n"]], [["--ndjson", "n/*"]]])("the file of --output is not judged where %j leads to it, whether it is there or not", async (words) => {
    put("d/a.json", good);
    put("n/a.ndjson", JSON.stringify(JSON.parse(good)));
    const report = words.includes("--ndjson") ? "n/report.ndjson" : "d/report.json";
    for (let round = 0; round < 2; round++) {
      expect(await validate(["--format", "json", "-o", report, ...words])).toEqual({ status: 0, output: "", errors: "" });
      const { files } = JSON.parse(readFileSync(join(folder, report), "utf8")) as { files: FileReport[] };
      expect(files.map(({ path }) => path)).toEqual([report.startsWith("n") ? "n/a.ndjson" : "d/a.json"]);
      expect(readdirSync(join(folder, dirname(report)))).toHaveLength(2);
    }
  });

  test("the old report stays until the new one is done, with its mode, and a link to it stays a link", async () => {
    put("a.json", good);
    put("report.txt", "the last report");
    execFileSync("chmod", ["664", join(folder, "report.txt")]);
    symlinkSync("report.txt", join(folder, "latest"));
    const host = memoryHost(folder);
    const seen: string[] = [];
    const resolve = (path: string): string => {
      if (path === "a.json") seen.push(readFileSync(join(folder, "report.txt"), "utf8"));
      return host.resolve(path);
    };
    expect(await validateOn({ ...host, resolve }, ["-o", "latest", "a.json"])).toMatchObject({ status: 0 });
    expect(new Set(seen)).toEqual(new Set(["the last report"]));
    expect(readFileSync(join(folder, "report.txt"), "utf8")).toMatch(/^a\.json: valid\n/);
    expect(statSync(join(folder, "report.txt")).mode & 0o777).toBe(0o664);
    expect(lstatSync(join(folder, "latest")).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["a.json", "latest", "report.txt"]);
  });

  test("--output writes into pipes and devices, and through a link to a file that is not there yet", async () => {
    put("a.json", good);
    execFileSync("mkfifo", [join(folder, "pipe")]);
    const reader = openSync(join(folder, "pipe"), "r+");
    expect(await validate(["-o", "pipe", "a.json"])).toMatchObject({ status: 0 });
    const piped = Buffer.alloc(100);
    expect(piped.toString("utf8", 0, readSync(reader, piped))).toMatch(/^a\.json: valid\n/);
    closeSync(reader);
    expect(lstatSync(join(folder, "pipe")).isFIFO()).toBe(true);
    expect(await validate(["-o", "/dev/null", "a.json"])).toEqual({ status: 0, output: "", errors: "" });
    symlinkSync("report.txt", join(folder, "latest"));
    expect(await validate(["-o", "latest", "a.json"])).toMatchObject({ status: 0 });
    expect(readFileSync(join(folder, "report.txt"), "utf8")).toMatch(/^a\.json: valid\n/);
  });

  test("--quiet prints findings only", async () => {
    put("a.json", good);
    put("b.json", bad);
    expect(await validate(["-q", "a.json"])).toMatchObject({ status: 0, output: "" });
    expect((await validate(["-q", "a.json", "b.json"])).output).not.toContain("a.json");
  });

  test("colour follows the terminal, NO_COLOR and FORCE_COLOR", async () => {
    put("b.json", bad);
    const coloured = async (environment: Record<string, string>, columns?: number): Promise<boolean> =>
      (await validate(["b.json"], { environment, ...(columns === undefined ? {} : { columns }) })).output.includes("\u001b[");
    expect(await coloured({})).toBe(false);
    expect(await coloured({}, 80)).toBe(true);
    expect(await coloured({ NO_COLOR: "1" }, 80)).toBe(false);
    expect(await coloured({ NO_COLOR: "" }, 80)).toBe(true);
    expect(await coloured({ FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(true);
    expect(await coloured({ FORCE_COLOR: "0" }, 80)).toBe(false);
    expect(await coloured({ TERM: "dumb" }, 80)).toBe(false);
  });

  test("when the reader goes away the run ends quietly, and not as a success", async () => {
    for (let index = 0; index < 20; index++) put(`${index}.json`, good);
    expect(await validate(["."], { closesAfter: 3 })).toMatchObject({ status: 2, errors: "" });
  });

  test("SARIF and GitHub know files relative to the folder or the checkout", async () => {
    put("sub/b.json", bad);
    const sarif = JSON.parse((await validate(["--format", "sarif", join(folder, "sub/b.json")])).output) as object;
    expect(JSON.stringify(sarif)).toContain('"uri":"sub/b.json"');
    const github = await validateOn(memoryHost(join(folder, "sub"), { environment: { GITHUB_WORKSPACE: folder } }), ["--format", "github", "b.json"]);
    expect(github.output).toContain("::error file=sub/b.json,");
  });
});

describe("mends", () => {
  test("--fix changes the file and reports what is left", async () => {
    put("a.json", mendable);
    symlinkSync("a.json", join(folder, "link.json"));
    execFileSync("chmod", ["640", join(folder, "a.json")]);
    const { status, output, errors } = await validate(["--fix", "link.json"]);
    expect({ status, output, errors }).toEqual({ status: 0, output: "link.json: valid\n1 file: 1 valid, 0 invalid; 0 errors, 0 warnings\n", errors: "wsc validate: note: mended 1 finding in 1 file\n" });
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe(contract({ labels: { "sourceos.terminal_command": "true" }, emit: ["env.fingerprint", "terminal.command.evidence"] }));
    expect(statSync(join(folder, "a.json")).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(folder, "link.json")).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder)).toEqual(["a.json", "link.json"]);
  });

  test("--fix leaves a file without mends as it is", async () => {
    put("a.json", good);
    const before = statSync(join(folder, "a.json"));
    expect((await validate(["--fix", "a.json"])).errors).toBe("");
    expect(statSync(join(folder, "a.json"))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  test("--fix-dry-run prints a difference that patch applies, and changes nothing", async () => {
    put("sub dir/a.json", mendable);
    const { status, output, errors } = await validate(["--fix-dry-run", "sub dir"]);
    expect(status).toBe(1);
    expect(output).toMatch(/^--- .*\n\+\+\+ .*\n@@ /);
    expect(output).toContain('+            "terminal.command.evidence"\n');
    expect(errors).toContain("1 file: 0 valid, 1 invalid");
    expect(readFileSync(join(folder, "sub dir/a.json"), "utf8")).toBe(mendable);
    put("change.diff", output);
    execFileSync("git", ["apply", "change.diff"], { cwd: folder });
    expect((await validate(["sub dir/a.json"])).status).toBe(0);
  });

  test("--fix-dry-run works on standard input, --fix does not", async () => {
    expect((await withInput(mendable, ["--fix-dry-run", "-"])).output).toContain("terminal.command.evidence");
    expect((await withInput(mendable, ["--fix", "-"])).status).toBe(2);
  });
});
