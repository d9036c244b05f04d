import { createContext, Script } from "node:vm";

/** Calls a function and stops it after so many milliseconds; undefined where it was stopped, or where it threw. */
export function boundedCall<Result>(call: () => Result, milliseconds: number): Result | undefined {
  caller ??= { script: new Script("call()"), context: createContext({}) };
  caller.context.call = call;
  try {
    return caller.script.runInContext(caller.context, { timeout: milliseconds }) as Result;
  } catch {
    return undefined;
  }
}

let caller: { readonly script: Script; readonly context: Record<string, unknown> } | undefined;
