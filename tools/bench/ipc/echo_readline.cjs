"use strict";
const lines = require("node:readline").createInterface({ input: process.stdin });
let count = 0;
lines.on("line", (line) => {
  const { id, payload } = JSON.parse(line);
  const answer = { v: "ipc.v0", id: `adapter-${String((count += 1)).padStart(8, "0")}`, ts: new Date().toISOString(), type: "result", payload: { ok: true, data: { text: payload.args.text.toUpperCase() } }, replyTo: id };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
});
