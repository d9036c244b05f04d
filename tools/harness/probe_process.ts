import { spawn } from "node:child_process";
import { openSync, readFileSync, writeSync } from "node:fs";
import { pause } from "./deadline.ts";
import { runProbe } from "./probe.ts";
import type { ProbeWorld } from "./probe.ts";
import { noteLine } from "./probe_plan.ts";
import type { ProbePlan } from "./probe_plan.ts";

/** Is the probe: plays the plan in one file and keeps its notes in another. Ends the process. */
export async function serveProbeProcess(planFile: string, recordFile: string): Promise<never> {
  const plan = JSON.parse(readFileSync(planFile, "utf8")) as ProbePlan;
  const record = openSync(recordFile, "a");
  return await runProbe(plan, processWorld((line) => {
    writeSync(record, line);
  }));
}

/** A probe that nobody ends must end by itself some day, in milliseconds. */
const longestHang = 600_000;
/** A child that does nothing, as cheaply as a Node process can. */
const idleProgram = "setInterval(() => {}, 1e9)";

function processWorld(keep: (line: string) => void): ProbeWorld {
  let open = true;
  process.stdout.on("error", () => {
    open = false;
  });
  process.stderr.on("error", () => undefined);
  const writing = (stream: NodeJS.WriteStream): ProbeWorld["writeOutput"] => async (bytes) =>
    await new Promise((resolve) => {
      stream.write(bytes, (error) => {
        resolve(open && !error);
      });
    });
  return {
    process: process.pid,
    environment: Object.keys(process.env).sort(),
    note: (note) => {
      keep(noteLine(note));
    },
    onInput: (take, end) => {
      process.stdin.on("data", take);
      process.stdin.once("end", end);
      process.stdin.once("error", end);
    },
    writeOutput: writing(process.stdout),
    writeError: writing(process.stderr),
    closeOutput: () => {
      process.stdout.end();
    },
    onSignal: (asked) => {
      for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, asked);
    },
    startChild: () => {
      const child = spawn(process.execPath, ["-e", idleProgram], { stdio: "ignore" });
      child.unref();
      return child.pid ?? 0;
    },
    hang: async () => {
      await pause(longestHang);
    },
    exit: async (status) => {
      // Pipes are written at once on POSIX; a moment for the others.
      await pause(0);
      process.exit(status);
    },
  };
}
