import { RUNNER_NAMES } from "./names.ts";
import { runnerTable } from "./runner_table.ts";
import type { Wrapper } from "./wrapper.ts";
import { wrapperTable } from "./wrapper_table.ts";

/** Says what stands between a program's own name and the command that it runs; undefined for a program that runs none. */
export function wrapperNamed(name: string): Wrapper | undefined {
  let wrapper = met.get(name);
  if (wrapper !== undefined) return wrapper;
  const table = isRunner.has(name) ? (runners ??= new Map(Object.entries(runnerTable()))) : (wrappers ??= new Map(Object.entries(wrapperTable())));
  wrapper = table.get(name)?.();
  if (wrapper !== undefined) met.set(name, wrapper);
  return wrapper;
}

const isRunner: ReadonlySet<string> = new Set(RUNNER_NAMES);

/** Made when they are first asked for: most scripts name no wrapper, and many only such a runner as git. */
let runners: ReadonlyMap<string, () => Wrapper> | undefined;
let wrappers: ReadonlyMap<string, () => Wrapper> | undefined;

const met = new Map<string, Wrapper>();
