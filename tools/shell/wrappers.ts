import { RUNNER_NAMES } from "./names.ts";
import { runnerTable } from "./runner_table.ts";
import type { Wrapper } from "./wrapper.ts";
import { wrapperTable } from "./wrapper_table.ts";

/** Says what stands between a program's own name and the command that it runs; undefined for a program that runs none. */
export function wrapperNamed(name: string): Wrapper | undefined {
  if (isRunner.has(name)) return (runners ??= new Map(Object.entries(runnerTable()))).get(name);
  return (wrappers ??= new Map(Object.entries(wrapperTable()))).get(name);
}

const isRunner: ReadonlySet<string> = new Set(RUNNER_NAMES);

/** Made when they are first asked for: most scripts name no wrapper, and many only such a runner as git. */
let runners: ReadonlyMap<string, Wrapper> | undefined;
let wrappers: ReadonlyMap<string, Wrapper> | undefined;
