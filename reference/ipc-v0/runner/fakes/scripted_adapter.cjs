"use strict";
// An adapter that plays a script: node scripted_adapter.cjs '[["read"],["ack"],...]'. It knows nothing of this project but the facts of the protocol.
// Whatever is random about it changes from run to run: its ids, its clock, the order of its members, and how its output is cut into pieces.
const { spawn } = require("node:child_process");
const { randomBytes, randomInt } = require("node:crypto");
const { writeSync, readSync, closeSync } = require("node:fs");

const steps = JSON.parse(process.argv[2]);
const received = [];
let rest = "";

const actions = {
  /** Reads one message. */
  read: () => received.push(readMessage()),
  /** hello_ack and capabilities, as an adapter would. */
  greet: (changes = {}) => {
    actions.send({ type: "hello_ack", payload: { role: "adapter", selected: "ipc.v0" }, replyTo: "$0", ...changes.hello_ack });
    actions.send({ type: "capabilities", payload: { adapter: { name: "scripted", version: "1.0" }, capabilities: [{ name: "text.caps", sideEffects: "none" }] }, ...changes.capabilities });
  },
  /** A result for the last invoke. */
  result: (data = { text: "HELLO" }, changes = {}) => actions.send({ type: "result", payload: { ok: true, data, meta: { took: Math.random() } }, replyTo: "$last", ...changes }),
  /** A message; $0, $1, ... in replyTo are the ids of those received, $last that of the last. */
  send: (message) => {
    const { replyTo, ...others } = message;
    const reply = replyTo === undefined ? {} : { replyTo: replyTo.startsWith("$") ? idOf(replyTo.slice(1)) : replyTo };
    actions.raw(`${JSON.stringify(shuffled({ v: "ipc.v0", id: randomBytes(8 + randomInt(20)).toString("hex"), ts: someTime(), ...others, ...reply }))}\n`);
  },
  raw: (text) => writeInPieces(Buffer.from(text)),
  bytes: (hexadecimal) => writeInPieces(Buffer.from(hexadecimal, "hex")),
  error: (text) => writeSync(2, text),
  errorFlood: (count) => {
    const piece = Buffer.alloc(65536, "e");
    for (let written = 0; written < count; written += piece.length) writeAll(2, piece);
  },
  /** Bytes without end and without a line feed. */
  flood: (count, text = "x") => {
    const piece = Buffer.from(text.repeat(Math.ceil(65536 / text.length)));
    for (let written = 0; written < count; written += piece.length) writeAll(1, piece);
  },
  /** The text so often. */
  repeat: (count, text) => {
    for (let time = 0; time < count; time += 1) writeAll(1, Buffer.from(text));
  },
  environment: (name) => actions.result({ text: process.env[name] ?? "(absent)" }),
  names: () => actions.result(Object.keys(process.env).sort()),
  wait: (milliseconds) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds),
  deaf: () => process.on("SIGTERM", () => undefined),
  /** A child that holds the output open. */
  child: () => spawn(process.execPath, ["-e", "process.on('SIGTERM',()=>0);setInterval(()=>0,1e3)"], { stdio: "inherit" }).unref(),
  closeOutput: () => closeSync(1),
  /** Reads to the end of input. */
  drain: () => {
    while (readMessage() !== undefined);
  },
  hang: () => setInterval(() => undefined, 1000),
  exit: (status = 0) => process.exit(status),
  kill: () => process.kill(process.pid, "SIGKILL"),
};

for (const [action, ...values] of steps) actions[action](...values);

function readMessage() {
  const piece = Buffer.alloc(65536);
  for (let end = rest.indexOf("\n"); ; end = rest.indexOf("\n")) {
    if (end !== -1) {
      const line = rest.slice(0, end);
      rest = rest.slice(end + 1);
      return JSON.parse(line);
    }
    const count = readSync(0, piece);
    if (count === 0) return undefined;
    rest += piece.toString("utf8", 0, count);
  }
}

function idOf(name) {
  return (name === "last" ? received.at(-1) : received[Number(name)])?.id ?? "nothing-received";
}

function shuffled(message) {
  return Object.fromEntries(Object.entries(message).map((entry) => [Math.random(), entry]).sort(([one], [other]) => one - other).map(([, entry]) => entry));
}

function someTime() {
  return new Date(randomInt(2 ** 40)).toISOString().replace("Z", Math.random() < 0.5 ? "Z" : "+00:00");
}

function writeInPieces(bytes) {
  for (let start = 0; start < bytes.length; ) {
    const length = Math.min(bytes.length - start, 1 + randomInt(bytes.length > 4096 ? 65536 : 200));
    writeAll(1, bytes.subarray(start, start + length));
    start += length;
  }
}

function writeAll(descriptor, bytes) {
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
  } catch {
    process.exit(9);
  }
}
