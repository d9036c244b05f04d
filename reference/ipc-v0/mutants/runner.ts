/** A mutant as a program: `npx tsx reference/ipc-v0/mutants/runner.ts --break IPC-LC-104 --adapter COMMAND --out FOLDER --secret NAME`. Without a requirement it is the healthy runner. */
import { spawn } from "node:child_process";
import { accessSync, constants, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { splitWords } from "../../../tools/harness/shell_words.ts";
import { runnerMutants } from "./runner_mutants.ts";
import { runRunner } from "./runner_peer.ts";
import type { Child, SpawnOptions } from "./runner_peer.ts";

const { values } = parseArgs({ options: { break: { type: "string" }, adapter: { type: "string", default: "" }, out: { type: "string" }, secret: { type: "string", default: "" } } });
const mutant = runnerMutants.find(({ requirement }) => requirement === values.break);
const environment = Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));

const status = await runRunner(mutant?.habits() ?? {}, {
  environment,
  spawn: start,
  print: (text) => {
    process.stdout.write(text);
  },
  keep: (name, text) => {
    if (values.out !== undefined) writeFileSync(join(values.out, name), text);
  },
  secret: values.secret,
});
process.exit(status);

function start(options: SpawnOptions): Child | undefined {
  const [program = "", ...words] = splitWords(values.adapter);
  if (program.includes("/") && !isThere(program)) return undefined;
  const child = spawn(program, words, { env: options.environment, detached: true, stdio: ["pipe", "pipe", options.readsErrors ? "ignore" : "pipe"] });
  child.stdin?.on("error", () => undefined);
  child.stdout?.on("data", options.onOutput);
  child.once("close", options.onExit);
  return {
    write: (bytes) => child.stdin?.write(bytes),
    closeInput: () => child.stdin?.end(),
    signal: (name, whole) => {
      try {
        process.kill(whole ? -(child.pid ?? 0) : (child.pid ?? 0), name);
      } catch {
        // It has ended already.
      }
    },
  };
}

function isThere(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
