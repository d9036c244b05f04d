import type { Rule, RuleInformation } from "../../rule.ts";
import { repeated } from "../repeated.ts";
import type { ContractView } from "../contract.ts";
import { explain, quoted } from "../wording.ts";

const information: RuleInformation = {
  id: "lane/duplicate-name",
  severity: "warning",
  demands: "Lane names differ within a contract.",
  because: "Reports and receipts name a lane by its name, so two of one name cannot be told apart.",
  instead: "Give each lane a name of its own.",
};

export const duplicateLaneName: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { name, index } of repeated(view.lanes.map((lane) => lane.name))) {
      report({ pointer: `${view.lanes[index]?.pointer ?? ""}/name`, message: explain(`The lane name ${quoted(name)} stands in this contract before.`, information) });
    }
  },
};
