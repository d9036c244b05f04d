import type { Rule, RuleInformation } from "../../rule.ts";
import { backends } from "../backends.ts";
import type { ContractView } from "../contract.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "backend/foreign-block",
  severity: "error",
  demands: "A backend has no block of another backend than the one that its `type` names.",
  because: "Whoever reads the contract cannot tell which of the two was run, and nobody checks the idle one.",
  instead: "Remove the block, or change the type if the block is the one that is meant.",
};

export const foreignBlock: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { backend } of view.lanes) {
      if (backend?.type === undefined || !backends.includes(backend.type)) continue;
      for (const other of backends) {
        if (other === backend.type || !Object.hasOwn(backend.value, other)) continue;
        // Where the type's own block is missing too, either the type or the block may be wrong.
        const certain = Object.hasOwn(backend.value, backend.type);
        const pointer = `${backend.pointer}/${other}`;
        report({
          pointer,
          atKey: true,
          message: explain(`The backend's type is ${backend.type}, but it also has a ${other} block.`, information),
          ...(certain ? { fix: { description: `Remove the ${other} block.`, changes: [{ operation: "remove", pointer }] } } : {}),
        });
      }
    }
  },
};
