import { cruise } from "dependency-cruiser";
import extractOptions from "dependency-cruiser/config-utl/extract-depcruise-options";
import { expect, test } from "vitest";

test("every import goes down: a file uses only the floors below its own", async () => {
  const options = await extractOptions("./.dependency-cruiser.cjs");
  const result = await cruise(["tools", "reference"], options);
  if (typeof result.output === "string") throw new Error(result.output);
  const violations = result.output.summary.violations.map((violation) => `${violation.rule.name}: ${violation.from} -> ${violation.to}`);
  expect(violations).toEqual([]);
  expect(result.output.summary.totalCruised).toBeGreaterThan(50);
});
