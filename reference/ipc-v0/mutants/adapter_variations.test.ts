/** Adapters beside the one mutant that each requirement has: healthy ones with habits of their own, and more ways to break a requirement. */
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isObject, member } from "../../../tools/json/value.ts";
import type { JsonObject, JsonValue } from "../../../tools/json/value.ts";
import { loadSuite } from "../../../tools/harness/suite.ts";
import type { Decoded } from "../../../tools/protocol/decode.ts";
import type { Message } from "../../../tools/protocol/messages.ts";
import { besides, instead, payloadOf } from "./adapter_mutants.ts";
import type { AdapterHabits, Moment } from "./adapter_peer.ts";
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
      requirement: "IPC-TR-003",
      habit: "starts its output with a byte-order mark",
      reason: "A line starts with a byte-order mark.",
      habits: () => ({ write: (sent) => [sent.type === "hello_ack" ? `\uFEFF${JSON.stringify(sent)}` : sent] }),
    },
    {
      requirement: "IPC-EN-005",
      habit: "reports progress with null as payload",
      reason: "The envelope is invalid at /payload.",
      habits: () => ({ write: instead("progress", (sent) => ({ ...sent, payload: null })) }),
    },
    {
      requirement: "IPC-EN-002",
      habit: "has ids of seven characters",
      reason: "The envelope is invalid at /id.",
      habits: () => ({
        take: (decoded) => (decoded.kind === "message" && decoded.message.type === "capabilities_ack" ? { ...decoded, message: { ...decoded.message, replyTo: `adapter${decoded.message.replyTo}` } } : decoded),
        write: (sent) => [{ ...sent, id: idOf(sent).slice(-7) }],
      }),
    },
    {
      requirement: "IPC-EN-003",
      habit: "counts its messages in one byte",
      reason: "The adapter used a message id twice.",
      habits: () => ({ write: (sent) => [{ ...sent, id: `adapter-${String(Number(idOf(sent).slice(-6)) % 256).padStart(6, "0")}` }] }),
    },
    {
      requirement: "IPC-HS-003",
      habit: "takes a hello in which nothing is offered that it speaks",
      reason: "It was not answered with IPC_PROTO_MISMATCH.",
      habits: () => ({ write: (sent) => [payloadOf(sent).code === "IPC_PROTO_MISMATCH" ? { ...sent, type: "hello_ack", payload: { role: "adapter", selected: "ipc.v0" } } : sent] }),
    },
    {
      requirement: "IPC-HS-001",
      habit: "answers its hello twice",
      reason: "The hello was answered with a second hello_ack.",
      habits: () => ({ write: besides("hello_ack", ({ newId }, sent) => [{ ...sent, id: newId() }]) }),
    },
    {
      requirement: "IPC-HS-002",
      habit: "selects what is offered first",
      reason: "The hello_ack selects another protocol than ipc.v0, in which it is written.",
      habits: () => {
        let first = "";
        return {
          take: (decoded) => {
            if (decoded.kind === "message" && decoded.message.type === "hello") first = decoded.message.payload.protocols[0] ?? "";
            return decoded;
          },
          write: instead("hello_ack", (sent) => ({ ...sent, payload: { role: "adapter", selected: first } })),
        };
      },
    },
    {
      requirement: "IPC-HS-004",
      habit: "dies of a mismatch",
      reason: "A signal ended the adapter.",
      habits: () => ({ leave: (status) => (status === 1 ? "signal" : status) }),
    },
    {
      requirement: "IPC-LC-002",
      habit: "dies of the end of its input",
      reason: "The adapter exited with another status than 0.",
      habits: () => ({ leave: (status, { atEnd }) => (atEnd ? "signal" : status) }),
    },
    {
      requirement: "IPC-HS-007",
      habit: "greets a second hello as it did the first",
      reason: "It was not answered with IPC_STATE.",
      habits: () => ({
        write: (sent, { newId }) =>
          payloadOf(sent).message === "The session has had its hello."
            ? [
                { ...sent, type: "hello_ack", payload: { role: "adapter", selected: "ipc.v0" } },
                { ...sent, id: newId(), type: "capabilities", payload: { adapter: { name: "mutant", version: "1.0.0" }, capabilities: [] } },
              ]
            : [sent],
      }),
    },
    {
      requirement: "IPC-INV-002",
      habit: "refuses args twice, with two codes",
      reason: "The invoke has a second terminal message.",
      habits: () => ({ write: (sent, { newId }) => (payloadOf(sent).code === "ADAPTER_BAD_INPUT" ? [sent, { ...sent, id: newId(), payload: { ...payloadOf(sent), code: "ADAPTER_FAILED" } }] : [sent]) }),
    },
    {
      requirement: "IPC-SEC-001",
      habit: "tells its environment in the meta of every result",
      reason: "The adapter wrote the value of a secret.",
      habits: () => ({ write: (sent, { environment }) => [sent.type === "result" ? { ...sent, payload: { ...payloadOf(sent), meta: { environment: { ...environment } } } } : sent] }),
    },
    ...["id", "trace"].map((field) => ({
      requirement: "IPC-SEC-001",
      habit: `puts a secret into the ${field} of its results`,
      reason: "The adapter wrote the value of a secret.",
      habits: (): AdapterHabits => ({
        write: (sent, { environment }) => {
          const secret = `${idOf(sent)} ${Object.values(environment).join(" ")}`;
          return [sent.type === "result" ? { ...sent, [field]: field === "id" ? secret : { spanId: secret } } : sent];
        },
      }),
    })),
    {
      requirement: "IPC-CP-002",
      habit: "sends a result a little after it said that the invoke is cancelled",
      reason: "The invoke has a second terminal message.",
      habits: () => ({ write: later("ADAPTER_CANCELLED", "result", { ok: true, data: { text: "HELLO" } }) }),
    },
    {
      requirement: "IPC-CP-001",
      habit: "reports progress a little after it said that the invoke is cancelled",
      reason: "Progress came after the terminal message.",
      habits: () => ({ write: later("ADAPTER_CANCELLED", "progress", { fraction: 1 }) }),
    },
    {
      requirement: "IPC-INV-002",
      habit: "sends a result a little after it said that the time is over",
      reason: "The invoke has a second terminal message.",
      habits: () => ({ write: later("ADAPTER_TIMEOUT", "result", { ok: true, data: { text: "HELLO" } }) }),
    },
    {
      requirement: "IPC-TR-004",
      habit: "passes over single bytes",
      reason: "No answer to the invoke came.",
      habits: () => ({ startMs: 60, cut: (chunk) => (chunk.length === 1 && chunk[0] !== 0x0a ? [] : [chunk]) }),
    },
    {
      requirement: "IPC-TR-004",
      habit: "looks for the whole hello in what it reads first",
      reason: "An error IPC_MALFORMED came instead of the hello_ack.",
      habits: () => {
        let isGreeted = false;
        return {
          startMs: 60,
          cut: (chunk) => {
            isGreeted ||= chunk.includes(0x0a);
            return isGreeted ? [chunk] : [];
          },
        };
      },
    },
    {
      requirement: "IPC-TR-009",
      habit: "complains twice of a line that is not JSON",
      reason: "It was answered with IPC_MALFORMED more than once.",
      habits: () => ({ write: aboutNoJson((sent, { newId }) => [sent, { ...sent, id: newId() }]) }),
    },
    {
      requirement: "IPC-EN-008",
      habit: "complains twice of an unknown type",
      reason: "It was answered with IPC_UNKNOWN_TYPE more than once.",
      habits: () => ({ write: (sent, { newId }) => (payloadOf(sent).code === "IPC_UNKNOWN_TYPE" ? [sent, { ...sent, id: newId() }] : [sent]) }),
    },
    {
      requirement: "IPC-TR-009",
      habit: "says that a line which is not JSON is a message",
      reason: "IPC_MALFORMED names a message in replyTo, where it is about none.",
      habits: () => ({ write: aboutNoJson((sent) => [{ ...sent, replyTo: "whatever-id" }]) }),
    },
    {
      requirement: "IPC-EN-010",
      habit: "answers the first bearer of a repeated id",
      reason: "IPC_DUPLICATE_ID names a message in replyTo, where it is about none.",
      habits: () => ({ write: (sent) => [payloadOf(sent).code === "IPC_DUPLICATE_ID" ? { ...sent, replyTo: repeatedId(sent) } : sent] }),
    },
    {
      requirement: "IPC-ERR-003",
      habit: "keeps 63 characters of an id",
      reason: "An error does not name the message it answers in replyTo.",
      habits: () => ({ write: (sent) => [typeof sent.replyTo === "string" ? { ...sent, replyTo: Array.from(sent.replyTo).slice(0, 63).join("") } : sent] }),
    },
    {
      requirement: "IPC-INV-007",
      habit: "trims the text",
      reason: "text.caps did not return the text in upper case.",
      habits: () => ({ answer: (_operation, { text }, data) => (typeof text === "string" ? { text: text.trim().toUpperCase() } : data) }),
    },
    ...["hello", "capabilities_ack", "cancel"].map((type) => ({
      requirement: "IPC-EN-009",
      habit: `passes over a ${type} whose payload does not fit`,
      reason: "It was not answered with IPC_PAYLOAD_INVALID.",
      habits: () => ({ take: (decoded: Decoded) => (isFault(decoded, "payload") && member(decoded.value, "type") === type ? undefined : decoded) }),
    })),
    {
      requirement: "IPC-EN-007",
      habit: "does not mind a time without a zone",
      reason: "It was answered with ADAPTER_NO_SUCH_OP, not with IPC_ENVELOPE_INVALID.",
      habits: () => ({ take: (decoded) => (isFault(decoded, "wrong-form") && member(decoded.value, "ts") === "2026-01-01T12:00:00" ? mended(decoded) : decoded) }),
    },
    {
      requirement: "IPC-EN-007",
      habit: "does not mind a line feed after the time",
      reason: "It was answered with ADAPTER_NO_SUCH_OP, not with IPC_ENVELOPE_INVALID.",
      habits: () => ({ take: (decoded) => (isFault(decoded, "wrong-form") && member(decoded.value, "ts") === "2026-01-01T12:00:00Z\n" ? mended(decoded) : decoded) }),
    },
    {
      requirement: "IPC-EN-009",
      habit: "takes a limit that is no number",
      reason: "It was not answered with IPC_PAYLOAD_INVALID.",
      habits: () => ({ take: (decoded) => (isFault(decoded, "payload") && typeof announcedLimit(decoded) !== "number" ? mended(decoded) : decoded) }),
    },
    {
      requirement: "IPC-EN-010",
      habit: "remembers one id too few",
      reason: "It was not answered with IPC_DUPLICATE_ID.",
      habits: () => {
        const ids: string[] = [];
        return {
          take: (decoded) => {
            if (decoded.kind !== "message") return decoded;
            const isForgotten = ids.at(-1024) === decoded.message.id;
            ids.push(decoded.message.id);
            return isForgotten ? undefined : decoded;
          },
        };
      },
    },
    ...["capabilities_ack", "cancel"].map((type) => ({
      requirement: "IPC-EN-010",
      habit: `does not remember the id of a ${type}`,
      reason: "It was not answered with IPC_DUPLICATE_ID.",
      habits: () => ({ take: (decoded: Decoded) => (decoded.kind === "message" && decoded.message.type === type ? withOtherId(decoded) : decoded) }),
    })),
    {
      requirement: "IPC-INV-005",
      habit: "takes its own ids for ones that came",
      reason: "It was answered with IPC_ENVELOPE_INVALID, not with ADAPTER_NO_SUCH_OP.",
      habits: () => ({ take: (decoded) => (decoded.kind === "message" && decoded.message.id.startsWith("adapter-") ? wrongTime(decoded.message.id) : decoded) }),
    },
    {
      requirement: "IPC-INV-005",
      habit: "knows no time but that of UTC",
      reason: "It was answered with IPC_ENVELOPE_INVALID, not with ADAPTER_NO_SUCH_OP.",
      habits: () => ({ take: (decoded) => (decoded.kind === "message" && !decoded.message.ts.endsWith("Z") ? wrongTime(decoded.message.id) : decoded) }),
    },
    {
      requirement: "IPC-INV-005",
      habit: "knows no white space between tokens",
      reason: "It was answered with IPC_MALFORMED, not with ADAPTER_NO_SUCH_OP.",
      habits: () => ({ cut: (chunk) => [Buffer.from(chunk).includes(" : ") ? Buffer.from("spacious\n") : chunk] }),
    },
    {
      requirement: "IPC-TR-009",
      habit: "passes over an escape that JSON does not have",
      reason: "It was not answered with IPC_MALFORMED.",
      habits: () => ({ take: (decoded) => (isFault(decoded, "not-json") && Buffer.from(decoded.bytes).includes("\\x41") ? undefined : decoded) }),
    },
    {
      requirement: "IPC-TR-009",
      habit: "trims a line of all that is white space to JavaScript",
      reason: "It was answered with ADAPTER_NO_SUCH_OP, not with IPC_MALFORMED.",
      habits: () => ({ take: (decoded) => (isFault(decoded, "not-json") ? trimmed(decoded) : decoded) }),
    },
    {
      requirement: "IPC-TR-012",
      habit: "does not look for repeated names in lists",
      reason: "It was not answered with IPC_MALFORMED.",
      habits: () => ({ take: (decoded) => (isFault(decoded, "duplicate-name") && Buffer.from(decoded.bytes).includes("[{") ? undefined : decoded) }),
    },
    {
      requirement: "IPC-TR-014",
      habit: "reads no number of more than 300 digits",
      reason: "An error IPC_MALFORMED came before the error ADAPTER_NO_SUCH_OP to the invoke.",
      habits: () => ({ cut: (chunk) => [/[0-9]{301}/.test(Buffer.from(chunk).toString("latin1")) ? Buffer.from("digits\n") : chunk] }),
    },
    {
      requirement: "IPC-INV-006",
      habit: "takes more steps than text.stream has",
      reason: "It was answered with a result, not with ADAPTER_BAD_INPUT.",
      habits: () => ({ accepts: ({ steps }, accepted) => accepted || steps === 1001 }),
    },
  ])("$requirement: $habit", async ({ requirement, reason, habits }) => {
    expect(notPassed(await verdictsOnAdapter(suite, habits))).toEqual([{ requirement, verdict: "fail", reason }]);
  });
});

