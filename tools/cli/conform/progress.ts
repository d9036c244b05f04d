import type { Host } from "../host.ts";

/** Counts cases on the terminal while they are played; elsewhere it does nothing. */
export interface Progress {
  readonly next: (outcome: { readonly caseId: string }) => void;
  readonly end: () => void;
}

export function progressOn(host: Host, total: number): Progress {
  const columns = host.stderr.columns();
  if (columns === undefined) return { next: () => undefined, end: () => undefined };
  let done = 0;
  return {
    next: ({ caseId }) => {
      done += 1;
      host.stderr.write(`\r\u001b[K${`${done}/${total} ${caseId}`.slice(0, columns - 1)}`);
    },
    end: () => {
      host.stderr.write("\r\u001b[K");
    },
  };
}
