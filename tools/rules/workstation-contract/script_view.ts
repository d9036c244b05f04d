import { analyseScript } from "../../shell/analyse.ts";
import type { DynamicCommand, Script, SyntaxProblem } from "../../shell/model.ts";
import { isPlainScript } from "../../shell/plain.ts";
import { invocationsOf } from "./invocations.ts";
import type { Invocation } from "./invocations.ts";
import { faultyRoots } from "./mount_roots.ts";
import type { FaultyRoot } from "./mount_roots.ts";
import { mayReachStore, storeReaches } from "./store_reaches.ts";
import type { StoreReach } from "./store_reaches.ts";

/** All that the rules ask of one step's script. */
export interface ScriptView {
  readonly text: string;
  readonly problems: readonly SyntaxProblem[];
  readonly dynamic: readonly DynamicCommand[];
  /** The calls of the tools that rules know. */
  readonly invocations: readonly Invocation[];
  readonly faultyRoots: readonly FaultyRoot[];
  readonly storeReaches: readonly StoreReach[];
}

/**
 * The view of a script; undefined for one that no rule has anything to say about, as most are. Equal texts share one, so a script that many
 * lanes or files repeat is analysed once.
 */
export function scriptView(text: string): ScriptView | undefined {
  if (isPlainScript(text) && !namesTool(text) && !mayReachStore(text)) return undefined;
  const known = recent.get(text);
  if (known !== undefined) return known === nothing ? undefined : known;
  const view = viewOf(text, analyseScript(text));
  remember(text, view ?? nothing);
  return view;
}

function viewOf(text: string, script: Script): ScriptView | undefined {
  const { problems, dynamic } = script;
  const invocations = invocationsOf(script.commands);
  const reaches = storeReaches(script.commands);
  if (problems.length === 0 && dynamic.length === 0 && invocations.length === 0 && reaches.length === 0) return undefined;
  return { text, problems, dynamic, invocations, faultyRoots: invocations.flatMap(faultyRoots), storeReaches: reaches };
}

/** In a plain script a tool that runs is written out, in any case where the file system ignores case. */
function namesTool(text: string): boolean {
  return /sourceosctl|workspace-ops/i.test(text);
}

/** Stands in the cache for a script without anything to say about. */
const nothing: ScriptView = { text: "", problems: [], dynamic: [], invocations: [], faultyRoots: [], storeReaches: [] };

/** Views of recent scripts. Bounded by the text they hold, and emptied when full: what is in use stays alive in its document's view. */
const recent = new Map<string, ScriptView>();
const recentLimit = 1024 * 1024;
let recentLength = 0;

function remember(text: string, view: ScriptView): void {
  const length = text.length + 64;
  if (length > recentLimit / 16) return;
  if (recentLength + length > recentLimit) {
    recent.clear();
    recentLength = 0;
  }
  recent.set(text, view);
  recentLength += length;
}