// Whatever else these keep to cannot be seen, so it is not decided; it is not blamed.
describe("an adapter fails only the requirement that it breaks", () => {
  test.each<Variation>([
    {
      requirement: "IPC-TR-001",
      habit: "writes ids that are no Unicode text",
      reason: "A line is not an I-JSON object.",
      habits: () => ({ write: (sent) => [JSON.stringify({ ...sent, id: `${idOf(sent)}\ud800` })] }),
    },
    {
      requirement: "IPC-TR-001",
      habit: "writes NaN in each result",
      reason: "A line is not JSON.",
      habits: () => ({ write: (sent) => [sent.type === "result" ? JSON.stringify(sent).replace('"ok":', '"meta":{"seconds":NaN},"ok":') : sent] }),
    },
    {
      requirement: "IPC-EN-005",
      habit: "calls its results responses",
      reason: "The envelope is invalid at /type.",
      habits: () => ({ write: instead("result", (sent) => ({ ...sent, type: "response" })) }),
    },
    {
      requirement: "IPC-ERR-003",
      habit: "names nothing in its errors",
      reason: "An error does not name the message it answers in replyTo.",
      habits: () => ({ write: instead("error", nameless) }),
    },
    {
      requirement: "IPC-ERR-003",
      habit: "names the front of an id in its errors",
      reason: "An error does not name the message it answers in replyTo.",
      habits: () => ({ write: instead("error", (sent) => (typeof sent.replyTo === "string" ? { ...sent, replyTo: sent.replyTo.slice(0, 8) } : sent)) }),
    },
    {
      requirement: "IPC-EN-005",
      habit: "has null as the payload of errors about operations",
      reason: "The envelope is invalid at /payload.",
      habits: () => ({ write: (sent) => [payloadOf(sent).code === "ADAPTER_NO_SUCH_OP" ? { ...sent, payload: null } : sent] }),
    },
    {
      requirement: "IPC-ERR-001",
      habit: "has numbers for codes of operations",
      reason: "The payload of an error is invalid at /payload/code.",
      habits: () => ({ write: (sent) => [payloadOf(sent).code === "ADAPTER_NO_SUCH_OP" ? { ...sent, payload: { ...payloadOf(sent), code: 7 } } : sent] }),
    },
    {
      requirement: "IPC-INV-004",
      habit: "says 1 for true",
      reason: "The payload of a result is invalid at /payload/ok.",
      habits: () => ({ write: instead("result", (sent) => ({ ...sent, payload: { ...payloadOf(sent), ok: 1 } })) }),
    },
    {
      requirement: "IPC-INV-003",
      habit: "names nothing in its results",
      reason: "A result has no replyTo.",
      habits: () => ({ write: instead("result", nameless) }),
    },
    {
      requirement: "IPC-INV-003",
      habit: "names another message in its results",
      reason: "A result names no invoke of the runner in replyTo.",
      habits: () => ({ write: instead("result", (sent) => ({ ...sent, replyTo: "another-invoke" })) }),
    },
  ])("$requirement: $habit", async ({ requirement, reason, habits }) => {
    const verdicts = notPassed(await verdictsOnAdapter(suite, habits));
    expect(verdicts.filter(({ verdict }) => verdict !== "incomplete")).toEqual([{ requirement, verdict: "fail", reason }]);
  });
});

