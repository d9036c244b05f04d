import { familyRules } from "../generated/families.ts";
import { documentRules } from "../rules/document/rules.ts";
import type { RuleInformation } from "../rules/rule.ts";

/** Every rule: what is demanded of any document first, then family by family. */
export const ruleList: readonly RuleInformation[] = [...documentRules, ...Object.values(familyRules).flat()];
