import distance from "leven";
import { childPointer } from "../../../json/pointer.ts";
import type { Rule, RuleInformation } from "../../rule.ts";
import { flagLabels, spellsTrue } from "../flag_labels.ts";
import type { ContractView } from "../contract.ts";
import { boundedMemory } from "../bounded_memory.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "label/not-boolean",
  severity: "warning",
  demands: "A flag label is \"true\" or \"false\".",
  because: "Tools compare the text, so another spelling may switch a demand off unseen.",
  instead: "Write \"true\" or \"false\".",
};

export const notBoolean: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { key, value } of view.labels) {
      if (typeof value !== "string" || value === "true" || value === "false" || !isFlagLabel(key, value)) continue;
      const pointer = childPointer("/metadata/labels", key);
      const meant = spellsTrue(value) ? "true" : value.trim().toLowerCase() === "false" ? "false" : undefined;
      report({
        pointer,
        message: explain(`The flag label ${quoted(key)} is ${quoted(value)}.`, information),
        ...(meant === undefined ? {} : { fix: { description: `Write "${meant}".`, changes: [{ operation: "set", pointer, value: meant }] } }),
      });
    }
  },
};

const spellings: ReadonlySet<string> = new Set(["true", "false", "yes", "no", "on", "off"]);

/** A known flag, a slip of the pen for one, or another `sourceos.*` label whose value was meant as true or false. */
function isFlagLabel(key: string, value: string): boolean {
  if (flagLabels.includes(key)) return true;
  if (!key.startsWith("sourceos.")) return false;
  if (spellings.has(value.trim().toLowerCase())) return true;
  let isSlip = slips.get(key);
  if (isSlip === undefined) {
    isSlip = key.length <= longestSlip && isNearFlag(key.replaceAll("-", "_").toLowerCase());
    slips.set(key, isSlip);
  }
  return isSlip;
}

const longestSlip = 40;

/** Whether other `sourceos.*` labels are slips of the pen: files of one project carry the same few labels. */
const slips = boundedMemory<boolean>(8192, (key) => key.length);

function isNearFlag(spelled: string): boolean {
  return flagLabels.some((label) => Math.abs(label.length - spelled.length) <= 2 && distance(spelled, label) <= 2);
}
