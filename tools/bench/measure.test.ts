import { expect, test } from "vitest";
import { printRatios } from "./measure.ts";

test("a bound on what was not measured is no bound that is reached", () => {
  const measured = [{ name: "one", milliseconds: 1, peak: 1 }];
  const bound = { of: "one", against: "other", most: 2, figure: "milliseconds" } as const;
  expect(() => printRatios("ratios", measured, [bound])).toThrow("has the name other");
});
