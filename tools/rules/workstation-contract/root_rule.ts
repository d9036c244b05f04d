import type { Finding, RuleInformation } from "../rule.ts";
import type { FaultyMount, TextMend } from "./contract.ts";
import type { FaultyRoot, MountFault } from "./mount_roots.ts";
import { reportFaultySteps } from "./script_rule.ts";
import type { ScriptContents, ScriptRule } from "./script_rule.ts";
import { explain } from "./wording.ts";

/** How a rule mends a root, where it certainly can. */
export interface RootMends {
  readonly script: (script: ScriptContents, root: FaultyRoot) => TextMend | undefined;
  readonly mount: (mount: FaultyMount) => Finding["fix"];
}

/** Makes the rule that refuses every mount root, of the steps and of `mounts`, that has this fault. `judgeRest` looks for more in a script. */
export function rootRule(information: RuleInformation, fault: MountFault, mends?: RootMends, judgeRest?: ScriptRule["judge"]): ScriptRule {
  return {
    ...information,
    judge: (script, report) => {
      for (const root of script.faultyRoots) {
        if (root.fault !== fault) continue;
        report({ span: { start: root.word.start, end: root.word.end }, message: explain(root.found, information), mend: mends?.script(script, root) });
      }
      judgeRest?.(script, report);
    },
    check: (view, report) => {
      reportFaultySteps(view, information.id, report);
      for (const mount of view.faultyMounts) {
        if (mount.fault !== fault) continue;
        const fix = mends?.mount(mount);
        report({ pointer: mount.pointer, message: explain(mount.found, information), ...(fix !== undefined && { fix }) });
      }
    },
  };
}
