import type { RuleInformation } from "../../rule.ts";
import { laneRule } from "../lane_rule.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "backend/foreign-block",
  severity: "error",
  demands: "A backend has no block of another backend than the one that its `type` names.",
  because: "Whoever reads the contract cannot tell which of the two was run, and nobody checks the idle one.",
  instead: "Remove the block, or change the type if the block is the one that is meant.",
};

export const foreignBlock = laneRule(information, ({ pointer: lane, backend }, report) => {
  if (backend?.type === undefined) return;
  const { type, blocks } = backend;
  // Where the type's own block is missing too, either the type or the block may be wrong.
  const certain = blocks.includes(type);
  for (const other of blocks) {
    if (other === type) continue;
    const pointer = `${lane}/backend/${other}`;
    report({
      pointer,
      atKey: true,
      message: explain(`The backend's type is ${type}, but it also has a ${other} block.`, information),
      ...(certain ? { fix: { description: `Remove the ${other} block.`, changes: [{ operation: "remove", pointer }] } } : {}),
    });
  }
});
