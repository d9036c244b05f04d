/**
 * Runs every command that the documents show and compares what it prints.
 *
 * In a ```console block a line that begins with `$ ` is a command (a trailing backslash continues it) and the lines up to the next command
 * are its output, standard error included; a line `...` stands for any lines. A block whose info string ends in `file=NAME` is written to
 * that file before the commands after it run. Each document has a folder of its own that looks like the checkout.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "../..");
const documents = ["README.md", "CONTRIBUTING.md", ...markdownIn("docs")];
const workshop = mkdtempSync(join(tmpdir(), "workstation-contracts-documents-"));
const programs = join(workshop, "bin");

/** Commands that a test cannot run: what they would do, another part of the build does. */
const runElsewhere = new Map([
  ["make test", "this very test runs within it"],
  ["git clone https://github.com/SociOS-Linux/workstation-contracts.git", "it takes a network; every run of the tests starts from a clone"],
  ["cd workstation-contracts && npm ci && npm pack", "package.test.ts packs the package, installs the file and uses it"],
  ["make bench", "it measures for minutes and compares times, which no test does"],
]);

/** How long the commands of one document may take, in milliseconds: some wait for a peer that never answers. */
const patience = 300_000;

mkdirSync(programs);
for (const name of ["wsc", "workstation-contracts"]) {
  writeFileSync(join(programs, name), `#!/bin/sh\nexec "${process.execPath}" "${join(root, "bin/wsc.cjs")}" "$@"\n`);
  chmodSync(join(programs, name), 0o755);
}
afterAll(() => {
  rmSync(workshop, { recursive: true, force: true });
});

describe.each(documents)("%s", (document) => {
  const markdown = readFileSync(join(root, document), "utf8");
  const blocks = fencedBlocks(markdown);
  test("marks every shell block as console and every program as a file, so that it is run", () => {
    const unrun = blocks.filter(({ language, file }) => ["sh", "bash", "shell", "zsh"].includes(language) || (file === undefined && ["js", "ts", "python"].includes(language)));
    expect([...unrun.map(({ line }) => line), ...indentedBlocks(markdown)].map((line) => `${document}:${line}`)).toEqual([]);
  });

  if (!blocks.some(({ language }) => language === "console")) return;
  test("says how to come by the program that it uses", () => {
    const used = blocks.some(({ language, text }) => language === "console" && /\bwsc /.test(text));
    if (used) expect(markdown).toMatch(/\]\((?:\.\.\/)*README\.md#install\)|^## Install$/m);
  });

  const absent = blocks.some(({ language }) => language === "python") && spawnSync("python3", ["--version"]).error !== undefined;
  test.skipIf(absent)(`shows what its commands really print${absent ? " (skipped: python3 is not installed)" : ""}`, () => {
    const folder = checkoutLookalike(document);
    for (const block of blocks) {
      if (block.file !== undefined) {
        mkdirSync(dirname(join(folder, block.file)), { recursive: true });
        writeFileSync(join(folder, block.file), block.text);
      } else if (block.language === "console") {
        for (const { command, output } of consoleCommands(block.text)) {
          if (runElsewhere.has(command)) continue;
          expect(print(command, folder), `${document}:${block.line}: ${command}`).toMatch(pattern(output));
        }
      }
    }
  }, patience);
});

interface Block {
  readonly language: string;
  readonly file: string | undefined;
  readonly text: string;
  readonly line: number;
}

function fencedBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; file: string | undefined; lines: string[]; line: number } | undefined;
  markdown.split("\n").forEach((text, index) => {
    const fence = /^```(\S*)(?:\s+file=(\S+))?/.exec(text);
    if (fence === null) open?.lines.push(text);
    else if (open === undefined) open = { language: fence[1] ?? "", file: fence[2], lines: [], line: index + 1 };
    else {
      blocks.push({ language: open.language, file: open.file, text: `${open.lines.join("\n")}\n`, line: open.line });
      open = undefined;
    }
  });
  return blocks;
}

/** The lines on which code begins by its indentation alone, which says nothing of what it is. */
function indentedBlocks(markdown: string): number[] {
  const lines = markdown.replace(/^```[^]*?^```$/gm, (block) => block.replace(/.+/g, "|")).split("\n");
  return lines.flatMap((line, index) => (/^(?: {4}|\t)\s*[^\s*\d-]/.test(line) && lines[index - 1] === "" ? [index + 1] : []));
}

function consoleCommands(text: string): { command: string; output: string }[] {
  return text
    .replaceAll("\\\n", "\\\u0000")
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf("\n");
      return { command: part.slice(0, end).replaceAll("\u0000", "\n"), output: part.slice(end + 1) };
    });
}

function checkoutLookalike(document: string): string {
  const folder = join(workshop, document.replaceAll("/", "-"));
  mkdirSync(folder);
  for (const entry of readdirSync(root)) if (entry !== ".git" && entry !== "node_modules") symlinkSync(join(root, entry), join(folder, entry));
  // A folder of its own, so that an installation which a document starts never empties the checkout's.
  mkdirSync(join(folder, "node_modules"));
  for (const entry of readdirSync(join(root, "node_modules"))) if (entry !== ".installed") symlinkSync(join(root, "node_modules", entry), join(folder, "node_modules", entry));
  // As old as that of the checkout, so that a `make` in it does not build anew what other tests are using.
  const installed = statSync(join(root, "node_modules/.installed"), { throwIfNoEntry: false });
  writeFileSync(join(folder, "node_modules/.installed"), "");
  if (installed !== undefined) utimesSync(join(folder, "node_modules/.installed"), installed.atime, installed.mtime);
  return folder;
}

function print(command: string, folder: string): string {
  // What make tells its children would make an inner make speak of folders.
  const { NODE_OPTIONS: _options, FORCE_COLOR: _colour, VITEST: _vitest, MAKEFLAGS: _flags, MFLAGS: _oldFlags, MAKELEVEL: _level, ...environment } = process.env;
  const result = spawnSync("bash", ["-c", `exec 2>&1\n${command}`], {
    cwd: folder,
    env: { ...environment, NO_COLOR: "1", PATH: `${programs}:${process.env.PATH ?? ""}` },
    encoding: "utf8",
    timeout: 120_000,
  });
  return result.stdout;
}

function pattern(output: string): RegExp {
  const lines = output.trimEnd().split("\n").map((line) => (line === "..." ? "[^]*?" : line.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")));
  return new RegExp(`^${lines.join("\\n")}\\n?$`);
}

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
    .sort();
}
