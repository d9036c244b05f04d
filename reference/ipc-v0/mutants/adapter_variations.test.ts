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

describe("an adapter fails just the requirement that it breaks", () => {
  test.each<Variation>([
    {
      requirement: "IPC-SEC-001",
      habit: "tells its environment in the meta of every result",
      reason: "The adapter wrote the value of a secret.",
      habits: () => ({ write: (sent, { environment }) => [sent.type === "result" ? { ...sent, payload: { ...payloadOf(sent), meta: { environment: { ...environment } } } } : sent] }),
    },
  ])("$requirement: $habit", async ({ requirement, reason, habits }) => {
    expect(notPassed(await verdictsOnAdapter(suite, habits))).toEqual([{ requirement, verdict: "fail", reason }]);
  });
});

interface Variation {
  readonly requirement: string;
  readonly habit: string;
  readonly reason: string;
  readonly habits: () => AdapterHabits;
}
