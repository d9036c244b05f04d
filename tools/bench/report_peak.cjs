"use strict";
// Preloaded into a measured program: writes its peak resident memory in KiB to the file that PEAK_FILE names.
const { isMainThread } = require("node:worker_threads");
if (isMainThread) process.on("exit", () => require("node:fs").writeFileSync(process.env.PEAK_FILE, String(process.resourceUsage().maxRSS)));
