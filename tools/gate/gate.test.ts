/** Plays a repository that uses this one as its gate: installs the packed package and runs the action's script, the hook and the Makefile include. */
import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { parse as parseYaml } from "yaml";

const root = resolve(import.meta.dirname, "../..");
const downstream = mkdtempSync(join(tmpdir(), "workstation-contracts-downstream-"));
const good = join(root, "conformance/good/agent-machine-office-dry-run.json");
const bad = join(root, "conformance/bad/agent-machine-whole-home-mount.json");
const program = join(downstream, "node_modules/.bin/workstation-contracts");

beforeAll(() => {
  const [packed] = JSON.parse(execFileSync("npm", ["pack", "--ignore-scripts", "--json", "--pack-destination", downstream], { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })) as { filename: string }[];
  if (packed === undefined) throw new Error("npm pack wrote no tarball");
  writeFileSync(join(downstream, "package.json"), JSON.stringify({ name: "downstream", private: true }));
  execFileSync("npm", ["install", "--offline", "--no-audit", "--no-fund", join(downstream, packed.filename)], { cwd: downstream, stdio: "ignore" });
});
afterAll(() => {
  rmSync(downstream, { recursive: true, force: true });
});
beforeEach(() => {
  rmSync(join(downstream, "contracts"), { recursive: true, force: true });
  mkdirSync(join(downstream, "contracts"));
});

interface GateRun {
  readonly status: number | null;
  readonly annotations: readonly string[];
  readonly errors: string;
  readonly summary: string;
  readonly outputs: Record<string, string>;
}

function gate(inputs: { files: string; sarif?: string; workingDirectory?: string; program?: string }): GateRun {
  const summaryFile = join(downstream, "summary.md");
  const outputFile = join(downstream, "output.txt");
  for (const file of [summaryFile, outputFile]) writeFileSync(file, "");
  const { status, stdout, stderr } = spawnSync("bash", [join(root, "tools/gate/gate.sh")], {
    cwd: downstream,
    encoding: "utf8",
    env: {
      PATH: process.env.PATH,
      GITHUB_WORKSPACE: downstream,
      GITHUB_STEP_SUMMARY: summaryFile,
      GITHUB_OUTPUT: outputFile,
      GATE_FILES: inputs.files,
      GATE_SARIF: inputs.sarif ?? "",
      GATE_WORKING_DIRECTORY: inputs.workingDirectory ?? ".",
      GATE_PROGRAM: inputs.program ?? program,
    },
  });
  return { status, annotations: stdout.split("\n").filter((line) => line.startsWith("::")), errors: stderr, summary: readFileSync(summaryFile, "utf8"), outputs: readOutputs(readFileSync(outputFile, "utf8")) };
}

/** Reads `name<<delimiter` blocks, and lines `name=value`, as GitHub does. */
function readOutputs(text: string): Record<string, string> {
  const outputs = text.matchAll(/^(\w+)(?:<<(.+)\n([\s\S]*?)\n\2|=(.*))$/gm);
  return Object.fromEntries([...outputs].map(([, name = "", , block, value = ""]) => [name, block ?? value]));
}

