import { refused } from "../../acceptor/acceptor.ts";
import { loadAcceptor, type LoadedAcceptor } from "../../acceptor/acceptor_file.ts";
import type { ValidateOptions } from "../../validate/judge.ts";
import type { Verdict } from "./judge.ts";

/** Gives the verdict on a document that is plainly sound; undefined for any other, of which nothing is known then. */
export type Accept = (bytes: Uint8Array, path: string, options: Pick<ValidateOptions, "maximumBytes" | "line">) => Verdict | undefined;

/** Accepts documents by the grammar that the build makes; where that cannot be used, none. */
export function startAcceptance(scriptFacts: (text: string) => readonly string[] | undefined): Accept {
  const loaded = load();
  if (loaded === undefined) return () => undefined;
  const { kind, versions, scriptFacts: known, accept } = loaded;
  const judgeScript = (text: string): number => {
    const facts = scriptFacts(text);
    if (facts === undefined) return refused;
    let stated = 0;
    for (const fact of facts) stated |= known[fact] ?? 0;
    return stated;
  };
  return (bytes, path, { maximumBytes = Number.POSITIVE_INFINITY, line }) => {
    const root = bytes.length > maximumBytes ? undefined : accept(bytes, judgeScript);
    if (root === undefined) return undefined;
    return { type: "report", report: { path, ...(line !== undefined && { line }), kind, apiVersion: versions[root] ?? null, valid: true, diagnostics: none }, excerpts: none };
  };
}

const none: readonly never[] = [];

/** Programs that run from the sources have no such files, and a strange engine may not run them. */
function load(): LoadedAcceptor | undefined {
  try {
    return loadAcceptor(`${import.meta.dirname}/workstation-contract.acceptor`);
  } catch {
    return undefined;
  }
}
