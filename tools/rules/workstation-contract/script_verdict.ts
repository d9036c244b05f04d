import type { Interpreter, Script } from "../../shell/model.ts";
import { FOLDER_TAKERS } from "../../shell/names.ts";
import { outlineOf, type Outline } from "../../shell/outline.ts";
import { plainCommands } from "../../shell/plain.ts";
import { spelledOut } from "../../shell/spelled_out.ts";
import { takingOf } from "../../shell/transparent.ts";
import type { ScriptFinding } from "./contract.ts";
import { boundedMemory } from "./bounded_memory.ts";
import { callsAgentMachine } from "./evidence/agent-machine-mount.ts";
import { handlesArtifact } from "./evidence/office-artifact.ts";
import { invocationsOf } from "./invocations.ts";
import { linksOf } from "./links.ts";
import { faultyRoots } from "./mount_roots.ts";
import type { FaultyRoot } from "./mount_roots.ts";
import { isNamed, isNotable, isNotableScript } from "./notable.ts";
import { rules } from "./rules.ts";
import type { ScriptContents, ScriptRule } from "./script_rule.ts";
import { mayTakeStore, storeReaches } from "./store_reaches.ts";

/** What the rules say of one step's script, wherever it stands. */
export interface ScriptVerdict {
  readonly findings: readonly ScriptFinding[];
  readonly callsAgentMachine: boolean;
  readonly handlesArtifact: boolean;
}

/**
 * The verdict on a script; undefined for one that no rule has anything to say about, as most are, and `unsettled` for one that takes an
 * interpreter where none is given. Equal texts share one verdict, so a script that many lanes or files repeat is judged once.
 */
export function scriptVerdict(text: string, interpreter: Interpreter | undefined): ScriptVerdict | typeof unsettled | undefined {
  // What is cheaper to judge than to remember is not remembered.
  if (isBlameless(text)) return undefined;
  let verdict = judged.get(text);
  if (verdict === undefined) {
    verdict = judgeCommands(text, interpreter);
    if (verdict === undefined) return unsettled;
    judged.set(text, verdict);
  }
  return verdict === blameless ? undefined : verdict;
}

/** A script that shows all that it does, names neither a tool nor a store, and takes no folder that may hold one, needs no analysis. */
function isBlameless(text: string): boolean {
  if (asked < FEW) {
    asked += 1;
    const outline = outlineOf(text, true);
    if (outline !== undefined && namesNothing(outline)) return true;
  }
  if (isNotableScript(text)) return false;
  const taking = takingOf(text);
  return taking === "what it names" || (taking === "more" && !takesStore(text));
}

/** For a document or two, an outline of each script takes less time than to make the expression that is quicker from then on, and tells of more. */
const FEW = 32;
let asked = 0;

/** Whether a script may take a store that it does not name: by a pattern, or a program that copies or mounts whole folders. */
function takesStore(text: string): boolean {
  return TAKES_MORE.test(text) && mayTakeStore(text);
}

const TAKES_MORE = new RegExp(`[*?]|\\b(?:${FOLDER_TAKERS.join("|")})\\b`, "i");

function judgeCommands(text: string, interpreter: Interpreter | undefined): ScriptVerdict | undefined {
  const outline = outlineOf(text);
  if (outline !== undefined && namesNothing(outline)) return blameless;
  const commands = outline === undefined ? undefined : plainCommands(outline);
  if (commands !== undefined) return judgeScript(text, { commands, problems: none, dynamic: none });
  if (interpreter === undefined) return undefined;
  return hidesNothing(text, interpreter) ? blameless : judgeScript(text, interpreter.interpret(text));
}

/** Whether a script of any shape shows all that it does, and neither names a tool or a store nor takes a folder that may hold one. */
function hidesNothing(text: string, { readTransparent }: Interpreter): boolean {
  if (isNamed(text)) return false;
  const read = readTransparent(text);
  if (read === undefined || isNotable(read.words)) return false;
  // An escape that hides a letter may be put together as well: `%6` and `5`.
  if (text.includes("%") && /\0\d/.test(read.words)) return false;
  return !(read.takesMore && (mayTakeStore(text) || mayTakeStore(read.words)));
}

/** Whether a simple script names neither a tool nor a store, nor takes a folder that may hold one. */
function namesNothing(outline: Outline): boolean {
  if (isNotableScript(outline.text) || (outline.takesMore && mayTakeStore(outline.text))) return false;
  const words = spelledOut(outline);
  return words !== undefined && (words === "" || !isNotable(words));
}

/** Takes an interpreter to judge. */
export const unsettled = Symbol("unsettled");

/** The verdict on a script, from all that it can run. */
export function judgeScript(text: string, { commands, problems, dynamic }: Script): ScriptVerdict {
  const calls = invocationsOf(commands);
  const reaches = storeReaches(commands);
  if (problems.length === 0 && dynamic.length === 0 && reaches.length === 0 && calls.length === 0) return blameless;
  const findings = findingsIn({ text, problems, dynamic, calls, faultyRoots: rootsOf(calls, commands), storeReaches: reaches });
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

/** In bytes, roughly. */
const memorySize = 1024 * 1024;
const sizeOfEntry = 64;
const sizeOfFinding = 600;
const judged = boundedMemory<ScriptVerdict>(memorySize, (text, { findings }) => text.length + sizeOfEntry + findings.length * sizeOfFinding);

function rootsOf(calls: ScriptContents["calls"], commands: Script["commands"]): readonly FaultyRoot[] {
  if (calls.length === 0) return none;
  const links = linksOf(commands);
  let roots: FaultyRoot[] | undefined;
  for (const call of calls) {
    const found = faultyRoots(call, links);
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
