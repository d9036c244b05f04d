/**
 * Peers in other languages: the small adapters of adapters/{python,c,shell}, and the plain peers, which know only what every peer knows. Each is
 * tried where its tool is installed; where it is not, the test's title says so.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { peerEnvironment } from "../../tools/harness/environment.ts";
import { jsonSchemas } from "../../tools/harness/json_schemas.ts";
import { startPeer } from "../../tools/harness/peer_process.ts";
import { protocolSchemas } from "../../tools/harness/protocol_schemas.ts";
import { tryAdapter } from "../../tools/harness/run_adapter.ts";
import { tryRunner } from "../../tools/harness/run_runner.ts";
import { runnerProcess } from "../../tools/harness/runner_process.ts";
import { select } from "../../tools/harness/select.ts";
import { joinWords } from "../../tools/harness/shell_words.ts";
import { loadSuite } from "../../tools/harness/suite.ts";
import { requirementVerdicts } from "../../tools/harness/verdicts.ts";
import { createDecoder, decodeLine } from "../../tools/protocol/decode.ts";
import type { Message } from "../../tools/protocol/messages.ts";
import type { RequirementVerdict } from "../../tools/report/verdict.ts";
import { run } from "./runner/run.ts";

const here = import.meta.dirname;
const root = resolve(here, "../..");
const suite = loadSuite(root);
const workshop = mkdtempSync(join(tmpdir(), "workstation-contracts-peers-"));
afterAll(() => {
  rmSync(workshop, { recursive: true, force: true });
});

interface Peer {
  readonly name: string;
  readonly tool: string;
  readonly command: readonly string[];
  /** The strictest set that it conforms to. */
  readonly set: string;
  /** The requirements of the set that do not apply to it. */
  readonly notApplicable: readonly string[];
}

/** How long the harness waits for a peer, in milliseconds: long enough for a busy machine. */
const patience = 20_000;
const withoutProgress = ["IPC-CP-001"];
const tsx = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;
const referenceAdapter = [process.execPath, "--import", tsx, join(here, "adapters/text_caps.ts")];
const compiler = ["cc", "gcc", "clang"].find(isInstalled) ?? "cc";
const adapterInC: Peer = {
  name: "the adapter in C",
  tool: compiler,
  command: [join(workshop, "text_caps")],
  set: "hardened-2026",
  notApplicable: ["IPC-INV-011", "IPC-CP-001", "IPC-CP-003", "IPC-CP-005"],
};
const adapterInPython: Peer = {
  name: "the adapter in Python",
  tool: "python3",
  command: ["python3", "-B", join(here, "adapters/python/text_caps.py")],
  set: "hardened-2026",
  notApplicable: [],
};
const adapters: readonly Peer[] = [
  adapterInPython,
  adapterInC,
  { name: "the adapter in shell", tool: "sh", command: ["sh", join(here, "adapters/shell/text_caps.sh")], set: "core-2026", notApplicable: withoutProgress },
  { name: "the plain adapter in Python", tool: "python3", command: ["python3", join(here, "plain/plain_adapter.py")], set: "core-2026", notApplicable: withoutProgress },
  { name: "the plain adapter in Node", tool: "node", command: ["node", join(here, "plain/plain_adapter.mjs")], set: "core-2026", notApplicable: withoutProgress },
];

if (isInstalled(compiler)) {
  const sources = ["text_caps.c", "message.c", "json.c", "upper_case.c"].map((name) => join(here, "adapters/c", name));
  const build = spawnSync(compiler, ["-std=c11", "-Wall", "-Wextra", "-Werror", "-O1", "-o", join(workshop, "text_caps"), ...sources], { encoding: "utf8" });
  if (build.status !== 0) throw new Error(`The adapter in C does not compile.\n${build.stderr}`);
}

describe.each(adapters)("$name", ({ tool, command, set, notApplicable }) => {
  const absent = !isInstalled(tool);
  const why = absent ? ` (skipped: ${tool} is not installed)` : "";

  test.skipIf(absent)(`passes ${set}${why}`, async () => {
    const verdicts = await verdictsOn(command, set);
    expect(verdicts.filter(({ verdict }) => verdict !== "pass" && verdict !== "not-applicable")).toEqual([]);
    expect(verdicts.filter(({ verdict }) => verdict === "not-applicable").map(({ requirement }) => requirement)).toEqual(notApplicable);
  });

  test.skipIf(absent)(`is driven by the reference runner, with the same records on every run${why}`, async () => {
    const request = { command, operation: "text.caps", args: { text: "hello, world" }, secrets: {}, environment: process.env };
    const first = await run(request);
    const second = await run(request);
    expect(first.outcome).toMatchObject({ ok: true, data: { text: "HELLO, WORLD" } });
    expect(second.transcript).toBe(first.transcript);
    expect(second.receipt).toEqual(first.receipt);
  });

  test.skipIf(absent)(`is driven by a plain runner${why}`, () => {
    const { stdout, status } = start(["node", join(here, "plain/plain_runner.mjs"), joinWords(command), "text.caps", "hello, world", "20000"]);
    expect({ stdout, status }).toEqual({ stdout: '{"text":"HELLO, WORLD"}\n', status: 0 });
  });
});

