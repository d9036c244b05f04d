import type { Finding, Rule, RuleInformation } from "../rule.ts";
import type { ContractView, LaneView } from "./contract.ts";

/** Makes a rule of how it judges one lane, whatever the others hold. */
export function laneRule(information: RuleInformation, judge: (lane: LaneView, report: (finding: Finding) => void, view: ContractView) => void): Rule<ContractView> {
  return {
    ...information,
    check: (view, report) => {
      for (const lane of view.lanes) judge(lane, report, view);
    },
  };
}
