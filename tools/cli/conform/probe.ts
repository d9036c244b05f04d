import { serveProbeProcess } from "../../harness/probe_process.ts";
import type { Host } from "../host.ts";

/** `wsc conform probe PLAN RECORD`: what a runner under test starts. Not for people. */
export async function serveProbe(words: readonly string[], host: Host): Promise<number> {
  const [plan, record, ...more] = words;
  if (plan === undefined || record === undefined || more.length > 0) {
    host.stderr.write("wsc conform probe: only `wsc conform runner` calls this\n");
    return 2;
  }
  return await serveProbeProcess(plan, record);
}
