import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import type { ConformanceReport, RequirementVerdict } from "../verdict.ts";
import { verdictFormats } from "./formats.ts";

const verdict = (requirement: string, changes: Partial<RequirementVerdict>): RequirementVerdict => ({
  requirement,
  level: "MUST",
  side: "adapter",
  text: "An adapter MUST answer.",
  anchor: "docs/specs/ipc-v0.md#somewhere",
  verdict: "pass",
  reason: "Nothing is amiss.",
  cases: [],
  ...changes,
});

const problem = "the baseline is wrong about IPC-TR-999; remove it";
const expectedOf = (requirement: string): ConformanceReport["expected"][number] => ({ requirement, issue: "#12", owner: "someone", expires: "2999-01-01" });

/** All is well, but for what the baseline knows and for the baseline itself. */
const report: ConformanceReport = {
  tool: { name: "workstation-contracts", version: "1.2.3" },
  suite: "sha256:0",
  set: { name: "hardened-2026", digest: "sha256:1" },
  side: "adapter",
  peer: { command: ["adapter"] },
  partial: false,
  conclusion: { conformant: false, failed: ["IPC-TR-002"], undecided: [], warnings: ["IPC-TR-003"], counts: { pass: 1, fail: 2, incomplete: 0, "harness-error": 0, "not-applicable": 0 } },
  ok: false,
  requirements: [verdict("IPC-TR-001", {}), verdict("IPC-TR-002", { verdict: "fail", reason: "It did not." }), verdict("IPC-TR-003", { verdict: "fail", level: "SHOULD", reason: "It did not." })],
  cases: [],
  expected: [expectedOf("IPC-TR-002"), expectedOf("IPC-TR-003")],
  baselineProblems: [problem],
};

async function print(format: string, printed = report): Promise<string> {
  const render = await verdictFormats.find(({ name }) => name === format)?.load();
  if (render === undefined) throw new Error(`no format ${format}`);
  return render(printed, { colour: false });
}

describe("what is wrong with the baseline, which fails the run, fails in every format", () => {
  const failures: Readonly<Record<string, RegExp>> = {
    text: new RegExp(`^baseline ${problem}$`, "m"),
    json: new RegExp(`"baselineProblems": \\[\\s+"${problem}"`),
    junit: new RegExp(`<failure type="baseline" message="${problem}"/>`),
    tap: new RegExp(`^1\\.\\.4\\n[^]*^not ok 4 - baseline: ${problem}$`, "m"),
    sarif: new RegExp(`"executionSuccessful": false,[^]*"level": "error",\\s+"message": \\{\\s+"text": "${problem}"`),
    github: new RegExp(`^::error title=baseline::${problem}$`, "m"),
  };

  test.each(verdictFormats)("$name", async ({ name }) => {
    expect(failures[name]).toBeDefined();
    expect(await print(name)).toMatch(failures[name] ?? "");
    expect(await print(name, { ...report, ok: true, baselineProblems: [] })).not.toMatch(failures[name] ?? "");
  });
});

describe("sarif", () => {
  test("says of an expected failure what it says of any of its level, and suppresses it", async () => {
    const { runs } = JSON.parse(await print("sarif")) as { runs: { results: { kind: string; level: string; suppressions?: object[] }[] }[] };
    expect(runs[0]?.results.map(({ kind, level, suppressions = [] }) => [kind, level, suppressions.length])).toEqual([
      ["pass", "none", 0],
      ["fail", "error", 1],
      ["fail", "warning", 1],
    ]);
  });

  test("fits its schema with a notification", async () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false });
    const { $schema: _schema, ...schema } = JSON.parse(readFileSync(join(import.meta.dirname, "../sarif-schema-2.1.0.json"), "utf8")) as Record<string, unknown>;
    const validate = ajv.compile(schema);
    expect(validate(JSON.parse(await print("sarif"))), ajv.errorsText(validate.errors)).toBe(true);
  });
});
