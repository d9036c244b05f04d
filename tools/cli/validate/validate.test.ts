import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { memoryHost } from "../memory_host.ts";
import { bad, contract, folder, good, put, reports, validate, validateOn, withInput } from "./validate.trial.ts";

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

describe("size", () => {
  test("a file over the limit is refused without being read", async () => {
    put("a.json", good);
    const [report] = await reports("--max-bytes", String(good.length - 1), "a.json");
    expect(report?.diagnostics.map(({ ruleId }) => ruleId)).toEqual(["json/too-large"]);
    expect((await validate(["--max-bytes", String(good.length), "a.json"])).status).toBe(0);
  });
});
