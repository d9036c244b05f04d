import { peerEnvironment } from "../../harness/environment.ts";
import { startPeer } from "../../harness/peer_process.ts";
import { tryAdapter } from "../../harness/run_adapter.ts";
import { declaredCapabilities } from "../../harness/subject.ts";
import { isObject, member } from "../../json/value.ts";
import type { JsonObject } from "../../json/value.ts";
import { visible } from "../../report/visible.ts";
import { refuseArguments } from "../help.ts";
import { orRefuse } from "./call.ts";
import type { Call } from "./call.ts";
import { openDestination } from "./destination.ts";
import { finishRun } from "./finish.ts";
import { listCases } from "./list.ts";
import { progressOn } from "./progress.ts";
import { readSettings } from "./settings.ts";

/** `wsc conform adapter`. */
export async function conformAdapter(call: Call): Promise<number> {
  return await orRefuse(call, () => tryAdapterOf(call));
}

async function tryAdapterOf(call: Call): Promise<number> {
  const { given, words, usage, host } = call;
  const settings = await readSettings(call, "adapter");
  if (given.options.has("list")) return listCases(settings, host);
  if (words.length === 0) return refuseArguments({ problem: "name the adapter: conform adapter [OPTIONS] -- COMMAND..." }, usage, host);
  const destination = openDestination(call);
  const progress = progressOn(host, settings.cases.length);
  const record = await tryAdapter(settings.cases, {
    command: words,
    environment: peerEnvironment(host.environment, given.repeated?.get("env") ?? []),
    folder: host.resolve("."),
    start: startPeer,
    samples: settings.samples,
    patience: settings.patience,
    jobs: settings.jobs,
    loadSchemas: async () => (await import("../../harness/json_schemas.ts")).jsonSchemas,
    onOutcome: progress.next,
  });
  progress.end();
  if (record.capabilities !== undefined) {
    const declared = declaredCapabilities(record.capabilities);
    for (const { op } of settings.samples) if (!declared.has(op)) host.stderr.write(`wsc conform: --samples: the adapter does not declare "${visible(op)}", so its samples were not used\n`);
  }
  return await finishRun(call, destination, settings, { command: words, ...identityOf(record.capabilities) }, record);
}

/** What the adapter says it is. */
function identityOf(capabilities: JsonObject | undefined): { name?: string; version?: string } {
  const payload = capabilities?.payload;
  const adapter = isObject(payload) ? payload.adapter : undefined;
  const [name, version] = [member(adapter, "name"), member(adapter, "version")];
  return { ...(typeof name === "string" ? { name } : {}), ...(typeof version === "string" ? { version } : {}) };
}