test("an adapter that answers when nobody waits any more fails IPC-HS-001", async () => {
  const verdicts = await verdictsOnAdapter(suite, () => ({ startMs: 12_000 }));
  expect(notPassed(verdicts)).toContainEqual({ requirement: "IPC-HS-001", verdict: "fail", reason: "The hello_ack came only after the time to wait for it was over." });
});

interface Variation {
  readonly requirement: string;
  readonly habit: string;
  readonly reason: string;
  readonly habits: () => AdapterHabits;
}

type Write = NonNullable<AdapterHabits["write"]>;

type Fault = Extract<Decoded, { kind: "fault" }>;

function isFault(decoded: Decoded, reason: Fault["reason"]): decoded is Fault {
  return decoded.kind === "fault" && decoded.reason === reason;
}

function idOf({ id }: JsonObject): string {
  return typeof id === "string" ? id : "";
}

function nameless({ replyTo: _replyTo, ...rest }: JsonObject): JsonObject {
  return rest;
}

/** The line taken for a message all the same. */
function mended({ value, ending }: Fault): Decoded {
  return { kind: "message", message: value as unknown as Message, ending };
}

/** The line taken for a message if it is one between its white space. */
function trimmed(fault: Fault): Decoded {
  const text = Buffer.from(fault.bytes).toString();
  return text === text.trim() ? fault : { kind: "message", message: JSON.parse(text.trim()) as Message, ending: fault.ending };
}

