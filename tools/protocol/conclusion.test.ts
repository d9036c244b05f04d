import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Verdict } from "../report/verdict.ts";
import { combineVerdicts, concludeRun, EmptySelectionError } from "./conclusion.ts";

const verdict = fc.constantFrom<Verdict>("pass", "fail", "incomplete", "harness-error", "not-applicable");
const must = (id: string) => ({ id, level: "MUST" as const });

describe("the verdict on a requirement", () => {
  test.each<readonly [readonly Verdict[], Verdict]>([
    [[], "incomplete"],
    [["pass"], "pass"],
    [["pass", "fail", "harness-error"], "fail"],
    [["pass", "incomplete"], "incomplete"],
    [["incomplete", "harness-error"], "harness-error"],
    [["not-applicable", "pass"], "pass"],
    [["not-applicable"], "not-applicable"],
  ])("of %j is %s", (verdicts, expected) => {
    expect(combineVerdicts(verdicts.map((one) => ({ verdict: one, reason: `because ${one}` }))).verdict).toBe(expected);
  });

  test("is the same in any order", () => {
    fc.assert(
      fc.property(fc.array(verdict), (verdicts) => {
        const reasoned = verdicts.map((one) => ({ verdict: one, reason: one }));
        expect(combineVerdicts(reasoned)).toEqual(combineVerdicts(reasoned.toReversed()));
      }),
    );
  });
});

describe("a conclusion", () => {
  test("is conformant only when every MUST that applies passed, and one did", () => {
    const conformant = (...verdicts: Verdict[]): boolean =>
      concludeRun(
        verdicts.map((_, index) => must(String(index))),
        verdicts.map((one, index) => ({ requirement: String(index), verdict: one })),
      ).conformant;
    expect(conformant("pass", "not-applicable")).toBe(true);
    expect(conformant("not-applicable")).toBe(false);
    for (const spoiler of ["fail", "incomplete", "harness-error"] as const) expect(conformant("pass", spoiler)).toBe(false);
  });

  test("counts what has no verdict as undecided", () => {
    expect(concludeRun([must("A"), must("B")], [{ requirement: "A", verdict: "pass" }])).toMatchObject({ conformant: false, undecided: ["B"] });
  });

  test("lets a SHOULD warn only", () => {
    const required = [must("A"), { id: "B", level: "SHOULD" as const }];
    expect(concludeRun(required, [{ requirement: "A", verdict: "pass" }, { requirement: "B", verdict: "fail" }])).toMatchObject({ conformant: true, failed: [], warnings: ["B"] });
  });

  test("is refused where nothing is selected", () => {
    expect(() => concludeRun([], [])).toThrow(EmptySelectionError);
  });
});
