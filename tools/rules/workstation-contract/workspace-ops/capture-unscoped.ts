import type { RuleInformation } from "../../rule.ts";
import { knownText } from "../command_line.ts";
import { captureScope } from "../invocations.ts";
import { scriptRule } from "../script_rule.ts";
import type { ScriptRule } from "../script_rule.ts";
import { explain } from "../wording.ts";

const information: RuleInformation = {
  id: "workspace-ops/capture-unscoped",
  severity: "error",
  demands: "`workspace-ops web-capture take` is never given `--capture-scope none`.",
  because: "A capture without a scope takes in whatever the browser shows, logged-in pages of other sites included.",
  instead: "Name the scope that the lane needs, such as --capture-scope page.",
};

export const captureUnscoped: ScriptRule = scriptRule(information, ({ calls }, report) => {
  for (const { program, mayBe, options } of calls) {
    if (program !== "workspace-ops" || !mayBe("web-capture", "take")) continue;
    const setting = options.settings(captureScope).find(({ value = [] }) => knownText(value)?.trim().toLowerCase() === "none");
    if (setting === undefined) continue;
    report({
      span: { start: setting.word.start, end: setting.word.end },
      message: explain("This call of workspace-ops web-capture take has the capture scope none.", information),
    });
  }
});
