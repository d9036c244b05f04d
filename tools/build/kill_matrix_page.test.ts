import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { killMatrix, killMatrixPage } from "./kill_matrix_page.ts";

test("the published kill matrix is the one that the mutants make", () => {
  const root = join(import.meta.dirname, "../..");
  expect(readFileSync(join(root, killMatrixPage), "utf8"), "run `make generate`").toBe(killMatrix(root));
});
