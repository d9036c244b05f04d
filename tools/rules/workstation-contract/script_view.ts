import { analyseScript } from "../../shell/analyse.ts";
import type { Script } from "../../shell/model.ts";
import { invocationsOf } from "./invocations.ts";
import type { Invocation } from "./invocations.ts";
import { faultyRoots } from "./mount_roots.ts";
import type { FaultyRoot } from "./mount_roots.ts";
import { storeReaches } from "./store_reaches.ts";
import type { StoreReach } from "./store_reaches.ts";

/** One step's script and what the rules ask of it; each answer is worked out when it is first asked for, and once. */
export interface ScriptView {
  readonly text: string;
  readonly script: () => Script;
  /** The calls of the tools that rules know. */
  readonly invocations: () => readonly Invocation[];
  readonly faultyRoots: () => readonly FaultyRoot[];
  readonly storeReaches: () => readonly StoreReach[];
}

/** The view of a script. Equal texts share one, so a script that many lanes or files repeat is analysed once. */
export function scriptView(text: string): ScriptView {
  const known = recent.get(text);
  if (known !== undefined) return known;
  const script = once(() => analyseScript(text));
  const invocations = once(() => invocationsOf(script().commands));
  const view: ScriptView = {
    text,
    script,
    invocations,
    faultyRoots: once(() => invocations().flatMap(faultyRoots)),
    storeReaches: once(() => storeReaches(script())),
  };
  remember(view);
  return view;
}

/** Views of recent scripts. Bounded by the text they hold, and emptied when full: what is in use stays alive in its document's view. */
const recent = new Map<string, ScriptView>();
const recentLimit = 256 * 1024;
let recentLength = 0;

function remember(view: ScriptView): void {
  const length = view.text.length + 64;
  if (length > recentLimit) return;
  if (recentLength + length > recentLimit) {
    recent.clear();
    recentLength = 0;
  }
  recent.set(view.text, view);
  recentLength += length;
}

function once<Result>(compute: () => Result): () => Result {
  let held: { readonly result: Result } | undefined;
  return () => (held ??= { result: compute() }).result;
}
