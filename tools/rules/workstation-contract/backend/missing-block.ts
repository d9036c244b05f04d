import type { Rule, RuleInformation } from "../../rule.ts";
import { backends } from "../backends.ts";
import type { ContractView } from "../contract.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "backend/missing-block",
  severity: "error",
  demands: "A lane whose `backend.type` is X has the block X.",
  because: "Without its block the backend runs on defaults that the contract does not show, or not at all.",
  instead: "Add the block that the type names.",
};

export const missingBlock: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { backend } of view.lanes) {
      if (backend?.type === undefined || !backends.includes(backend.type)) continue;
      // Of a block that is there and is no object, the schema tells.
      if (Object.hasOwn(backend.value, backend.type)) continue;
      // Only pixi's block may be empty; what the others must hold, nobody but the author knows.
      const fixable = backend.type === "pixi";
      report({
        pointer: backend.pointer,
        message: explain(`The backend's type is ${backend.type}, but it has no ${backend.type} block.`, information),
        ...(fixable
          ? { fix: { description: "Add an empty pixi block.", changes: [{ operation: "set", pointer: `${backend.pointer}/pixi`, value: {} }] } }
          : {}),
      });
    }
  },
};
