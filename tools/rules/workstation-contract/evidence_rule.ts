import type { JsonValue } from "../../json/value.ts";
import type { DocumentChange, Rule, RuleInformation } from "../rule.ts";
import { isCertainly } from "./evidence_registry.ts";
import type { ContractView, LaneView } from "./contract.ts";
import { explain, quoted } from "./wording.ts";

/** What a kind of lane must emit, and how such a lane is known. */
export interface EvidenceDemand {
  readonly key: string;
  readonly label: string;
  /** What a lane does that makes it such a lane without the label, as a phrase; undefined when it does not. */
  readonly deed?: (lane: LaneView) => string | undefined;
}

/** Makes the rule that refuses every lane of the demanded kind that does not emit the key, at `evidence.emit` or the nearest thing that exists, with a fix that adds it. */
export function evidenceRule(information: RuleInformation, { key, label, deed }: EvidenceDemand): Rule<ContractView> {
  return {
    ...information,
    check: (view, report) => {
      const labelled = view.flags.includes(label);
      if (!labelled && deed === undefined) return;
      for (const lane of view.lanes) {
        if (lane.emit.keys.includes(key)) continue;
        const cause = labelled ? `the contract is labelled ${label}` : deed?.(lane);
        if (cause === undefined) continue;
        const change = mend(lane, key);
        report({
          pointer: `${lane.pointer}${lane.emit.below}`,
          message: explain(`Lane ${quoted(lane.name ?? lane.pointer)} does not emit ${key}, although ${cause}.`, information),
          ...(change === undefined ? {} : { fix: { description: `Emit ${key}.`, changes: [change] } }),
        });
      }
    },
  };
}

function mend({ emit, pointer }: LaneView, key: string): DocumentChange | undefined {
  if (!emit.extensible) return undefined;
  const misspelled = emit.keys.findIndex((found) => typeof found === "string" && isCertainly(found, key));
  if (misspelled !== -1) return { operation: "set", pointer: `${pointer}${emit.below}/${misspelled}`, value: key };
  const list: JsonValue = [key];
  if (emit.present === "emit") return { operation: "append", pointer: `${pointer}${emit.below}`, value: key };
  if (emit.present === "evidence") return { operation: "set", pointer: `${pointer}/evidence/emit`, value: list };
  return { operation: "set", pointer: `${pointer}/evidence`, value: { emit: list } };
}
