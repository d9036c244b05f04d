import type { Invocation } from "./invocations.ts";
import type { ContractView, LaneView, StepScript } from "./view.ts";

/** Whether a step of the lane makes such a call of `sourceosctl`. */
export function callsTool(lane: LaneView, isSuch: (call: Invocation) => boolean): boolean {
  return lane.scripts.some(({ script }) => script.invocations.some((call) => call.program === "sourceosctl" && isSuch(call)));
}

/** Every call of a tool that rules know, with its step. */
export function* calls(view: ContractView): Generator<{ readonly step: StepScript; readonly call: Invocation }> {
  for (const lane of view.lanes) {
    for (const step of lane.scripts) {
      for (const call of step.script.invocations) yield { step, call };
    }
  }
}
