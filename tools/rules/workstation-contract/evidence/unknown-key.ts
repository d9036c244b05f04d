import type { RuleInformation } from "../../rule.ts";
import { isCanonicalKey, isCertainly, nearestKey } from "../evidence_registry.ts";
import { laneRule } from "../lane_rule.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "evidence/unknown-key",
  severity: "warning",
  demands: "An evidence key is in the registry of canonical keys.",
  because: "No reader knows what document to look for behind another key.",
  instead: "Use a key of the evidence registry, or leave it out.",
};

export const unknownKey = laneRule(information, ({ pointer: lane, emit }, report) => {
  for (let index = 0; index < emit.keys.length; index += 1) {
    const key = emit.keys[index];
    if (typeof key !== "string" || isCanonicalKey(key)) continue;
    const pointer = `${lane}${emit.below}/${index}`;
    const nearest = nearestKey(key);
    const question = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
    report({
      pointer,
      message: explain(`The evidence key ${quoted(key)} is not in the registry.${question}`, information),
      ...(nearest !== undefined && isCertainly(key, nearest)
        ? { fix: { description: `Write ${nearest}.`, changes: [{ operation: "set", pointer, value: nearest }] } }
        : {}),
    });
  }
});