/** What a hello says of its limit; where it says nothing, 0. */
function announcedLimit({ value }: Fault): JsonValue {
  return member(member(member(value, "payload"), "session"), "maxLineBytes") ?? 0;
}

function withOtherId(decoded: Extract<Decoded, { kind: "message" }>): Decoded {
  return { ...decoded, message: { ...decoded.message, id: `${decoded.message.id}-other` } };
}

function wrongTime(id: string): Decoded {
  return { kind: "fault", code: "IPC_ENVELOPE_INVALID", reason: "wrong-form", pointer: "/ts", detail: "The time is wrong.", id, bytes: new Uint8Array(), byteLength: 0, ending: "lf" };
}

/** After an error with the code another message about the same invoke. */
function later(code: string, type: string, payload: JsonObject): Write {
  return (sent, { newId, writeLater }) => {
    if (payloadOf(sent).code === code) writeLater({ ...sent, id: newId(), type, payload });
    return [sent];
  };
}

/** What is written in place of the error about a line that is not JSON. */
function aboutNoJson(change: (sent: JsonObject, moment: Moment) => JsonObject[]): Write {
  return (sent, moment) => (payloadOf(sent).message === "The line is not JSON." ? change(sent, moment) : [sent]);
}

function repeatedId(sent: JsonObject): JsonValue {
  const { details } = payloadOf(sent);
  return (isObject(details) ? details.id : undefined) ?? null;
}
