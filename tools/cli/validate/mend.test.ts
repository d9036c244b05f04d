import { execFileSync } from "node:child_process";
import { chownSync, lstatSync, readFileSync, readdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { contract, folder, good, mendable, put, validate, withInput } from "./validate.trial.ts";

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

  test.runIf(process.getuid?.() === 0)("--fix by root leaves a file to its owner", async () => {
    put("a.json", mendable);
    chownSync(join(folder, "a.json"), 65534, 65533);
    expect((await validate(["--fix", "a.json"])).status).toBe(0);
    expect(statSync(join(folder, "a.json"))).toMatchObject({ uid: 65534, gid: 65533 });
  });

  test("--fix leaves a file without mends as it is", async () => {
    put("a.json", good);
    const before = statSync(join(folder, "a.json"));
    expect((await validate(["--fix", "a.json"])).errors).toBe("");
    expect(statSync(join(folder, "a.json"))).toMatchObject({ ino: before.ino, mtimeMs: before.mtimeMs });
  });

  test("--fix never takes the one block of a backend away", async () => {
    const other = good.replace('"pixi": {', '"container": {');
    put("a.json", other);
    expect(await validate(["--fix", "a.json"])).toMatchObject({ status: 1, errors: "" });
    expect(readFileSync(join(folder, "a.json"), "utf8")).toBe(other);
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

  test("--fix-dry-run prints what git and patch apply, whatever the names and the links to the file", async () => {
    for (const name of ["..two dots.json", "sub/..a/b c.json"]) put(name, mendable);
    symlinkSync("..two dots.json", join(folder, "link.json"));
    const { output } = await validate(["--fix-dry-run", "."]);
    // What patch takes for the end of a name with spaces.
    expect(output.match(/^\+\+\+ .*\t/gm)).toEqual(["+++ b/..two dots.json\t", "+++ b/sub/..a/b c.json\t"]);
    put("change.diff", output);
    execFileSync("git", ["apply", "change.diff"], { cwd: folder });
    expect((await validate(["."])).output).toContain("3 files: 3 valid");
  });

  test.each(["", "\n"])("--fix-dry-run prints a difference of very many mends at once, which git applies to a text that ends in %j", async (end) => {
    const lane = { name: "lane", backend: { type: "pixi" }, steps: [], evidence: { emit: [] } };
    const contract = { api_version: "workstation-contracts.socios.io/v0.1", kind: "WorkstationContract", metadata: { id: "very-many" }, spec: { lanes: Array.from({ length: 900 }, () => lane) } };
    put("a.json", JSON.stringify(contract, null, 1) + end);
    const { output } = await validate(["--fix-dry-run", "a.json"]);
    expect(output.match(/^@@ /gm)).toHaveLength(1);
    put("change.diff", output);
    execFileSync("git", ["apply", "change.diff"], { cwd: folder });
    const mended = readFileSync(join(folder, "a.json"), "utf8");
    expect(mended.match(/"pixi": \{\}/g)).toHaveLength(900);
    expect(mended.endsWith(`}${end}`)).toBe(true);
  });

  test("--fix-dry-run works on standard input, --fix does not", async () => {
    expect((await withInput(mendable, ["--fix-dry-run", "-"])).output).toContain("terminal.command.evidence");
    expect((await withInput(mendable, ["--fix", "-"])).status).toBe(2);
  });
});
