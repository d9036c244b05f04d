import type { StartPeer } from "../../../tools/harness/live_link.ts";
import type { PeerExit } from "../../../tools/harness/peer_process.ts";
import { startAdapter } from "./adapter_peer.ts";
import type { AdapterHabits } from "./adapter_peer.ts";

/** Starts adapters as functions of this process, each in a turn of its own, as far as the harness can tell. A hundred cost less than one process. */
export function inProcess(habitsOf: () => AdapterHabits): StartPeer {
  return async (options) => {
    await Promise.resolve();
    let exit: PeerExit | undefined;
    let paused = false;
    let inputClosed = false;
    let outputEnded = false;
    const held: Buffer[] = [];
    let tellExit: (exit: PeerExit) => void = () => undefined;
    const exited = new Promise<PeerExit>((resolve) => {
      tellExit = resolve;
    });
    const flush = (): void => {
      if (paused) return;
      for (const chunk of held.splice(0)) options.onOutput(chunk);
      if (exit !== undefined && !outputEnded) {
        outputEnded = true;
        options.onEndOfOutput?.();
      }
    };
    const leave = (result: PeerExit): void => {
      if (exit !== undefined) return;
      exit = result;
      setImmediate(() => {
        flush();
        tellExit(result);
      });
    };
    const adapter = startAdapter(habitsOf(), {
      environment: options.environment,
      write: (bytes) => {
        if (exit !== undefined) return;
        held.push(Buffer.from(bytes));
        setImmediate(flush);
      },
      isFull: () => paused,
      exit: (status) => {
        leave({ code: status, signal: status === null ? "SIGKILL" : null, killed: false });
      },
    });
    const deliver = (act: () => void): void => {
      setImmediate(() => {
        if (exit === undefined) act();
      });
    };
    return {
      started: true,
      peer: {
        pid: 0,
        write: (data) => {
          const bytes = Buffer.from(data);
          if (!inputClosed) {
            deliver(() => {
              adapter.data(bytes);
            });
          }
          return true;
        },
        drained: () => Promise.resolve(),
        closeInput: () => {
          inputClosed = true;
          deliver(adapter.end);
        },
        pauseOutput: () => {
          paused = true;
        },
        resumeOutput: () => {
          paused = false;
          setImmediate(flush);
        },
        standardError: () => ({ head: Buffer.alloc(0), byteLength: 0 }),
        exit: exited,
        outputEnded: exited.then(() => undefined),
        exited: () => exit,
        stop: () => {
          leave({ code: null, signal: "SIGTERM", killed: true });
          return exited;
        },
      },
    };
  };
}
