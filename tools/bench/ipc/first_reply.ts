/** `first_reply.ts ROUNDS WSC`: microseconds from the start of the adapter to its first line, and of a Node process that does nothing, in turn. */
import { spawn } from "node:child_process";

const [rounds = "", wsc = ""] = process.argv.slice(2);
const hello = `${JSON.stringify({ v: "ipc.v0", id: "runner-00000001", ts: "2026-01-01T00:00:00.000Z", type: "hello", payload: { role: "runner", protocols: ["ipc.v0"], requestedCapabilities: [] } })}\n`;
const adapter: number[] = [];
const bare: number[] = [];
for (let round = -2; round < Number(rounds); round += 1) {
  const one = await firstReply();
  const other = await wholeRun();
  // The first rounds only warm the caches.
  if (round < 0) continue;
  adapter.push(one);
  bare.push(other);
}
process.stdout.write(JSON.stringify({ adapter, bare }));

function firstReply(): Promise<number> {
  return new Promise((resolve) => {
    const start = process.hrtime.bigint();
    const child = spawn(process.execPath, [wsc, "adapter", "text.caps"], { stdio: ["pipe", "pipe", "ignore"] });
    let microseconds = 0;
    child.stdin.write(hello);
    child.stdout.once("data", () => {
      microseconds = Number(process.hrtime.bigint() - start) / 1e3;
      child.stdin.end();
    });
    child.once("close", () => {
      resolve(microseconds);
    });
  });
}

function wholeRun(): Promise<number> {
  return new Promise((resolve) => {
    const start = process.hrtime.bigint();
    const child = spawn(process.execPath, ["-e", "0"], { stdio: ["pipe", "pipe", "ignore"] });
    child.once("exit", () => {
      resolve(Number(process.hrtime.bigint() - start) / 1e3);
    });
  });
}
