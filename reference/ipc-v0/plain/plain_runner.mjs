// A plain peer for the tests: a runner in another style, to the same knowledge as plain_runner.py. It ends the adapter itself, as soon as it can.
//
//     node plain_runner.mjs ADAPTER OP TEXT [MILLISECONDS]
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

const [command, op, text, milliseconds = "3000"] = process.argv.slice(2);
const adapter = spawn("/bin/sh", ["-c", `exec ${command}`], { stdio: ["pipe", "pipe", "inherit"] });
let count = 0;
const send = (type, payload, replyTo) => {
  count += 1;
  const id = `runner/${process.pid}/${count}`;
  adapter.stdin.write(`${JSON.stringify({ v: "ipc.v0", id, ts: new Date().toISOString(), type, replyTo, payload })}\n`);
  return id;
};
const leave = (status, words) => {
  (status === 0 ? console.log : console.error)(words);
  clearTimeout(timer);
  process.exitCode = status;
  input.close();
  adapter.kill();
};

const timer = setTimeout(() => leave(1, "timed out"), Number(milliseconds));
adapter.stdin.on("error", () => {});
adapter.on("close", () => process.exitCode ?? leave(1, "the adapter went away"));

const hello = send("hello", { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [op], session: {} });
let invoke;
const input = createInterface({ input: adapter.stdout });
input.on("line", (line) => {
  if (process.exitCode !== undefined) return;
  let message;
  try {
    message = JSON.parse(line);
  } catch {
    return leave(1, "that is no JSON");
  }
  const { id, type, payload, replyTo } = message;
  if (type === "error") return leave(1, payload.code);
  if (type === "hello_ack" && replyTo === hello) return;
  if (type === "capabilities") {
    send("capabilities_ack", { accepted: [op] }, id);
    if (!payload.capabilities.some(({ name }) => name === op)) return leave(1, `cannot do ${op}`);
    invoke = send("invoke", { op, args: { text } });
  } else if (invoke === undefined || replyTo !== invoke) leave(1, "that was not asked");
  else if (type === "result") leave(0, JSON.stringify(payload.data));
});
