import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { commands } from "./commands.ts";
import { main } from "./main.ts";
import { memoryHost } from "./memory_host.ts";

async function run(...words: string[]): Promise<{ status: number; output: string; errors: string }> {
  const host = memoryHost("/");
  const status = await main(words, host);
  return { status, output: host.output(), errors: host.errors() };
}

describe("help", () => {
  test.each([["--help"], ["-h"], ["help"]])("%s lists every command", async (word) => {
    const { status, output } = await run(word);
    expect(status).toBe(0);
    for (const { name, summary } of commands) expect(output).toMatch(new RegExp(`^ {2}${name} +${summary.slice(0, 20)}`, "m"));
  });

  test.each(commands.map(({ name }) => [name]))("%s --help tells usage, options and exit status", async (name) => {
    const { status, output } = await run(name, "--help");
    expect(status).toBe(0);
    expect(output).toMatch(new RegExp(`^Usage: wsc ${name}`));
    for (const heading of ["Options:", "Exit status:"]) expect(output).toContain(`\n${heading}\n`);
    expect(Math.max(...output.split("\n").map((line) => line.length))).toBeLessThanOrEqual(100);
    expect((await run("help", name)).output).toBe(output);
  });

  test("a command table line and its module agree", async () => {
    for (const { name, summary, load } of commands) expect((await load()).usage).toMatchObject({ name, summary });
  });

  test("--version names the tool and its version", async () => {
    expect(await run("--version")).toMatchObject({ status: 0, output: expect.stringMatching(/^workstation-contracts \d+\.\d+\.\d+\n$/) as string });
  });
});

describe("what cannot be understood is status 2, with a guess", () => {
  test.each([
    [["validat", "x"], 'wsc: "validat" is not a command; did you mean "validate"?'],
    [["--verson"], 'wsc: "--verson" is not an option; did you mean "--version"?'],
    [["validate", "--formt", "json", "x"], 'wsc validate: "--formt" is not an option; did you mean "--format"?'],
    [["validate", "--format", "jsno", "x"], 'wsc validate: "jsno" is not a value of --format; did you mean "json"?'],
    [["validate", "--format=yaml", "x"], 'wsc validate: "yaml" is not a value of --format; known: text, json,'],
    [["validate", "--format"], "wsc validate: --format needs a value: --format FORMAT"],
    [["validate", "--fix=yes", "x"], "wsc validate: --fix takes no value"],
    [["contract.json"], 'wsc: "contract.json" is not a command; to judge a file, write wsc validate FILE'],
    [["validate", "-x.json"], 'wsc validate: "-x.json" is not an option; a file of this name is written ./-x.json'],
    [["validate", "--outptu=a/b.json", "x"], 'wsc validate: "--outptu" is not an option; did you mean "--output"?'],
    [["validate"], "wsc validate: name a file"],
    [["validate", "-", "-"], "wsc validate: standard input can be read once only"],
    [["validate", "--max-bytes", "1e3", "x"], "wsc validate: --max-bytes takes a whole number"],
    [["validate", "--jobs", "0", "x"], "wsc validate: --jobs takes a whole number"],
    [["validate", "--fix", "--ndjson", "x"], "wsc validate: --fix works on files of one document"],
    [["rules", "mount/whole-hom"], 'wsc rules: "mount/whole-hom" is not a rule; did you mean "mount/whole-home"?'],
    [["rules", "whole-home"], 'wsc rules: "whole-home" is not a rule; did you mean "mount/whole-home"?'],
    [["rules", "mount/"], 'wsc rules: "mount/" is not a rule; did you mean one of mount/whole-home, mount/unscoped-downloads, mount/sensitive-path, mount/unresolvable-path?'],
    [["rules", "\u001b[2Jx"], 'wsc rules: "\\u001b[2Jx" is not a rule; wsc rules lists them'],
    [["completion", "powershell"], 'wsc completion: "powershell" is not a shell with completion; known: bash, zsh, fish'],
  ])("%j", async (words, expected) => {
    const { status, output, errors } = await run(...words);
    expect(status).toBe(2);
    expect(output).toBe("");
    expect(errors).toContain(expected);
    expect(errors).toMatch(/\nTry: wsc.* --help\n$/);
  });

  test("no words at all print the help on standard error", async () => {
    expect(await run()).toMatchObject({ status: 2, output: "", errors: expect.stringContaining("Usage: wsc COMMAND") as string });
  });
});

describe("rules", () => {
  test("lists each rule once, with its severity", async () => {
    const lines = (await run("rules")).output.trimEnd().split("\n");
    const ids = lines.map((line) => line.split(/ +/)[0]);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain("mount/whole-home");
    for (const line of lines) expect(line).toMatch(/^\S+ +(error|warning) +\S/);
    const listed = JSON.parse((await run("rules", "--format", "json")).output) as { id: string }[];
    expect(listed.map(({ id }) => id)).toEqual(ids);
  });
});

