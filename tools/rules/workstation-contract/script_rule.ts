import type { DynamicCommand, SyntaxProblem } from "../../shell/model.ts";
import type { Finding, Rule, RuleInformation } from "../rule.ts";
import type { ContractView, FaultyStep, ScriptFinding } from "./contract.ts";
import type { Invocation } from "./invocations.ts";
import type { FaultyRoot } from "./mount_roots.ts";
import type { StoreReach } from "./store_reaches.ts";

/** All that the rules ask of one step's script. */
export interface ScriptContents {
  readonly text: string;
  readonly problems: readonly SyntaxProblem[];
  readonly dynamic: readonly DynamicCommand[];
  /** The calls of the tools that rules know. */
  readonly calls: readonly Invocation[];
  readonly faultyRoots: readonly FaultyRoot[];
  readonly storeReaches: readonly StoreReach[];
}

/** A finding before it is known whose it is. */
export type Fault = Omit<ScriptFinding, "ruleId">;

/** A rule that judges a script by itself. Its findings are kept with the script, so that one which many steps repeat is judged once. */
export interface ScriptRule extends Rule<ContractView> {
  readonly judge: (script: ScriptContents, report: (fault: Fault) => void) => void;
}

/** Makes a rule of how it judges one script. */
export function scriptRule(information: RuleInformation, judge: ScriptRule["judge"]): ScriptRule {
  return {
    ...information,
    judge,
    check: (view, report) => {
      reportFaultySteps(view, information.id, report);
    },
  };
}

/** Reports what a rule found in the scripts of a contract. */
export function reportFaultySteps({ faultySteps }: ContractView, ruleId: string, report: (finding: Finding) => void): void {
  for (const step of faultySteps) {
    for (const finding of step.findings) if (finding.ruleId === ruleId) report(placed(finding, step));
  }
}

function placed({ span, message, severity, mend }: ScriptFinding, { pointer }: FaultyStep): Finding {
  return {
    pointer,
    span,
    message,
    ...(severity !== undefined && { severity }),
    ...(mend !== undefined && { fix: { description: mend.description, changes: [{ operation: "replace-text", pointer, span: mend.span, text: mend.text }] } }),
  };
}
