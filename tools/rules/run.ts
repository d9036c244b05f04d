import type { JsonValue } from "../json/value.ts";
import type { Interpreter } from "../shell/model.ts";
import type { Finding, Rule, RuleInformation } from "./rule.ts";

/** What is known of a document besides its value, and what may be used to judge it. */
export interface Circumstances {
  /** The file's path as it was given. */
  readonly path: string;
  /** Of tools/shell/interpreter.ts. It is large to load, and most documents are judged without. */
  readonly interpreter?: Interpreter;
}

/** Judges a document by all rules of its family, reporting each finding with its rule. False, and nothing reported, where that takes something that `circumstances` lack. */
export type RuleRun = (value: JsonValue, circumstances: Circumstances, report: (rule: RuleInformation, finding: Finding) => void) => boolean;

/** Ties a family's rules to its view: the view is built once a document and every rule sees the same one. A view that cannot be built without what is lacking is undefined. */
export function ruleRun<View>(view: (value: JsonValue, circumstances: Circumstances) => View | undefined, rules: readonly Rule<View>[]): RuleRun {
  return (value, circumstances, report) => {
    const seen = view(value, circumstances);
    if (seen === undefined) return false;
    let judging: Rule<View> | undefined;
    const reportFinding = (finding: Finding): void => {
      if (judging !== undefined) report(judging, finding);
    };
    for (const rule of rules) {
      judging = rule;
      rule.check(seen, reportFinding);
    }
    return true;
  };
}
