import { join } from "node:path";
import { expect, test } from "vitest";
import { loadSuite } from "../../../tools/harness/suite.ts";
import { notPassed, verdictsOnAdapter } from "./kill_matrix.ts";
import { adapterMutants } from "./adapter_mutants.ts";

const root = join(import.meta.dirname, "../../..");
const suite = loadSuite(root);

test("every requirement of an adapter has a mutant that breaks it, and only one", () => {
  const requirements = suite.requirements.filter(({ side }) => side === "adapter").map(({ id }) => id);
  expect(adapterMutants.map(({ requirement }) => requirement)).toEqual(requirements);
});

test("the adapter without a fault passes everything", async () => {
  expect(notPassed(await verdictsOnAdapter(suite, () => ({})))).toEqual([]);
});

test.each(adapterMutants.map(({ requirement, reason, habits }) => [requirement, reason, habits] as const))("the adapter that breaks %s fails just that: %s", async (requirement, reason, habits) => {
  expect(notPassed(await verdictsOnAdapter(suite, habits))).toEqual([{ requirement, verdict: "fail", reason }]);
});
