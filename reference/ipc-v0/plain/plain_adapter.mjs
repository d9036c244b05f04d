// A plain peer for the tests: an adapter in another style, to the same knowledge as plain_adapter.py. It answers late and out of order.
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";

const write = (type, replyTo, payload) => {
  const now = new Date(Date.now() + 2 * 3600_000).toISOString().replace("Z", "+02:00");
  process.stdout.write(`${JSON.stringify({ payload, ...(replyTo && { replyTo }), type, ts: now, id: randomBytes(12).toString("base64"), v: "ipc.v0" })}\n`);
};
const reject = (replyTo, code) => write("error", replyTo, { retryable: false, message: code.toLowerCase().replaceAll("_", " "), code });

let state = "fresh";
const handlers = {
  hello({ id, payload }) {
    if (!payload.protocols.includes("ipc.v0")) {
      reject(id, "IPC_PROTO_MISMATCH");
      process.exitCode = 1;
      input.close();
      process.stdin.destroy();
      return;
    }
    write("hello_ack", id, { selected: "ipc.v0", role: "adapter" });
    write("capabilities", id, {
      capabilities: [
        { name: "text.caps", sideEffects: "none", timeouts: { defaultMs: 100 } },
        { name: "text.length", sideEffects: "none", timeouts: { defaultMs: 100 }, outputSchema: { type: "integer" } },
      ],
      adapter: { version: "2024.1", name: "plain node" },
    });
  },
  capabilities_ack() {
    state = "open";
  },
  invoke({ id, payload: { op, args } }) {
    if (state !== "open") return reject(id, "IPC_STATE");
    if (op !== "text.caps" && op !== "text.length") return reject(id, "ADAPTER_NO_SUCH_OP");
    if (typeof args.text !== "string") return reject(id, "ADAPTER_BAD_INPUT");
    const data = op === "text.caps" ? { text: args.text.toUpperCase() } : args.text.length;
    setTimeout(() => write("result", id, { data, ok: true }), Math.random() * 20);
  },
};

const input = createInterface({ input: process.stdin });
input.on("line", (line) => {
  const message = JSON.parse(line);
  handlers[message.type]?.(message);
});
