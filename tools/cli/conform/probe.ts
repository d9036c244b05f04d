import type { Host } from "../host.ts";
export async function serveProbe(_words: readonly string[], _host: Host): Promise<number> { return 2; }
