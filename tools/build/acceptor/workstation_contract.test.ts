import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { refused } from "../../acceptor/acceptor.ts";
import { loadAcceptor } from "../../acceptor/acceptor_file.ts";
import { scriptFacts } from "../../rules/workstation-contract/script_facts.ts";
import { interpreter } from "../../shell/interpreter.ts";
import { validateBytes } from "../../validate/validate.ts";
import { acceptorFiles } from "./acceptor_files.ts";

const root = resolve(fileURLToPath(new URL("../../..", import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-acceptor-"));
for (const [name, bytes] of acceptorFiles(root)) writeFileSync(join(folder, name), bytes);
const { accept, versions, scriptFacts: known } = loadAcceptor(join(folder, "workstation-contract.acceptor"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Judges scripts as the program does when everything is loaded. */
function judgeScript(text: string): number {
  return scriptFacts(text, interpreter)?.reduce((facts, fact) => facts | (known[fact] ?? 0), 0) ?? refused;
}

/** Accepted by the tables alone. */
function isAccepted(bytes: Uint8Array): boolean {
  return accept(bytes, () => refused) !== undefined;
}

function diagnosticsOf(bytes: Uint8Array): string[] {
  return validateBytes(bytes, { path: "/contract.json" }).diagnostics.map(({ ruleId, message }) => `${ruleId}: ${message}`);
}

const fixtures = (folder: string): [string, Buffer][] => readdirSync(join(root, "conformance", folder)).map((name) => [name, readFileSync(join(root, "conformance", folder, name))]);

describe("fixtures", () => {
  test.each(fixtures("good"))("%s is accepted, by its version", (_, bytes) => {
    const accepted = accept(bytes, judgeScript);
    expect(accepted === undefined ? undefined : versions[accepted]).toBe(validateBytes(bytes, { path: "/contract.json" }).apiVersion);
  });

  // How large a document may be is asked before it is read.
  test.each(fixtures("bad").filter(([name]) => name !== "json-too-large.json"))("%s is not", (_, bytes) => {
    expect(accept(bytes, judgeScript)).toBeUndefined();
  });
});

function contract(run: string, emit: readonly string[] = []): Buffer {
  const lane = { name: "a", backend: { type: "pixi", pixi: {} }, steps: [{ name: "x", run }], evidence: { emit } };
  return Buffer.from(JSON.stringify({ api_version: versions[0], kind: "WorkstationContract", metadata: { id: "abc" }, spec: { lanes: [lane] } }));
}

const machine = "agent-machine.mount.evidence";
const artifact = "office.artifact.evidence";

describe("scripts", () => {
  test.each([
    "", "make", "set -euo pipefail\nnpm ci && npm test # all of it\n", 'export MODE="release" LEVEL=3\ncargo build --jobs "$(nproc)" --out "build/$MODE" > log.txt 2>&1',
    "cd sub && ./gradlew build", "tar -czf out/x.tgz -C build .", "cp -r dist/*.whl out", "pixi run pytest -q | tee report.txt", "curl -fsSL https://example.org/x -o x; sha256sum x", "git status\n\n\tls -la \\\n  src",
    "if [ -f package.json ]; then\n  npm ci\nelif ! test -d src; then exit 1\nelse # none\n  echo none >&2\nfi", 'for part in unit "unit-$LEVEL"; do\n  make "$part" || exit 1\ndone > log.txt', 'while [[ "$X" != done ]]; do { make; }; done && make all',
    "docker build -t app .", "FOO=1 BAR=2 make all", "printf '%s' done", "[ -f x ] && echo yes || exit 1", "env > all.txt", "timeout 30 sudo make install",
  ])("%j takes no other judgement", (run) => {
    expect(isAccepted(contract(run))).toBe(true);
    expect(diagnosticsOf(contract(run))).toEqual([]);
  });

  test("a known call of the tool obliges its lane, and no other", () => {
    const plan = "sourceosctl agent-machine mounts plan --dev-root ~/dev --docs-root=~/Documents/SourceOS/agent-output --downloads-root ~/Downloads/SourceOS/agent-downloads";
    const office = 'sourceosctl office generate --dry-run --title "A deck" --to pdf > plan.json';
    const accepted = (run: string): boolean[] => [[], [machine], [artifact], [machine, artifact]].map((emit) => isAccepted(contract(run, emit)));
    expect(accepted(plan)).toEqual([false, true, false, true]);
    expect(accepted(office)).toEqual([false, false, true, true]);
    expect(accepted(`${plan}\n${office}`)).toEqual([false, false, false, true]);
    expect(accepted("sourceosctl office doctor")).toEqual([true, true, true, true]);
    expect(accepted(`${plan}\necho sourceosctl`)).toEqual([false, false, false, false]);
  });

  test.each(["if make; then fi", "if then make; fi", "if make; then make", "make; fi", "for x in a; make; done", "while make; done", "{ make }", "if make; do make; fi", "if make; then make; done", "{ make; fi", "if make; then make; fi make", "tee -a x.sh < f; sudo ./x.sh", "make > x.sh; ./x.sh", "[[ -f != x ]]", "[[ a b ]]"])("%j, which does not parse or hides what it does, is not accepted", (run) => {
    expect(isAccepted(contract(run))).toBe(false);
  });

  test("what nests deeper than is followed is not accepted, and does no harm", () => {
    const nested = (depth: number): Buffer => contract("if make; then ".repeat(depth) + "make" + "; fi".repeat(depth));
    expect([1, 8, 9, 10, 11, 12, 40, 400].map((depth) => isAccepted(nested(depth)))).toEqual([true, true, true, false, false, false, false, false]);
  });

  const programs = [
    "make", "npm", "git", "tar", "dd", "cp", "docker", "python3", "echo", "cd", "cat", "exit", "printf", "set", "export", "env", "sudo", "timeout 5", "npx", "pixi run", "npm run", "bash", "eval", "ln", "tee", "./x.sh", "bin/tool", "/usr/bin/env",
    "sourceosctl agent-machine mounts plan", "sourceosctl agent-machine mounts init", "sourceosctl office doctor", "sourceosctl office convert", "sourceosctl", "workspace-ops terminal-command run", "[", "if", "then", "fi", "for x in", "do", "done",
    "while", "{", "}", "else", "X=1", "A_B=", "export X=1", "IFS=:", "PATH=x", "HOME=/", "read x", "xargs", "find", "7z", "kubectl", "command -v", "bundle exec", "ksh93", "tarx", "!", "npm --version",
  ];
  const words = [
    "-x", "--flag=v", "a/b", "../a", "/etc/x", "~", "~/dev", "~/.ssh", "~/Downloads", "~/Library", "~user", "$X", "${X}", "$HOME", "${HOME}/x", '"$X"', '"a $X b"', "'a b'", '""', '--k="v w"', '"$(git rev-parse HEAD)"', "$(nproc)", "$(cat f)", "*", "dist/*.whl",
    "[ab]", "{a,b}", "%41", "100%", "a#b", "2>&1", "> f", ">> f", "< f", "-o", "--dev-root", "--docs-root ~/docs", "--dev-root=~", "--dev-root=~/dev", "--downloads-root ~/Downloads/SourceOS/agent-downloads/x", "--downloads-root=~/Downloads/x", "--execute", "--exec",
    "--policy-ok", "--no-audit", "Notes", "container", "sourceosctl", "SourceosCtl", "é", "]", "-C/x", ".", "$1", "$@", "$_", "$PWD", "e-$X", "$X-o", "a$X", "${X}a", "$X$Y", "/$X", "$X/", "\\", "`x`", "(", ")", "PATH", "BASH_ENV", "_", "A=1", "run", "exec", "status", "--version",
  ];
  const separators = ["\n", " && ", "&&", " || ", " | ", "; ", ";", "\n\n", " # note it\n", " # fine\n", " & ", "\n  ", "\r\n"];
  const command = fc.tuple(fc.constantFrom(...programs), fc.array(fc.tuple(fc.constantFrom(" ", " ", " ", "\t", " \\\n ", ""), fc.constantFrom(...words)), { maxLength: 4 })).map(([program, rest]) => program + rest.flat().join(""));
  const script = fc.tuple(command, fc.array(fc.tuple(fc.constantFrom(...separators), command), { maxLength: 3 }), fc.constantFrom("", "", "", "\n", " ", "#", "&&", ";")).map(([first, rest, end]) => first + rest.flat().join("") + end);

  const simple = fc.constantFrom("make", "npm ci && make", "X=1", 'cp a "b"', "[ a != b ]", "[[ -f x ]]", "! make", "./x.sh | cat", "exit 1");
  const end = fc.constantFrom("\n", "; ", ";", " # c\n", "\n\n");
  const gap = fc.constantFrom(" ", "\n", " # c\n");
  const { statement } = fc.letrec<{ statement: string; body: string }>((tie) => ({
    body: fc.array(fc.tuple(tie("statement"), end), { minLength: 1, maxLength: 2 }).map((list) => list.flat().join("")),
    statement: fc.oneof(
      { maxDepth: 3 },
      simple,
      fc.tuple(simple, end, gap, tie("body"), fc.constantFrom("", "else make; ", "elif make; then make\n"), fc.constantFrom("", " > log")).map(([condition, ended, gapped, body, other, output]) => `if ${condition}${ended}then${gapped}${body}${other}fi${output}`),
      fc.tuple(fc.constantFrom("while make; ", "until ! make\n", "for x in a b\n"), gap, tie("body")).map(([head, gapped, body]) => `${head}do${gapped}${body}done`),
      fc.tuple(gap, tie("body")).map(([gapped, body]) => `{${gapped}${body}}`),
    ),
  }));
  const tokens = ["", ";", "\n", " ", "then ", "do ", "fi", "done", "}", "else ", "if ", "{ ", "&& ", "| ", "# x\n"];
  const perturbed = fc.tuple(statement, fc.array(fc.tuple(fc.nat(), fc.constantFrom(...tokens)), { maxLength: 2 })).map(([text, changes]) => {
    const parts = text.split(/(?<=[ \n;])|(?=[;\n])/);
    for (const [at, token] of changes) parts.splice(at % parts.length, at % 2, token);
    return parts.join("");
  });

  test("of compound commands that were changed here and there, whatever is accepted parses and does no harm", () => {
    let accepted = 0;
    fc.assert(
      fc.property(perturbed, (run) => {
        if (!isAccepted(contract(run))) return;
        accepted += 1;
        expect(diagnosticsOf(contract(run))).toEqual([]);
      }),
      { numRuns: 5000 },
    );
    expect(accepted).toBeGreaterThan(1000);
  });

  test("whatever is accepted, the interpreter and the rules have nothing to say about", () => {
    fc.assert(
      fc.property(script, fc.subarray([machine, artifact]), (run, emit) => {
        const bytes = contract(run, emit);
        if (isAccepted(bytes)) expect(diagnosticsOf(bytes)).toEqual([]);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe("documents", () => {
  const sound = [...fixtures("good"), ...fixtures("bad")].flatMap(([, bytes]) => {
    try {
      return [bytes, Buffer.from(JSON.stringify(JSON.parse(bytes.toString("utf8"))))];
    } catch {
      return [bytes];
    }
  });
  const pieces = [
    '"', ",", "{", "}", "[", "]", ":", "\\", "\\n", "\\u0041", "\\ud800", "\\u00e9", "é", " ", "\n", "\u0001", "\u00a0", "true", "false", "null", "1", '"name": "x", ', '"labels": {}, ', '"steps": [], ', '"stage": {"environment":"vm","candidate":"x","smokeRef":"y"}, ',
    '"sourceos.agent_machine": "true", ', '"sourceos.x": "yes", ', '"sourceos.agent_machin": "true", ', '"run": "ls", ', '"mounts": [{"source":"~/dev","target":"/x","readOnly":true,"class":"mutable_state"}], ', "~", "$", "#", "..", "v0.1", "v0.2", "TRUE", "health", "stage", "@sha256:",
  ];
  const edit = fc.record({ at: fc.nat(), removed: fc.constantFrom(0, 0, 1, 2, 3), added: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })) });

  test("whatever is accepted of changed ones is valid, and of the version that it says", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sound), fc.array(edit, { minLength: 1, maxLength: 2 }), (document, edits) => {
        let bytes = document;
        for (const { at, removed, added } of edits) {
          const start = at % (bytes.length + 1);
          bytes = Buffer.concat([bytes.subarray(0, start), Buffer.from(added), bytes.subarray(Math.min(bytes.length, start + removed))]);
        }
        const accepted = accept(bytes, judgeScript);
        if (accepted === undefined) return;
        expect(diagnosticsOf(bytes)).toEqual([]);
        expect(versions[accepted]).toBe(validateBytes(bytes, { path: "/contract.json" }).apiVersion);
      }),
      { numRuns: 20_000 },
    );
  });

  const usual = contract("make").toString();
  test.each([
    ["a byte-order mark", `\ufeff${usual}`], ["something behind the document", `${usual}{}`], ["a comma too many", usual.replace("}]", "},]")], ["a member twice", usual.replace('"name":"a"', '"name":"a","name":"b"')],
    ["a member twice, once with an escape", usual.replace('"name":"a"', '"name":"a","n\\u0061me":"b"')], ["a control character", usual.replace("make", "ma\u0001ke")], ["a lone surrogate", usual.replace("make", "make \\ud800")],
    ["a number", usual.replace('"a"', "1")], ["no lane", usual.replace(/"lanes":\[.*\]/, '"lanes":[]')], ["a name that no schema has", usual.replace('"id"', '"id":"abc","di"')], ["another kind", usual.replace("Workstation", "workstation")],
  ])("%s is not accepted", (_, text) => {
    expect(isAccepted(Buffer.from(text))).toBe(false);
    expect(isAccepted(Buffer.from(usual))).toBe(true);
  });

  test("bytes that are no UTF-8 are not accepted, wherever they stand", () => {
    const bytes = contract("make");
    for (let at = 0; at < bytes.length; at += 1) {
      for (const wrong of [[0xff], [0xc3], [0xc0, 0x80], [0xed, 0xa0, 0x80]]) expect(isAccepted(Buffer.concat([bytes.subarray(0, at), Buffer.from(wrong), bytes.subarray(at)]))).toBe(false);
    }
  });

  test("what is read goes no further than the document", () => {
    const long = contract("make");
    for (let end = 0; end < long.length; end += 1) expect(isAccepted(long.subarray(0, end))).toBe(false);
    expect(isAccepted(Buffer.concat([Buffer.from("["), long, Buffer.from("]")]).subarray(1, -1))).toBe(true);
  });
});
