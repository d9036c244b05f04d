import { analyseScript } from "../../shell/analyse.ts";
import { isPlainScript } from "../../shell/plain.ts";
import type { ScriptFinding } from "./contract.ts";
import { callsAgentMachine } from "./evidence/agent-machine-mount.ts";
import { handlesArtifact } from "./evidence/office-artifact.ts";
import { invocationsOf } from "./invocations.ts";
import { faultyRoots } from "./mount_roots.ts";
import type { FaultyRoot } from "./mount_roots.ts";
import { recentlyUsed } from "./recently_used.ts";
import { rules } from "./rules.ts";
import type { ScriptContents, ScriptRule } from "./script_rule.ts";
import { spelledOut } from "./spelled_out.ts";
import { mayReachStore, storeReaches } from "./store_reaches.ts";

/** What the rules say of one step's script, wherever it stands. */
export interface ScriptVerdict {
  readonly findings: readonly ScriptFinding[];
  readonly callsAgentMachine: boolean;
  readonly handlesArtifact: boolean;
}

/**
 * The verdict on a script; undefined for one that no rule has anything to say about, as most are. Equal texts share one, so a script that
 * many lanes or files repeat is judged once. It holds findings only, so that many can be remembered.
 */
export function scriptVerdict(text: string): ScriptVerdict | undefined {
  let verdict = recent.get(text);
  if (verdict === undefined) {
    verdict = judgeQuickly(text);
    recent.set(text, verdict);
  }
  return verdict === blameless ? undefined : verdict;
}

/** A simple script that names neither a tool nor a store needs no analysis. */
function judgeQuickly(text: string): ScriptVerdict {
  const words = isPlainScript(text) ? text : spelledOut(text);
  const reachesNone = words !== undefined && !mayReachStore(words);
  return reachesNone && !namesTool(words) ? blameless : judgeScript(text, reachesNone);
}

/** The verdict on a script, by way of its whole analysis. `reachesNone` is true where it is known already that the script reaches no store. */
export function judgeScript(text: string, reachesNone = false): ScriptVerdict {
  const { commands, problems, dynamic } = analyseScript(text);
  const calls = invocationsOf(commands);
  const reaches = reachesNone ? none : storeReaches(commands);
  if (problems.length === 0 && dynamic.length === 0 && reaches.length === 0 && calls.length === 0) return blameless;
  const findings = findingsIn({ text, problems, dynamic, calls, faultyRoots: rootsOf(calls), storeReaches: reaches });
  const machine = calls.some(callsAgentMachine);
  const artifact = calls.some(handlesArtifact);
  if (findings.length > 0) return { findings, callsAgentMachine: machine, handlesArtifact: artifact };
  if (machine) return artifact ? both : mounting;
  return artifact ? handling : blameless;
}

const none: readonly never[] = [];

// One object for all scripts of a kind, since a run may meet any number of them.
const blameless: ScriptVerdict = { findings: none, callsAgentMachine: false, handlesArtifact: false };
const mounting: ScriptVerdict = { ...blameless, callsAgentMachine: true };
const handling: ScriptVerdict = { ...blameless, handlesArtifact: true };
const both: ScriptVerdict = { ...mounting, handlesArtifact: true };

/** In bytes, roughly; two generations of this size are kept at most. More saves little and costs much: what lives long makes the collector's spaces grow. */
const recentSize = 128 * 1024;
const recent = recentlyUsed<ScriptVerdict>(recentSize, (text, { findings }) => text.length + sizeOfEntry + findings.length * sizeOfFinding);
const sizeOfEntry = 64;
const sizeOfFinding = 600;

/** In a simple script a tool that runs is written out, in any case where the file system ignores case. */
function namesTool(text: string): boolean {
  return /sourceosctl|workspace-ops/i.test(text);
}

function rootsOf(calls: ScriptContents["calls"]): readonly FaultyRoot[] {
  let roots: FaultyRoot[] | undefined;
  for (const call of calls) {
    const found = faultyRoots(call);
    if (found.length > 0) roots = roots === undefined ? [...found] : roots.concat(found);
  }
  return roots ?? none;
}

function findingsIn(script: ScriptContents): readonly ScriptFinding[] {
  const findings: ScriptFinding[] = [];
  for (const rule of scriptRules) {
    rule.judge(script, (fault) => {
      findings.push({ ruleId: rule.id, ...fault });
    });
  }
  return findings;
}

const scriptRules: readonly ScriptRule[] = rules.filter((rule): rule is ScriptRule => "judge" in rule);
