import type { RuleInformation } from "../../rule.ts";
import { laneRule } from "../lane_rule.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "backend/missing-block",
  severity: "error",
  demands: "A lane whose `backend.type` is X has the block X.",
  because: "Without its block the backend runs on defaults that the contract does not show, or not at all.",
  instead: "Add the block that the type names.",
};

export const missingBlock = laneRule(information, ({ pointer: lane, backend }, report) => {
  // Of a block that is there and is no object, the schema tells.
  if (backend?.type === undefined || backend.blocks.includes(backend.type)) return;
  const pointer = `${lane}/backend`;
  // Only pixi's block may be empty; what the others must hold, nobody but the author knows. Beside another's block the type may be what is wrong.
  const fixable = backend.type === "pixi" && backend.blocks.length === 0;
  report({
    pointer,
    message: explain(`The backend's type is ${backend.type}, but it has no ${backend.type} block.`, information),
    ...(fixable
      ? { fix: { description: "Add an empty pixi block.", changes: [{ operation: "set", pointer: `${pointer}/pixi`, value: {} }] } }
      : {}),
  });
});
