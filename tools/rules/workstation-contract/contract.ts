import type { JsonValue } from "../../json/value.ts";
import type { Severity } from "../../report/diagnostic.ts";
import type { TextSpan } from "../rule.ts";
import type { MountFault } from "./mount_roots.ts";

/** A WorkstationContract as the rules see it: what is well-formed of it, whatever else the document holds. `view.ts` makes it. */
export interface ContractView {
  /** The path of the file, as whoever asks for the verdict names it; the program names it from the root. */
  readonly path: string;
  readonly labels: readonly LabelView[];
  /** The keys of the labels that are true, however true is spelled: a misspelled flag must not lift a demand. */
  readonly flags: readonly string[];
  readonly lanes: readonly LaneView[];
  /** The steps with a script that some rule finds fault with, in order. */
  readonly faultySteps: readonly FaultyStep[];
  /** The sources in `mounts` that some rule finds fault with, in order. */
  readonly faultyMounts: readonly FaultyMount[];
}

export interface LabelView {
  readonly key: string;
  readonly value: JsonValue;
}

export interface LaneView {
  readonly pointer: string;
  readonly name: string | undefined;
  readonly backend: BackendView | undefined;
  /** The name of each step, by its index. */
  readonly stepNames: readonly (string | undefined)[];
  /** Whether a step calls `sourceosctl agent-machine`. */
  readonly callsAgentMachine: boolean;
  /** Whether a step makes such a call of `sourceosctl office` that handles an artifact. */
  readonly handlesArtifact: boolean;
  readonly emit: EmitView;
  readonly hasStage: boolean;
  readonly requiresStagePass: boolean;
}

/** What stands at `backend`, below the lane. */
export interface BackendView {
  /** Undefined where it is none of the known ones. */
  readonly type: string | undefined;
  /** The known blocks that it has, by name. */
  readonly blocks: readonly string[];
  /** The image of its container block. */
  readonly image: string | undefined;
  readonly nix: JsonValue | undefined;
}

/** The evidence keys of a lane, and how to add one where `emit`, or `evidence` around it, is missing. */
export interface EmitView {
  /** Where `emit`, or the nearest of `evidence` and the lane that exists, stands below the lane, as a JSON Pointer. */
  readonly below: string;
  readonly present: "emit" | "evidence" | "lane";
  /** What `emit` holds; only strings are keys. */
  readonly keys: readonly JsonValue[];
  /** False when something else stands where the list or its parent should be. */
  readonly extensible: boolean;
}

/** A step whose script is at fault; `pointer` is that of the script. */
export interface FaultyStep {
  readonly pointer: string;
  readonly findings: readonly ScriptFinding[];
}

/** What a rule finds in a script, wherever the script stands. */
export interface ScriptFinding {
  readonly ruleId: string;
  readonly span: TextSpan;
  readonly message: string;
  /** Only where it is not that of the rule. */
  readonly severity?: Severity;
  readonly mend?: TextMend | undefined;
}

/** A certain mend within a text. */
export interface TextMend {
  readonly description: string;
  readonly span: TextSpan;
  readonly text: string;
}

export interface FaultyMount {
  readonly pointer: string;
  readonly source: string;
  readonly fault: MountFault;
  /** What was found, as a sentence. */
  readonly found: string;
}
