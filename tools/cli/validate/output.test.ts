import { execFileSync } from "node:child_process";
import { closeSync, linkSync, lstatSync, openSync, readFileSync, readSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import type { FileReport } from "../../report/diagnostic.ts";
import { memoryHost } from "../memory_host.ts";
import { bad, folder, good, put, validate, validateOn, withInput } from "./validate.trial.ts";

describe("output", () => {
  test("--output - is standard output, and makes no file of that name", async () => {
    put("a.json", good);
    expect(await validate(["-o", "-", "a.json"])).toEqual({ status: 0, output: expect.stringMatching(/^a\.json: valid\n/) as string, errors: "" });
    expect(readdirSync(folder)).not.toContain("-");
  });

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
    put("..b.json", bad);
    expect((await validate(["--format", "sarif", "..b.json"])).output).toContain('"uri":"..b.json"');
  });
});
