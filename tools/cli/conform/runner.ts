import { peerEnvironment } from "../../harness/environment.ts";
import { placeholdersIn, tryRunner } from "../../harness/run_runner.ts";
import { runnerProcess } from "../../harness/runner_process.ts";
import { refuseArguments } from "../help.ts";
import { packageRoot } from "../package_root.ts";
import { orRefuse } from "./call.ts";
import type { Call } from "./call.ts";
import { openDestination } from "./destination.ts";
import { finishRun } from "./finish.ts";
import { listCases } from "./list.ts";
import { progressOn } from "./progress.ts";
import { readSettings } from "./settings.ts";

/** `wsc conform runner`. */
export async function conformRunner(call: Call): Promise<number> {
  return await orRefuse(call, () => tryRunnerOf(call));
}

async function tryRunnerOf(call: Call): Promise<number> {
  const { given, words, usage, host } = call;
  const settings = await readSettings(call, "runner");
  if (given.options.has("list")) return listCases(settings, host);
  if (words.length === 0) return refuseArguments({ problem: "name the runner: conform runner [OPTIONS] -- COMMAND... {adapter} ..." }, usage, host);
  if (!words.some((word) => word.includes("{adapter}"))) return refuseArguments({ problem: "the runner's command must hold {adapter}, which stands for the adapter that it is to start" }, usage, host);
  const destination = openDestination(call);
  const { protocolSchemas } = await import("../../harness/protocol_schemas.ts");
  const processes = runnerProcess({
    command: words,
    environment: peerEnvironment(host.environment, given.repeated?.get("env") ?? []),
    folder: host.resolve("."),
    probe: [process.execPath, ...process.execArgv, host.workerEntry ?? process.argv[1] ?? "", "conform", "probe"],
    patience: settings.patience,
  });
  const progress = progressOn(host, settings.cases.length);
  try {
    const record = await tryRunner(settings.cases, settings.suite.cases, {
      run: processes.run,
      placeholders: placeholdersIn(words),
      patience: settings.patience,
      jobs: settings.jobs,
      schemas: protocolSchemas(packageRoot()),
      onOutcome: progress.next,
    });
    progress.end();
    return await finishRun(call, destination, settings, { command: words }, record);
  } finally {
    processes.remove();
  }
}
