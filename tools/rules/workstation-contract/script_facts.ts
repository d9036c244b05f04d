import type { Interpreter } from "../../shell/model.ts";
import { scriptVerdict, unsettled } from "./script_verdict.ts";

/** What the rules say of a script as facts of its lane, for an acceptor; undefined where there is a finding, or where it takes an interpreter that is not given. */
export function scriptFacts(text: string, interpreter: Interpreter | undefined): readonly ("machine" | "artifact")[] | undefined {
  const verdict = scriptVerdict(text, interpreter);
  if (verdict === undefined) return none;
  if (verdict === unsettled || verdict.findings.length > 0) return undefined;
  if (verdict.callsAgentMachine) return verdict.handlesArtifact ? both : machine;
  return verdict.handlesArtifact ? artifact : none;
}

const none = [] as const;
const machine = ["machine"] as const;
const artifact = ["artifact"] as const;
const both = ["machine", "artifact"] as const;
