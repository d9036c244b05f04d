import { distance } from "fastest-levenshtein";
import { childPointer } from "../../../json/pointer.ts";
import type { Rule, RuleInformation } from "../../rule.ts";
import { flagLabels, spellsTrue } from "../flag_labels.ts";
import type { ContractView } from "../contract.ts";
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
  if (key.length > 40) return false;
  const spelled = key.replaceAll("-", "_").toLowerCase();
  return flagLabels.some((label) => Math.abs(label.length - spelled.length) <= 2 && distance(spelled, label) <= 2);
}
