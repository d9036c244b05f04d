import type { Rule, RuleInformation } from "../../rule.ts";
import { knownText } from "../command_line.ts";
import { captureScope } from "../invocations.ts";
import { calls } from "../steps.ts";
import type { ContractView } from "../view.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "workspace-ops/capture-unscoped",
  severity: "error",
  demands: "`workspace-ops web-capture take` is never given `--capture-scope none`.",
  because: "A capture without a scope takes in whatever the browser shows, logged-in pages of other sites included.",
  instead: "Name the scope that the lane needs, such as --capture-scope page.",
};

export const captureUnscoped: Rule<ContractView> = {
  ...information,
  check: (view, report) => {
    for (const { step, call } of calls(view)) {
      if (call.program !== "workspace-ops" || !call.mayBe("web-capture", "take")) continue;
      const setting = call.options.settings(captureScope).find(({ value = [] }) => knownText(value)?.trim().toLowerCase() === "none");
      if (setting === undefined) continue;
      report({
        pointer: step.pointer,
        span: { start: setting.word.start, end: setting.word.end },
        message: explain("This call of workspace-ops web-capture take has the capture scope none.", information),
      });
    }
  },
};
