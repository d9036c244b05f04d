import type { Invocation } from "./invocations.ts";
import type { ContractView, LaneView, StepView } from "./view.ts";

/** Whether a step of the lane makes such a call of `sourceosctl`. */
export function callsTool(lane: LaneView, isSuch: (call: Invocation) => boolean): boolean {
  return lane.steps.some((step) => step.script?.invocations().some((call) => call.program === "sourceosctl" && isSuch(call)) ?? false);
}

/** Every call of a tool that rules know, with its step. */
export function* calls(view: ContractView): Generator<{ readonly step: StepView; readonly call: Invocation }> {
  for (const lane of view.lanes) {
    for (const step of lane.steps) {
      for (const call of step.script?.invocations() ?? []) yield { step, call };
    }
  }
}