describe("the action", () => {
  test("lets a good contract pass", () => {
    cpSync(good, join(downstream, "contracts/good.json"));
    const { status, annotations, summary, outputs } = gate({ files: "contracts\n" });
    expect({ status, annotations }).toEqual({ status: 0, annotations: [] });
    expect(summary).toMatch(/^## Workstation contracts: all valid\n\n1 file: 1 valid, 0 invalid; 0 errors, 0 warnings\n/);
    expect(outputs).toEqual({ status: "0", files: "1", valid: "1", invalid: "0", errors: "0", warnings: "0", sarif: "" });
  });

  test("takes names without the blanks around them", () => {
    cpSync(good, join(downstream, "contracts/a b.json"));
    expect(gate({ files: "\n  contracts/a b.json \t\r\n   \n" })).toMatchObject({ status: 0, outputs: { files: "1" } });
  });

  test("stops a bad contract, and says where, in every form", () => {
    cpSync(good, join(downstream, "contracts/good.json"));
    cpSync(bad, join(downstream, "contracts/bad.json"));
    const { status, annotations, summary, outputs } = gate({ files: "good.json\r\nbad.json", sarif: "report.sarif", workingDirectory: "contracts" });
    expect(status).toBe(1);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]).toMatch(/^::error file=contracts\/bad\.json,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,title=mount\/whole-home::/);
    expect(summary).toContain("2 files: 1 valid, 1 invalid; 1 error, 0 warnings");
    expect(summary).toMatch(/^\| \d+:\d+ \| error \| \[mount&#47;whole&#45;home\]\(https:\/\/\S+\/docs\/rules\/mount\/whole-home\.md\) \| /m);
    expect(outputs).toMatchObject({ status: "1", invalid: "1", errors: "1", sarif: realpathSync(join(downstream, "contracts/report.sarif")) });
    const sarif = readFileSync(outputs.sarif ?? "", "utf8");
    expect(JSON.parse(sarif)).toMatchObject({ version: "2.1.0", runs: [{ results: [{ ruleId: "mount/whole-home", locations: [{ physicalLocation: { artifactLocation: { uri: "contracts/bad.json" } } }] }] }] });
  });

  test.each([["contracts"], ["contracts/*.json"], ["contracts/missing.json"], [""]])("does not pass when nothing was judged: %j", (files) => {
    expect(gate({ files }).status).toBe(2);
  });

  test.each([
    ["no name is given", { files: "" }],
    ["standard input is named twice", { files: "-\n-" }],
    ["a name leads nowhere", { files: "contracts/missing.json" }],
    ["the folder is not there", { files: "contracts", workingDirectory: "absent" }],
    ["the folder is a dash", { files: "contracts", workingDirectory: "-" }],
    ["the program is not there", { files: "contracts", program: "node_modules/.bin/absent" }],
    ["the SARIF report cannot be written", { files: "contracts/good.json", sarif: "absent/report.sarif" }],
    ["the SARIF report would take the place of a contract", { files: "contracts/good.json", sarif: "contracts/good.json" }],
  ])("tells the job that there is no verdict where %s", (_where, inputs) => {
    cpSync(good, join(downstream, "contracts/good.json"));
    const { status, outputs } = gate(inputs);
    expect(status).toBe(2);
    expect(outputs.status).toBe("2");
    if ("sarif" in inputs) expect(outputs).toMatchObject({ files: "1", valid: "1", sarif: "" });
    expect(readFileSync(join(downstream, "contracts/good.json"))).toEqual(readFileSync(good));
  });

  test("runs nothing that stands in an input or a file name", () => {
    const names = ["$(touch pwned).json", "`touch pwned`.json", "; touch pwned; #.json", "a b.json", "-q.json", "'\"|&.json", "x\n::error::y.json", "<img src=x>|[a](b).json", "*.json"];
    for (const name of names) cpSync(bad, join(downstream, "contracts", name));
    const named = names.filter((name) => !name.includes("\n")).join("\n");
    for (const run of [gate({ files: "contracts" }), gate({ files: named, workingDirectory: "contracts" })]) {
      expect(run.status).toBe(1);
      for (const annotation of run.annotations) expect(annotation).toMatch(/^::error file=[^:,]+,line=/);
      expect(run.summary).not.toMatch(/<img|\[a\]|::error/);
    }
    expect(gate({ files: "contracts" }).annotations).toHaveLength(names.length);
    gate({ files: "$(touch pwned)\n`touch pwned`; touch pwned", sarif: "$(touch pwned).sarif" });
    expect([downstream, join(downstream, "contracts")].filter((folder) => existsSync(join(folder, "pwned")))).toEqual([]);
  });

  test("hands every input over as an environment variable, and interpolates nothing into a script", () => {
    const action = parseYaml(readFileSync(join(root, "action.yml"), "utf8")) as {
      inputs: Record<string, unknown>;
      outputs: Record<string, { value: string }>;
      runs: { steps: { id: string; run: string; env: Record<string, string> }[] };
    };
    const script = readFileSync(join(root, "tools/gate/gate.sh"), "utf8");
    for (const { run, env } of action.runs.steps) {
      expect(run).not.toContain("${{");
      expect(Object.values(env)).toEqual(Object.keys(action.inputs).sort(byOrderIn(env)).map((name) => `\${{ inputs.${name} }}`));
      for (const name of Object.keys(env)) expect(script).toContain(name);
    }
    const { outputs } = gate({ files: "contracts" });
    expect(Object.keys(action.outputs).sort()).toEqual(Object.keys(outputs).sort());
  });
});

function byOrderIn(env: Record<string, string>): (one: string, other: string) => number {
  const order = Object.values(env);
  const place = (name: string): number => order.indexOf(`\${{ inputs.${name} }}`);
  return (one, other) => place(one) - place(other);
}

describe("the pre-commit hook", () => {
  const [hook] = parseYaml(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as { entry: string; files: string }[];

  test.each([
    ["contracts/lane.json", true],
    ["infra/contract/a/b.json", true],
    ["lane.contract.json", true],
    ["contract-lane.json", true],
    ["package.json", false],
    ["src/tsconfig.json", false],
  ])("looks at %s: %s", (name, expected) => {
    expect(new RegExp(hook?.files ?? "").test(name)).toBe(expected);
  });

  test("tells good from bad", () => {
    cpSync(good, join(downstream, "contracts/good.json"));
    cpSync(bad, join(downstream, "contracts/-bad.json"));
    const [, ...words] = (hook?.entry ?? "").split(" ");
    const run = (...names: string[]) => spawnSync(program, [...words, ...names], { cwd: downstream, encoding: "utf8" });
    expect(run("contracts/good.json")).toMatchObject({ status: 0, stdout: "" });
    expect(run("contracts/good.json", "contracts/-bad.json").status).toBe(1);
  });
});

describe("the Makefile include", () => {
  const include = "include node_modules/workstation-contracts/tools/gate/workstation-contracts.mk\n";
  const make = (words: readonly string[], environment: Record<string, string> = {}) =>
    spawnSync("make", words, { cwd: downstream, encoding: "utf8", env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment } });
  const run = (environment: Record<string, string> = {}, ...words: string[]) => make(["validate-contracts", ...words], environment);

  test.each([
    ["before the other targets", `${include}all: ; @echo all\n`],
    ["behind them", `all: ; @echo all\n${include}`],
    ["where the goal is named", `.DEFAULT_GOAL := all\n${include}other: ; @echo other\nall: ; @echo all\n`],
  ])("leaves the goal of a plain make as it is, %s", (_where, makefile) => {
    writeFileSync(join(downstream, "Makefile"), makefile);
    expect(readFileSync(join(root, "tools/gate/workstation-contracts.mk"), "utf8").match(/^[^#\n]/gm)).toHaveLength(3);
    expect(make([])).toMatchObject({ status: 0, stdout: "all\n" });
  });

  test("has a target that stops on a bad contract", () => {
    writeFileSync(join(downstream, "Makefile"), include);
    cpSync(good, join(downstream, "contracts/good.json"));
    expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining("contracts/good.json: valid") as string });
    cpSync(bad, join(downstream, "contracts/bad.json"));
    expect(run()).toMatchObject({ status: 2, stdout: expect.stringContaining("mount/whole-home") as string });
    expect(run({}, "WORKSTATION_CONTRACTS=contracts/good.json contracts/go*.json")).toMatchObject({ status: 0, stdout: expect.stringContaining("2 files: 2 valid") as string });
  });

  test("expands what the Makefile itself says of the names", () => {
    cpSync(good, join(downstream, "contracts/good.json"));
    cpSync(bad, join(downstream, "contracts/bad.json"));
    for (const names of ["= $(FOLDER)/good.json", ":= $(wildcard contracts/g*.json)", "?= $(FOLDER)/good.json"]) {
      writeFileSync(join(downstream, "Makefile"), `FOLDER = contracts\nWORKSTATION_CONTRACTS ${names}\n${include}`);
      expect(run()).toMatchObject({ status: 0, stdout: expect.stringContaining("contracts/good.json: valid\n1 file") as string });
    }
  });

  test("takes a name with a blank where a file has it", () => {
    writeFileSync(join(downstream, "Makefile"), include);
    cpSync(good, join(downstream, "contracts/a b.json"));
    expect(run({}, "WORKSTATION_CONTRACTS=contracts/a b.json")).toMatchObject({ status: 0, stdout: expect.stringContaining("contracts/a b.json: valid") as string });
  });

  test("runs nothing that stands in its variable", () => {
    writeFileSync(join(downstream, "Makefile"), include);
    const hostile = "$(shell touch pwned) $$(touch pwned) `touch pwned`; touch pwned";
    expect(run({ WORKSTATION_CONTRACTS: hostile }).status).not.toBe(0);
    expect(run({}, `WORKSTATION_CONTRACTS=${hostile}`).status).not.toBe(0);
    expect(existsSync(join(downstream, "pwned"))).toBe(false);
  });
});

describe("make validate CONTRACT=...", () => {
  // What is built stays as it is: other tests use it meanwhile.
  const judged = (names: string) => spawnSync("make", ["-o", "dist/.built", "validate", `CONTRACT=${names}`], { cwd: root, encoding: "utf8" });

  test.each([
    ["a name", ["good.json"], 1],
    ["a name with blanks", ["a  b.json"], 1],
    ["several", ["good.json", "other.json"], 2],
    ["a glob", ["*.json"], 4],
    ["several globs", ["g*.json", "o*.json"], 2],
    ["a glob with blanks in it", ["a  *.json"], 1],
    ["a name that a shell and make would expand", ["$(shell touch pwned)`touch pwned`.json"], 1],
  ])("takes %s", (_what, names, count) => {
    const folder = mkdtempSync(join(tmpdir(), "make-validate-"));
    for (const name of ["good.json", "other.json", "a  b.json", "$(shell touch pwned)`touch pwned`.json"]) cpSync(good, join(folder, name));
    expect(judged(names.map((name) => join(folder, name)).join(" ")).stdout).toContain(`${count} valid, 0 invalid`);
    rmSync(folder, { recursive: true });
  });
});
