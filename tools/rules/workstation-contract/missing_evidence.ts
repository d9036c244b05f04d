import type { JsonValue } from "../../json/value.ts";
import type { DocumentChange, Finding, RuleInformation } from "../rule.ts";
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

/** Reports every lane of the demanded kind that does not emit the key, at `evidence.emit` or the nearest thing that exists, with a fix that adds it. */
export function reportMissingEvidence(view: ContractView, rule: RuleInformation, demand: EvidenceDemand, report: (finding: Finding) => void): void {
  const labelled = view.flags.includes(demand.label);
  if (!labelled && demand.deed === undefined) return;
  for (const lane of view.lanes) {
    if (lane.emit.keys.includes(demand.key)) continue;
    const cause = labelled ? `the contract is labelled ${demand.label}` : demand.deed?.(lane);
    if (cause === undefined) continue;
    const change = mend(lane, demand.key);
    report({
      pointer: lane.emit.pointer,
      message: explain(`Lane ${quoted(lane.name ?? lane.pointer)} does not emit ${demand.key}, although ${cause}.`, rule),
      ...(change === undefined ? {} : { fix: { description: `Emit ${demand.key}.`, changes: [change] } }),
    });
  }
}

function mend({ emit, pointer }: LaneView, key: string): DocumentChange | undefined {
  if (!emit.extensible) return undefined;
  const misspelled = emit.keys.findIndex((found) => found !== undefined && isCertainly(found, key));
  if (misspelled !== -1) return { operation: "set", pointer: `${emit.pointer}/${misspelled}`, value: key };
  const list: JsonValue = [key];
  if (emit.present === "emit") return { operation: "append", pointer: emit.pointer, value: key };
  if (emit.present === "evidence") return { operation: "set", pointer: `${pointer}/evidence/emit`, value: list };
  return { operation: "set", pointer: `${pointer}/evidence`, value: { emit: list } };
}
