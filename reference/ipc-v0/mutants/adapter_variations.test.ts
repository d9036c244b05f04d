/** Adapters beside the one mutant that each requirement has: healthy ones with habits of their own, and more ways to break a requirement. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadSuite } from "../../../tools/harness/suite.ts";
import { instead, payloadOf } from "./adapter_mutants.ts";
import type { AdapterHabits } from "./adapter_peer.ts";
import { notPassed, verdictsOnAdapter } from "./kill_matrix.ts";

const suite = loadSuite(join(import.meta.dirname, "../../.."));

describe("a healthy adapter passes everything", () => {
  test.each([4096, 70_001, 4_194_304])("that announces a limit of %i bytes", async (limit) => {
    const announcing = (): AdapterHabits => ({ maximumLineBytes: limit, write: instead("hello_ack", (sent) => ({ ...sent, payload: { ...payloadOf(sent), maxLineBytes: limit } })) });
    expect(notPassed(await verdictsOnAdapter(suite, announcing))).toEqual([]);
  });
});
