import type { Host, Output } from "../host.ts";

const silentMilliseconds = 1000;
const betweenMilliseconds = 200;
const checkedEvery = 64;

export interface Progress {
  readonly step: () => void;
  readonly end: () => void;
}

/** Counts documents on standard error while a long run goes on, where that is a terminal and the report does not scroll by on one. */
export function startProgress(output: Output, host: Host): Progress {
  let nextAt = Date.now() + silentMilliseconds;
  let count = 0;
  let isWanted: boolean | undefined;
  let isShown = false;
  return {
    step() {
      count += 1;
      if (count % checkedEvery !== 0 || isWanted === false) return;
      const now = Date.now();
      if (now < nextAt) return;
      nextAt = now + betweenMilliseconds;
      isWanted ??= host.stderr.columns() !== undefined && output.columns() === undefined;
      if (!isWanted) return;
      isShown = true;
      host.stderr.write(`\r${count} documents judged`);
    },
    end() {
      if (isShown) host.stderr.write("\r\u001b[K");
    },
  };
}
