import type { RuleInformation } from "../../rule.ts";
import { repeated } from "../repeated.ts";
import { laneRule } from "../lane_rule.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "step/duplicate-name",
  severity: "warning",
  demands: "Step names differ within a lane.",
  because: "Reports and receipts name a step by its name, so two of one name cannot be told apart.",
  instead: "Give each step of the lane a name of its own.",
};

export const duplicateStepName = laneRule(information, (lane, report) => {
  for (const { name, index } of repeated(lane.stepNames)) {
    report({ pointer: `${lane.pointer}/steps/${index}/name`, message: explain(`The step name ${quoted(name)} stands in this lane before.`, information) });
  }
});
