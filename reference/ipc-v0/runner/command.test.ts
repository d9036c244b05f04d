import { generateKeyPairSync } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { memoryHost } from "../../../tools/cli/memory_host.ts";
import { readArguments } from "../../../tools/cli/read_arguments.ts";
import { command as receiptCommand } from "../../../tools/cli/receipt.ts";
import type { CommandModule } from "../../../tools/cli/command.ts";
import { joinWords } from "../../../tools/harness/shell_words.ts";
import { command } from "./command.ts";
import { portableCommand } from "./portable_command.ts";

const scripted = join(import.meta.dirname, "fakes/scripted_adapter.cjs");
const folder = mkdtempSync(join(tmpdir(), "run-command-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const greeted = [["read"], ["greet"], ["read"], ["read"]];
const fine = [...greeted, ["result"], ["drain"]];
const adapter = (steps: readonly unknown[]): string => joinWords([process.execPath, scripted, JSON.stringify(steps)]);

async function call(module: CommandModule, words: readonly string[], environment: Record<string, string> = {}): Promise<{ status: number; output: string; errors: string }> {
  const host = memoryHost(folder, { environment: { PATH: process.env.PATH ?? "", ...environment } });
  const given = readArguments(module.usage, words);
  if ("problem" in given) throw new Error(given.problem);
  const status = await module.run(given, host, []);
  return { status, output: host.output(), errors: host.errors() };
}

const invoke = (steps: readonly unknown[], ...words: string[]) => call(command, ["--adapter", adapter(steps), "--op", "text.caps", ...words]);

describe("prints", () => {
  test("the data of the result as a line of JSON", async () => {
    expect(await invoke(fine, "--text", "hello")).toEqual({ status: 0, output: '{"text":"HELLO"}\n', errors: "" });
  });

  test("the same for an adapter that is given as words", async () => {
    const words = ["--op", "text.caps", "--text", "hello", "--", process.execPath, scripted, JSON.stringify(fine)];
    expect(await call(command, words)).toMatchObject({ status: 0, output: '{"text":"HELLO"}\n' });
  });

  test("a named error, with the adapter's text escaped", async () => {
    const error = { type: "error", payload: { code: "ADAPTER_ODD", message: "\u001b[31mred\u0007\u202e\u0085", retryable: false }, replyTo: "$last" };
    const { status, output, errors } = await invoke([["error", "log \u001b[2J\r\n"], ...greeted, ["send", error], ["drain"]]);
    expect({ status, output }).toEqual({ status: 1, output: "" });
    expect(errors).toBe("adapter: log \\u001b[2J\nwsc run: ADAPTER_ODD: \\u001b[31mred\\u0007\\u202e\\u0085\n");
  });

  test("data with every character escaped that a terminal would obey", async () => {
    const { output } = await invoke([...greeted, ["result", { "\u009b": "\u001b\u202e" }], ["drain"]]);
    expect(output).toBe('{"\\u009b":"\\u001b\\u202e"}\n');
  });

  test("no more of standard error than fits a screenful", async () => {
    const { errors, status } = await invoke([["errorFlood", 3e6], ...fine]);
    expect(status).toBe(0);
    expect(errors.length).toBeLessThan(70_000);
    expect(errors).toContain("more bytes");
  });
});

test.each([
  ["no operation", ["--adapter", "cat"], "--op"],
  ["no adapter", ["--op", "x"], "--adapter"],
  ["two adapters", ["--op", "x", "--adapter", "cat", "--", "cat"], "twice"],
  ["an open quote", ["--op", "x", "--adapter", "cat 'a"], "quote"],
  ["an empty command", ["--op", "x", "--adapter", " "], "empty"],
  ["two kinds of arguments", ["--op", "x", "--adapter", "cat", "--text", "a", "--args-json", "{}"], "exclude"],
  ["arguments that are not JSON", ["--op", "x", "--adapter", "cat", "--args-json", "{"], "--args-json"],
  ["arguments that are no object", ["--op", "x", "--adapter", "cat", "--args-json", "[]"], "object"],
  ["arguments with a name twice", ["--op", "x", "--adapter", "cat", "--args-json", '{"a":1,"a":2}'], "--args-json"],
  ["arguments that no line can carry", ["--op", "x", "--adapter", "cat", "--args-json", '{"a":"\\ud800"}'], "cannot be sent"],
  ["a number that no double holds", ["--op", "x", "--adapter", "cat", "--args-json", '{"a":1e400}'], "cannot be sent"],
  ["a file that is not there", ["--op", "x", "--adapter", "cat", "--args-file", "absent.json"], "absent.json"],
  ["no number", ["--op", "x", "--adapter", "cat", "--timeout-ms", "1e3"], "--timeout-ms"],
  ["no time at all", ["--op", "x", "--adapter", "cat", "--timeout-ms", "0"], "--timeout-ms"],
  ["a secret that is not set", ["--op", "x", "--adapter", "cat", "--secret", "ABSENT"], "ABSENT"],
  ["a secret that is a word of the protocol", ["--op", "x", "--adapter", "cat", "--secret", "WORD"], "WORD"],
  ["a secret that is hardly one", ["--op", "x", "--adapter", "cat", "--secret", "SHORT"], "SHORT"],
  ["a contract that is not there", ["--op", "x", "--adapter", "cat", "--contract", "absent.json"], "absent.json"],
  ["a folder without a name", ["--op", "x", "--adapter", "cat", "--out", ""], "--out"],
  ["a folder that cannot be made", ["--op", "x", "--adapter", "cat", "--out", "/dev/null/out"], "--out"],
])("refuses %s with status 2", async (_name, words, mention) => {
  const { status, errors, output } = await call(command, words, { WORD: "capabilities", SHORT: "abc" });
  expect(status).toBe(2);
  expect(errors).toContain(mention);
  expect(output).toBe("");
});

describe("--out", () => {
  test("keeps the same transcript and receipt from any folder, and a check finds them sound", async () => {
    const out = join(folder, "kept");
    writeFileSync(join(folder, "args.json"), '{"text": "hello"}');
    writeFileSync(join(folder, "contract.json"), "{}");
    const words = (name: string): string[] => ["--args-file", "args.json", "--contract", "contract.json", "--out", name];
    await invoke(fine, ...words("kept"));
    await invoke(fine, ...words("kept-again"));
    for (const file of ["ipc-transcript.ndjson", "run-receipt.json"]) expect(readFileSync(join(folder, "kept-again", file))).toEqual(readFileSync(join(out, file)));
    expect(readdirSync(out).sort()).toEqual(["adapter-stderr.txt", "ipc-transcript.ndjson", "raw-stdin.bin", "raw-stdout.bin", "run-receipt.json", "timings.json"]);
    const text = readFileSync(join(out, "run-receipt.json"), "utf8");
    for (const trace of [folder, tmpdir(), import.meta.dirname, process.cwd()]) expect(text).not.toContain(trace);
    expect((await call(receiptCommand, ["verify", "kept", "--contract", "contract.json"])).status).toBe(0);
    expect(await call(receiptCommand, ["verify", "kept", "--contract", "args.json"])).toMatchObject({ status: 1, output: "kept/run-receipt.json: /contract/digest: is not the digest of the contract's file\n" });
    writeFileSync(join(out, "ipc-transcript.ndjson"), readFileSync(join(out, "ipc-transcript.ndjson"), "utf8").replace("HELLO", "HELLU"));
    const { status, output } = await call(receiptCommand, ["verify", "kept"]);
    expect(status).toBe(1);
    expect(output).toContain("kept/ipc-transcript.ndjson");
    expect(output).toContain("/result/data");
  });

  test("writes what there is when the adapter fails", async () => {
    expect((await invoke([["exit", 3]], "--out", "failed")).status).toBe(1);
    expect(JSON.parse(readFileSync(join(folder, "failed/run-receipt.json"), "utf8"))).toMatchObject({ result: { ok: false, error: { code: "CONTRACT_ADAPTER_EXITED" } }, exitCode: 3 });
  });

  test("replaces a symbolic link and never follows it", async () => {
    const outside = join(folder, "outside.txt");
    writeFileSync(outside, "mine");
    mkdirSync(join(folder, "linked"));
    for (const file of ["run-receipt.json", "raw-stdin.bin"]) symlinkSync(outside, join(folder, "linked", file));
    expect((await invoke(fine, "--out", "linked")).status).toBe(0);
    expect(readFileSync(outside, "utf8")).toBe("mine");
    expect(lstatSync(join(folder, "linked/run-receipt.json")).isFile()).toBe(true);
  });

  test("says so when a file cannot be put in its place", async () => {
    mkdirSync(join(folder, "blocked/run-receipt.json"), { recursive: true });
    const { status, errors } = await invoke(fine, "--out", "blocked");
    expect(status).toBe(2);
    expect(errors).toContain("--out");
    expect(readdirSync(join(folder, "blocked")).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("keeps a named secret out of everything that is written or printed", async () => {
    const environment = { TOKEN: "S3CRET-VALUE" };
    const words = ["--adapter", adapter([["error", "S3CRET-VALUE\n"], ...greeted, ["environment", "TOKEN"], ["drain"]]), "--op", "text.caps", "--text", "with S3CRET-VALUE", "--secret", "TOKEN", "--out", "secret"];
    const { status, output, errors } = await call(command, words, environment);
    expect({ status, output }).toEqual({ status: 0, output: '{"text":"[secret:TOKEN]"}\n' });
    expect(errors).toContain("warning");
    const written = readdirSync(join(folder, "secret")).map((name) => readFileSync(join(folder, "secret", name), "utf8"));
    expect([output, errors, ...written].join("\n")).not.toContain("S3CRET");
    expect((await call(receiptCommand, ["verify", "secret"])).status).toBe(0);
  });
});

describe("wsc receipt", () => {
  test.each([[[]], [["check", "kept"]], [["verify"]], [["verify", "a", "b"]], [["verify", "absent"]]])("refuses %j with status 2", async (words) => {
    expect((await call(receiptCommand, words)).status).toBe(2);
  });

  test("refuses an option whose check nothing in the folder can have", async () => {
    await invoke(fine, "--out", "run");
    writeFileSync(join(folder, "key.pub"), generateKeyPairSync("ed25519").publicKey.export({ type: "spki", format: "pem" }));
    expect(await call(receiptCommand, ["verify", "--key", "key.pub", "run"])).toEqual({
      status: 2,
      output: "",
      errors: "wsc receipt: --key checks what `wsc conform --out` wrote, and run holds no conformance-run.json\n",
    });
    mkdirSync(join(folder, "conformance"));
    writeFileSync(join(folder, "conformance/conformance-run.json"), "{}");
    expect(await call(receiptCommand, ["verify", "--contract", "key.pub", "conformance"])).toEqual({
      status: 2,
      output: "",
      errors: "wsc receipt: --contract checks what `wsc run --out` wrote, and conformance holds no run-receipt.json\n",
    });
  });

  test("refuses a contract and a key that cannot be read", async () => {
    await invoke(fine, "--out", "both");
    writeFileSync(join(folder, "both/conformance-run.json"), "{}");
    writeFileSync(join(folder, "no-key.pem"), "no key");
    for (const words of [["--contract", "absent.json"], ["--key", "absent.pem"], ["--key", "no-key.pem"]]) {
      expect(await call(receiptCommand, ["verify", ...words, "both"])).toMatchObject({ status: 2, output: "", errors: expect.stringContaining(words[1] ?? "") as string });
    }
  });
});

test("the portable form of a command tells no path of a machine", () => {
  expect(portableCommand(["/usr/bin/node", "--import=file:///home/me/x/loader.mjs", "--out=/tmp/a b/c", "./relative/x.js", "../y", "/home/me/my files/adapter.py"])).toEqual([
    "node",
    "--import=loader.mjs",
    "--out=c",
    "./relative/x.js",
    "../y",
    "adapter.py",
  ]);
  expect(portableCommand(["sh", "-c", "exec /opt/tool/bin/x --y=/etc/z 2>/dev/null; cat '/a/b'", "/", "C:\\Program Files\\x.exe", "a/b", "text.caps", "https://host/path"])).toEqual([
    "sh",
    "-c",
    "exec x --y=z 2>null; cat 'b'",
    "/",
    "x.exe",
    "a/b",
    "text.caps",
    "https://host/path",
  ]);
});

test("the files are readable by others and nothing else", async () => {
  await invoke(fine, "--out", "modes");
  expect(statSync(join(folder, "modes/run-receipt.json")).mode & 0o133).toBe(0);
});
