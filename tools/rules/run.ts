import type { JsonValue } from "../json/value.ts";
import type { Finding, Rule, RuleInformation } from "./rule.ts";

/** Where a document comes from. */
export interface Place {
  readonly path: string;
}

/** Judges a document by all rules of its family, reporting each finding with its rule. */
export type RuleRun = (value: JsonValue, place: Place, report: (rule: RuleInformation, finding: Finding) => void) => void;

/** Ties a family's rules to its view: the view is built once a document and every rule sees the same one. */
export function ruleRun<View>(view: (value: JsonValue, place: Place) => View, rules: readonly Rule<View>[]): RuleRun {
  return (value, place, report) => {
    const seen = view(value, place);
    let judging: Rule<View> | undefined;
    const reportFinding = (finding: Finding): void => {
      if (judging !== undefined) report(judging, finding);
    };
    for (const rule of rules) {
      judging = rule;
      rule.check(seen, reportFinding);
    }
  };
}