describe("check-fixtures", () => {
  test("one line and status 2 where there is no manifest", async () => {
    expect(await run("check-fixtures", "nowhere")).toEqual({ status: 2, output: "", errors: "wsc check-fixtures: nowhere/manifest.json: It cannot be read. Put the manifest where the fixtures are.\n" });
  });
});

describe("completion", () => {
  const folder = mkdtempSync(join(tmpdir(), "wsc-completion-"));
  beforeAll(() => {
    for (const name of ["a contract.json", "a*", "ab.json", "s.json"]) writeFileSync(join(folder, name), "");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test.each([
    ["a command", ["wsc", "val"], ["validate"]],
    ["an option", ["wsc", "validate", "--fo"], ["--format"]],
    ["a value", ["wsc", "validate", "--format", "s"], ["sarif"]],
    ["a rule", ["wsc", "rules", "mount/who"], ["mount/whole-home"]],
    ["a file, whatever stands in its name", ["wsc", "validate", "a"], ["a contract.json", "a*", "ab.json"]],
    ["a file as the value of an option", ["wsc", "conform", "--samples", "s"], ["s.json"]],
    ["nothing where any value may stand", ["wsc", "conform", "--deadline", ""], []],
    ["nothing where no file belongs", ["wsc", "rules", "s.j"], []],
    ["a value behind =", ["wsc", "validate", "--format", "=", "j"], ["json", "junit"]],
    ["each value behind =", ["wsc", "linked-data", "--form", "="], ["compacted", "digest", "expanded", "nquads"]],
  ])("the bash script completes %s", async (_what, words, expected) => {
    const line = words.map((word) => `'${word}'`).join(" ");
    const ask = `${(await run("completion", "bash")).output}\nCOMP_WORDS=(${line}); COMP_CWORD=${words.length - 1}; _wsc; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const replies = execFileSync("bash", ["--norc", "-c", ask], { cwd: folder, encoding: "utf8" }).split("\n").filter((reply) => reply !== "");
    expect(replies.sort()).toEqual(expected);
  });

  test("the bash script asks for nothing that bash 3.2 lacks", async () => {
    expect((await run("completion", "bash")).output).not.toMatch(/^[^#]*\b(?:mapfile|readarray|compopt|declare -A|local -n)\b/m);
  });

  test("the zsh script has each command, with its options and what completes their values", async () => {
    const script = (await run("completion", "zsh")).output;
    for (const { name, summary } of commands) {
      expect(script).toContain(`'${name}:${summary.replaceAll("'", "'\\''")}'`);
      expect(script).toMatch(new RegExp(`^ {4}${name}\\) _arguments .*'--help\\[`, "m"));
    }
    expect(script).toMatch(/^ {4}conform\) .*'--samples\[[^\]]*\]:FILE:_files'/m);
    expect(script).toMatch(/^ {4}conform\) .*'--deadline\[[^\]]*\]:MS: '/m);
    expect(script).toMatch(/^ {4}rules\) .*'--format\[[^\]]*\]:FORMAT:\(text json\)'/m);
  });

  test("the fish script has each command, with its options and what completes their values", async () => {
    const lines = (await run("completion", "fish")).output.split("\n");
    const hasLine = (start: string): boolean => lines.some((line) => line.startsWith(start));
    for (const program of ["wsc", "workstation-contracts"]) {
      for (const { name } of commands) {
        expect(hasLine(`complete -c ${program} -n __fish_use_subcommand -a ${name} -d `), name).toBe(true);
        expect(hasLine(`complete -c ${program} -n '__fish_seen_subcommand_from ${name}' -l help -s h -d `), name).toBe(true);
      }
      expect(hasLine(`complete -c ${program} -n '__fish_seen_subcommand_from conform' -l samples -r -F -d `)).toBe(true);
      expect(hasLine(`complete -c ${program} -n '__fish_seen_subcommand_from conform' -l deadline -x -d `)).toBe(true);
      expect(hasLine(`complete -c ${program} -n '__fish_seen_subcommand_from rules' -l format -x -a 'text json' -d `)).toBe(true);
    }
  });
});

test("a fault of the program is one line and status 2", async () => {
  const host = { ...memoryHost("/"), resolve: () => { throw new TypeError("broken\nhost"); } };
  expect(await main(["validate", "x"], host)).toBe(2);
  expect(host.errors()).toBe("wsc: internal fault, please report it: TypeError: broken\\nhost\n");
});