describe.each([adapterInPython, adapterInC])("$name, line by line", ({ tool, command }) => {
  const absent = !isInstalled(tool);
  const why = absent ? ` (skipped: ${tool} is not installed)` : "";

  test.skipIf(absent)(`refuses what the reference refuses, for the same reason${why}`, () => {
    const lines = fc.sample(damagedLine, { seed: 20260114, numRuns: 3000 }).map(({ text }, index) => Buffer.from(text.replaceAll("#", `message-${index}`), "latin1"));
    const answers = exchange(command, [hello, ...lines]).slice(2);
    const expected = lines.flatMap((line) => expectedCode(line));
    expect(answers.map(codeOf)).toEqual(expected);
  });

  test.skipIf(absent)(`knows the upper case of Unicode${why}`, () => {
    const ranges: readonly (readonly [number, number])[] = [[0x20, 0x17f], [0x370, 0x523], [0x531, 0x587], [0x1e00, 0x1fff], [0xfb00, 0xfb17], [0x10400, 0x1044f]];
    const texts = ranges.map(([first, last]) => String.fromCodePoint(...Array.from({ length: last - first + 1 }, (_, index) => first + index)));
    const invokes = texts.map((text, index) => line("invoke", `message-${index}`, { op: "text.caps", args: { text } }));
    const answers = exchange(command, [hello, line("capabilities_ack", "the-ack-of-it", { accepted: [] }, "adapter-2"), ...invokes]).slice(2);
    expect(answers.map((message) => (message.type === "result" ? message.payload.data : message.payload))).toEqual(texts.map((text) => ({ text: text.toUpperCase() })));
  });
});

const runners = [
  { name: "the plain runner in Python", tool: "python3", command: ["python3", join(here, "plain/plain_runner.py"), "--adapter", "{adapter}", "--op", "{op}", "--seconds", "{seconds}"] },
  { name: "the plain runner in Node", tool: "node", command: ["node", join(here, "plain/plain_runner.mjs"), "{adapter}", "{op}", "hello", "{seconds}000"] },
];

describe.each(runners)("$name", ({ tool, command }) => {
  const absent = !isInstalled(tool);
  const why = absent ? ` (skipped: ${tool} is not installed)` : "";
  const filled = (values: Readonly<Record<string, string>>): string[] => command.map((word) => word.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole));

  test.skipIf(absent)(`passes core-2026${why}`, async () => {
    const verdicts = await runnerVerdicts(filled({ op: "text.caps", seconds: "4" }), "core-2026");
    expect(verdicts.filter(({ verdict }) => verdict !== "pass")).toEqual([]);
  });

  test.skipIf(absent)(`drives the reference adapter${why}`, () => {
    const { stdout, status } = start(filled({ op: "text.caps", seconds: "20", adapter: joinWords(referenceAdapter) }));
    expect({ data: JSON.parse(stdout) as unknown, status }).toEqual({ data: { text: "HELLO" }, status: 0 });
  });

  test.skipIf(absent).each([
    ["an operation that is not declared", "text.none", joinWords(["node", join(here, "plain/plain_adapter.mjs")])],
    ["an adapter that ends at once", "text.caps", "true"],
    ["an adapter that never answers", "text.caps", "sleep 30"],
    ["an adapter that writes no JSON", "text.caps", "echo hello"],
  ])(`ends in failure with %s${why}`, (_what, op, adapter) => {
    expect(start(filled({ op, seconds: "1", adapter }))).toMatchObject({ stdout: "", status: 1 });
  });
});

function isInstalled(tool: string): boolean {
  return spawnSync(tool, tool === "sh" ? ["-c", ":"] : ["--version"]).error === undefined;
}

async function verdictsOn(command: readonly string[], set: string): Promise<readonly RequirementVerdict[]> {
  const { cases, requirements } = select(suite, "adapter", set, []);
  const record = await tryAdapter(cases, {
    command,
    environment: peerEnvironment(process.env),
    start: startPeer,
    samples: [],
    patience,
    jobs: 2,
    loadSchemas: () => Promise.resolve(jsonSchemas),
  });
  return requirementVerdicts(requirements, cases, record.outcomes);
}

/** A program that plays the adapter for the harness, in this checkout as it is. */
function probeCommand(): string[] {
  const program = join(workshop, "probe.mjs");
  writeFileSync(program, `import { start } from ${JSON.stringify(pathToFileURL(join(root, "tools/cli/entry.ts")))};\nstart(["conform", "probe", ...process.argv.slice(2)]);\n`);
  return [process.execPath, "--import", tsx, program];
}

async function runnerVerdicts(command: readonly string[], set: string): Promise<readonly RequirementVerdict[]> {
  const { cases, requirements } = select(suite, "runner", set, []);
  const processes = runnerProcess({ command, environment: peerEnvironment(process.env), folder: workshop, probe: probeCommand(), patience });
  try {
    const record = await tryRunner(cases, suite.cases, { run: processes.run, placeholders: new Set(), patience, jobs: 2, schemas: protocolSchemas(root) });
    return requirementVerdicts(requirements, cases, record.outcomes);
  } finally {
    processes.remove();
  }
}

