import { spawn, spawnSync, execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const source = ["--import", "tsx", join(root, "tools/validate_contract.ts")];
const built = [join(root, "bin/wsc.cjs"), "validate"];
const good = readFileSync(join(root, "conformance/good/backend-missing-block.json"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "wsc-process-"));
const manyFiles = 400;

beforeAll(() => {
  for (let index = 0; index < manyFiles; index++) {
    const isBad = index % 7 === 3;
    writeFileSync(join(folder, `${String(index).padStart(4, "0")}.json`), isBad ? good.replace('"pixi"', '"pixy"') : good);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(program: readonly string[], words: readonly string[], input?: string): { status: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...words], { cwd: root, encoding: "utf8", ...(input === undefined ? {} : { input }) });
  return { status, stdout, stderr };
}

describe("the program", () => {
  test.each([["from source", source], ["as it is built", built]])("reads a file and standard input, %s", (_name, program) => {
    expect(run(program, ["conformance/good/backend-missing-block.json"])).toMatchObject({ status: 0, stderr: "" });
    expect(run(program, ["-"], good)).toMatchObject({ status: 0, stdout: expect.stringContaining("<stdin>: valid") as string });
    expect(run(program, [])).toMatchObject({ status: 2, stdout: "" });
    for (const stream of [[], ["--ndjson"]]) expect(run(program, [...stream, ""])).toMatchObject({ status: 2, stdout: expect.stringMatching(/^0 files:/) as string, stderr: "wsc validate: \"\": an empty name names no file\n" });
  });

  test.each(["text", "json", "sarif"])("worker threads change nothing in the %s report", (format) => {
    const alone = run(built, ["--jobs", "1", "--format", format, folder]);
    expect(alone.status).toBe(1);
    expect(run(built, ["--jobs", "3", "--format", format, folder])).toEqual(alone);
  });

  test("worker threads change nothing in the report on a stream either, whatever stands on its lines", () => {
    const stream = join(folder, "stream.ndjson");
    const bad = JSON.stringify({ ...(JSON.parse(good) as object), surplus: "é".repeat(200_000) });
    const lines = Array.from({ length: 400 }, (_, index) => [JSON.stringify(JSON.parse(good)), bad, "{", "", '{"kind":"WorkstationContract","kind":1}\r'][index % 37 === 1 ? 1 : index % 5 === 1 ? 0 : index % 5]);
    writeFileSync(stream, lines.join("\n"));
    const alone = run(built, ["--jobs", "1", "--format", "json", "--ndjson", stream]);
    expect(alone.status).toBe(1);
    expect(run(built, ["--jobs", "3", "--format", "json", "--ndjson", stream])).toEqual(alone);
    rmSync(stream);
  });

  test("a full disk under the report is one line and status 2", () => {
    const script = 'exec "$0" "$@" > /dev/full';
    const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, ...built, folder], { cwd: root, encoding: "utf8" });
    expect(status).toBe(2);
    expect(stderr.trimEnd().split("\n").at(-1)).toBe("wsc: the output cannot be written: no space left on device");
    expect(stderr.match(/no space left/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("a working folder that was removed is one line and status 2", () => {
    const { status, stderr } = spawnSync("bash", ["-c", 'mkdir "$1/gone" && cd "$1/gone" && rmdir "$1/gone" && shift && exec "$@"', "bash", folder, process.execPath, ...built, "a.json"], { cwd: root, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 2, stderr: "wsc: the working folder cannot be found: no such file or directory\n" });
  });

  test("-o /dev/stdout is standard output, be it a pipe or a file", () => {
    const report = join(folder, "report.txt");
    writeFileSync(report, "");
    const { ino } = statSync(report);
    const words = [process.execPath, ...built, "-o", "/dev/stdout", "conformance/good/backend-missing-block.json"];
    expect(spawnSync("bash", ["-c", `exec "$@" > '${report}'`, "bash", ...words], { cwd: root }).status).toBe(0);
    expect(readFileSync(report, "utf8")).toMatch(/: valid\n/);
    expect(statSync(report).ino).toBe(ino);
    expect(spawnSync("bash", ["-c", '"$@" | cat', "bash", ...words], { cwd: root, encoding: "utf8" })).toMatchObject({ stdout: expect.stringContaining(": valid\n") as string, stderr: "" });
    rmSync(report);
  });

  test("a reader that goes away ends it quietly", async () => {
    const child = spawn(process.execPath, [...built, "--format", "json", folder], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let errors = "";
    child.stderr.on("data", (data: Buffer) => (errors += data.toString()));
    await new Promise((done) => child.on("close", done));
    expect(errors).not.toMatch(/EPIPE|^\s+at /m);
  });

  test("a pipe given by name is refused, not waited for", () => {
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    expect(run(built, [pipe])).toMatchObject({ status: 2, stderr: expect.stringContaining("is a pipe") as string });
    rmSync(pipe);
  });
});
