import type { RuleInformation } from "../../rule.ts";
import { repeated } from "../repeated.ts";
import { laneRule } from "../lane_rule.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "evidence/duplicate-key",
  severity: "warning",
  demands: "An evidence key stands only once in a lane.",
  because: "A repeated key says nothing new and hides a slip, such as a key that was meant to be another.",
  instead: "Remove the repetition.",
};

export const duplicateKey = laneRule(information, ({ pointer: lane, emit }, report) => {
  for (const { name: key, index } of repeated(emit.keys)) {
    const pointer = `${lane}${emit.below}/${index}`;
    report({
      pointer,
      message: explain(`The evidence key ${quoted(key)} stands in this lane before.`, information),
      fix: { description: "Remove the repeated key.", changes: [{ operation: "remove", pointer }] },
    });
  }
});
