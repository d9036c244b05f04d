/** Runners beside the one mutant that each requirement has: more ways to break a requirement. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { member } from "../../../tools/json/value.ts";
import { protocolSchemas } from "../../../tools/harness/protocol_schemas.ts";
import { loadSuite } from "../../../tools/harness/suite.ts";
import type { Decoded } from "../../../tools/protocol/decode.ts";
import type { Message } from "../../../tools/protocol/messages.ts";
import { notPassed, verdictsOnRunner } from "./kill_matrix.ts";
import type { RunnerHabits } from "./runner_peer.ts";

const root = join(import.meta.dirname, "../../..");
const suite = loadSuite(root);
const schemas = protocolSchemas(root);

test.each<Variation>([
  ...["hello_ack", "capabilities", "result", "progress"].map((type) => ({
    requirement: "IPC-EN-103",
    habit: `takes a ${type} with any payload`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "payload") && member(decoded.value, "type") === type ? mended(decoded) : decoded) }),
  })),
  ...["/ts", "/trace", "/trace/traceId"].map((pointer) => ({
    requirement: "IPC-EN-102",
    habit: `takes anything at ${pointer}`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "wrong-form") && decoded.pointer === pointer ? mended(decoded) : decoded) }),
  })),
  {
    requirement: "IPC-EN-102",
    habit: "takes any field in a trace",
    habits: () => ({ take: (decoded) => (isFault(decoded, "unknown-field") && decoded.pointer.startsWith("/trace/") ? mended(decoded) : decoded) }),
  },
  {
    requirement: "IPC-EN-102",
    habit: "passes over a message whose envelope is invalid",
    habits: () => ({ take: (decoded) => (isFault(decoded, "wrong-form") ? undefined : decoded) }),
  },
  ...(["duplicate-name", "unpaired-surrogate", "number-range"] as const).map((reason) => ({
    requirement: "IPC-TR-105",
    habit: `passes over a line for its ${reason}`,
    habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, reason) ? undefined : decoded) }),
  })),
])("a runner fails just the requirement that it breaks: $requirement, where it $habit", async ({ requirement, habits }) => {
  expect(notPassed(await verdictsOnRunner(suite, schemas, habits))).toEqual([{ requirement, verdict: "fail", reason: "The adapter wrote a line that is no message, and the runner exited with status 0." }]);
});

test("a runner that knows no time but that of UTC fails IPC-INV-102", async () => {
  const habits = (): RunnerHabits => ({ take: (decoded) => (decoded.kind === "message" && !decoded.message.ts.endsWith("Z") ? undefined : decoded) });
  expect(notPassed(await verdictsOnRunner(suite, schemas, habits))).toEqual([{ requirement: "IPC-INV-102", verdict: "fail", reason: "The runner exited with status 1." }]);
});

interface Variation {
  readonly requirement: string;
  readonly habit: string;
  readonly habits: () => RunnerHabits;
}

type Fault = Extract<Decoded, { kind: "fault" }>;

function isFault(decoded: Decoded, reason: Fault["reason"]): decoded is Fault {
  return decoded.kind === "fault" && decoded.reason === reason;
}

/** The line taken for a message all the same. */
function mended({ value, ending }: Fault): Decoded {
  return { kind: "message", message: value as unknown as Message, ending };
}
