import type { Finding, RuleInformation } from "../rule.ts";
import { judgeRoot } from "./mount_roots.ts";
import type { FaultyRoot, MountFault } from "./mount_roots.ts";
import type { ContractView, MountView, StepScript } from "./view.ts";
import { explain } from "./wording.ts";

/** How a rule mends a root, where it certainly can. */
export interface RootMends {
  readonly step: (step: StepScript, root: FaultyRoot) => Finding["fix"];
  readonly mount: (mount: MountView) => Finding["fix"];
}

/** Reports every mount root of the steps and of `mounts` that has this fault. */
export function reportFaultyRoots(view: ContractView, rule: RuleInformation, fault: MountFault, report: (finding: Finding) => void, mends?: RootMends): void {
  for (const lane of view.lanes) {
    for (const step of lane.scripts) {
      for (const root of step.script.faultyRoots) {
        if (root.fault !== fault) continue;
        const span = { start: root.word.start, end: root.word.end };
        report(withFix({ pointer: step.pointer, span, message: explain(root.found, rule) }, mends?.step(step, root)));
      }
    }
    for (const mount of lane.mounts) {
      const verdict = judgeRoot([{ kind: "text", text: mount.source }], workspace, "The mount's source");
      if (verdict?.fault === fault) report(withFix({ pointer: mount.pointer, message: explain(verdict.found, rule) }, mends?.mount(mount)));
    }
  }
}

const workspace = [{ kind: "workspace" }] as const;

function withFix(finding: Finding, fix: Finding["fix"]): Finding {
  return fix === undefined ? finding : { ...finding, fix };
}
