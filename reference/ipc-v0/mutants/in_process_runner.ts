import { runProbe } from "../../../tools/harness/probe.ts";
import type { ProbeNote } from "../../../tools/harness/probe_plan.ts";
import type { RunRunner } from "../../../tools/harness/run_runner.ts";
import { canaryName, secretName, secretValue } from "../../../tools/harness/secret.ts";
import { runRunner } from "./runner_peer.ts";
import type { Child, RunnerHabits, SpawnOptions } from "./runner_peer.ts";

/** Runs runners, and the probes they start, as functions of this process; processes, signals, pipes and files are played. */
export function runnerInProcess(habitsOf: () => RunnerHabits): RunRunner {
  return async ({ plan, adapter }) => {
    const notes: ProbeNote[] = [];
    const files = new Map<string, Buffer>();
    const printed: string[] = [];
    const machine = { adapterRuns: false, childRuns: false };
    const spawn = (options: SpawnOptions): Child => {
      machine.adapterRuns = true;
      return startProbe(options, machine, (probe) => {
        void runProbe(plan, { ...probe, note: (note) => machine.adapterRuns && notes.push(note) });
      });
    };
    const status = await runRunner(habitsOf(), {
      environment: { PATH: "/bin", [secretName]: secretValue, [canaryName]: "canary" },
      spawn: adapter === "missing" ? () => undefined : spawn,
      print: (text) => printed.push(text),
      keep: (name, text) => files.set(name, Buffer.from(text)),
      secret: secretName,
    });
    const endTime = Date.now();
    const { adapterRuns, childRuns } = machine;
    machine.adapterRuns = false;
    return { exit: { code: status, killed: false }, endTime, output: Buffer.from(printed.join("")), notes, adapterRuns, childRuns, files };
  };
}

type World = Parameters<typeof runProbe>[1];

/** What a pipe holds that nobody reads. */
const pipeBytes = 65_536;

function startProbe(options: SpawnOptions, machine: { adapterRuns: boolean; childRuns: boolean }, run: (world: Omit<World, "note">) => void): Child {
  let take: (chunk: Uint8Array) => void = () => undefined;
  let end: () => void = () => undefined;
  let asked: () => void = () => undefined;
  let errorBytes = 0;
  const leave = (status: number | null): void => {
    if (!machine.adapterRuns) return;
    machine.adapterRuns = false;
    setImmediate(options.onExit, status);
  };
  const whileRunning = (act: () => void): void => {
    setImmediate(() => {
      if (machine.adapterRuns) act();
    });
  };
  const turn = async (): Promise<boolean> =>
    await new Promise((resolve) => {
      setImmediate(() => {
        resolve(machine.adapterRuns);
      });
    });
  run({
    process: 1,
    environment: Object.keys(options.environment).sort(),
    onInput: (taken, ended) => {
      take = taken;
      end = ended;
    },
    writeOutput: async (bytes) => {
      if (machine.adapterRuns) setImmediate(options.onOutput, Buffer.from(bytes));
      return await turn();
    },
    writeError: async (bytes) => {
      errorBytes += bytes.length;
      if (!options.readsErrors && errorBytes > pipeBytes) await forEver();
      return await turn();
    },
    closeOutput: () => undefined,
    onSignal: (listener) => {
      asked = listener;
    },
    startChild: () => {
      machine.childRuns = true;
      return 2;
    },
    hang: forEver,
    exit: async (status) => {
      leave(status);
      return await forEver();
    },
  });
  return {
    write: (bytes) => {
      const copy = Buffer.from(bytes);
      whileRunning(() => {
        take(copy);
      });
    },
    closeInput: () => {
      whileRunning(() => {
        end();
      });
    },
    signal: (name, whole) => {
      if (whole) machine.childRuns = false;
      if (name === "SIGTERM") asked();
      else leave(null);
    },
  };
}

async function forEver(): Promise<never> {
  return await new Promise<never>(() => undefined);
}
