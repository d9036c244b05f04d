import type { RuleInformation } from "../../rule.ts";
import { laneRule } from "../lane_rule.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "promotion/stage-required",
  severity: "error",
  demands: "A lane whose promotion requires a stage pass has a stage.",
  because: "A pass that nothing can give either blocks the promotion for ever or is skipped.",
  instead: "Add the lane's stage, or set requiresStagePass to false.",
};

export const stageRequired = laneRule(information, (lane, report) => {
  if (!lane.requiresStagePass || lane.hasStage) return;
  report({ pointer: lane.pointer, message: explain(`Lane ${quoted(lane.name ?? lane.pointer)} requires a stage pass but has no stage.`, information) });
});