function start([executable = "", ...words]: readonly string[]): { readonly stdout: string; readonly status: number | null } {
  return spawnSync(executable, words, { encoding: "utf8" });
}

function line(type: string, id: string, payload: unknown, replyTo?: string): Buffer {
  return Buffer.from(JSON.stringify({ v: "ipc.v0", id, ts: "2026-01-31T12:00:00Z", type, payload, ...(replyTo === undefined ? {} : { replyTo }) }));
}

const hello = line("hello", "the-first-hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [] });

/** What an adapter writes when the lines are all of its input. */
function exchange([executable = "", ...words]: readonly string[], lines: readonly Buffer[]): Message[] {
  const input = Buffer.concat(lines.flatMap((one) => [one, Buffer.from("\n")]));
  const { stdout } = spawnSync(executable, words, { input, maxBuffer: 2 ** 28 });
  return createDecoder()
    .push(stdout)
    .map((decoded) => {
      if (decoded.kind !== "message") throw new Error(`The adapter wrote a line that is no message: ${JSON.stringify(decoded)}`);
      return decoded.message;
    });
}

function codeOf(message: Message): string {
  return message.type === "error" ? message.payload.code : message.type;
}

/** What an adapter that has just been greeted answers to a line; nothing to a blank one, to an error and to a cancel. */
function expectedCode(text: Buffer): string[] {
  const decoded = decodeLine(text);
  if (decoded.kind === "fault") return [decoded.code];
  if (decoded.kind === "blank" || decoded.message.type === "error" || decoded.message.type === "cancel") return [];
  return ["IPC_STATE"];
}

/** Messages of every type, one for each line; `#` stands for an id. */
const soundLines = [
  '{"v":"ipc.v0","id":"#","ts":"2026-01-31T12:00:00Z","type":"hello","payload":{"role":"runner","protocols":["ipc.v0"],"requestedCapabilities":[],"session":{"maxLineBytes":4096}}}',
  '{"v":"ipc.v0","id":"#","ts":"2024-02-29t00:00:00-23:59","type":"invoke","payload":{"op":"text.caps","args":{"text":"a"},"timeoutMs":5,"cwd":"/"}}',
  '{"v":"ipc.v0","id":"#","ts":"2026-01-31T12:00:00Z","type":"capabilities_ack","payload":{"accepted":["text.caps"]},"replyTo":"12345678"}',
  '{"v":"ipc.v0","id":"#","ts":"2026-12-31T23:59:60Z","type":"cancel","payload":{"reason":"\\u00e9\\ud83d\\ude00"},"replyTo":"12345678"}',
  '{"v":"ipc.v0","id":"#","ts":"2026-06-30T23:59:60.5+00:00","type":"error","payload":{"code":"IPC_X","message":"m","retryable":false,"details":[{"a":{}}]}}',
  '{"v":"ipc.v0","id":"#","ts":"2026-01-31T12:00:00Z","type":"result","payload":{"ok":true,"data":[1,2.5e3,-0,null,"\\n"],"meta":{}},"replyTo":"12345678","trace":{"traceId":"a"}}',
  '{"v":"ipc.v0","id":"#","ts":"2026-01-31T12:00:00Z","type":"progress","payload":{"fraction":0.5,"message":"m"},"replyTo":"12345678"}',
  '{"v":"ipc.v0","id":"#","ts":"2026-01-31T12:00:00Z","type":"hello_ack","payload":{"role":"adapter","selected":"ipc.v0","maxLineBytes":4096},"replyTo":"12345678"}',
  '{"v":"ipc.v0","id":"#","ts":"2026-01-31T12:00:00Z","type":"capabilities","payload":{"adapter":{"name":"a","version":"1"},"capabilities":[{"name":"a","sideEffects":"none","timeouts":{"defaultMs":1},"progress":true}]}}',
];

const fragments = [
  '"', "\\", "{", "}", "[", "]", ",", ":", "0", "7", "-", ".", "e", "\\u00e9", "\\ud800", "null", "true", " ", "\t", "\r", "\0", '"x"', "5.0", "1e999", "9007199254740993",
  '"a":1,', '"a":1,"a":2,', "[".repeat(70), "\xc3\xa9", "\xc3", "\xff", "\xef\xbb\xbf",
];

/** A sound line with up to three places overwritten, as bytes. An id is not touched, so that none comes twice. */
const damagedLine = fc
  .record({
    sound: fc.constantFrom(...soundLines),
    damage: fc.array(fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), cut: fc.nat(3), fragment: fc.constantFrom("", ...fragments) }), { maxLength: 3 }),
  })
  .map(({ sound, damage }) => ({
    text: damage.reduce((text, { place, cut, fragment }) => {
      const start = Math.round(place * text.length);
      return text.slice(start, start + cut).includes("#") ? text : text.slice(0, start) + fragment + text.slice(start + cut);
    }, sound),
  }));
