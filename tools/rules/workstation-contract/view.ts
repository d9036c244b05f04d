import { isArray, isObject } from "../../json/value.ts";
import type { JsonObject, JsonValue } from "../../json/value.ts";
import { backends } from "./backends.ts";
import type { BackendView, ContractView, EmitView, FaultyMount, FaultyStep, LabelView, LaneView } from "./contract.ts";
import type { Interpreter } from "../../shell/model.ts";
import type { Circumstances } from "../run.ts";
import { spellsTrue } from "./flag_labels.ts";
import { judgeRoot } from "./mount_roots.ts";
import { scriptVerdict, unsettled, type ScriptVerdict } from "./script_verdict.ts";

/**
 * Reads a document as the rules see it. Safe on documents of any shape. Undefined where a script takes the interpreter, and none is given.
 *
 * Members are read as they are: no object inherits one of these names.
 */
export function view(value: JsonValue, { path, interpreter }: Circumstances): ContractView | undefined {
  const lanes: LaneView[] = [];
  const faults: Faults = { steps: [], mounts: [], interpreter, areUnsettled: false };
  const { spec, metadata } = objectOf(value);
  const given = objectOf(spec).lanes;
  if (isArray(given)) {
    for (let index = 0; index < given.length; index += 1) {
      const lane = given[index];
      if (isObject(lane)) lanes.push(laneView(lane, `/spec/lanes/${index}`, faults));
      if (faults.areUnsettled) return undefined;
    }
  }
  const labels = labelViews(objectOf(metadata).labels);
  return { path, labels, flags: trueOnes(labels), lanes, faultySteps: faults.steps, faultyMounts: faults.mounts };
}

/** What is found on the way through the lanes. */
interface Faults {
  readonly steps: FaultyStep[];
  readonly mounts: FaultyMount[];
  readonly interpreter: Interpreter | undefined;
  areUnsettled: boolean;
}

function labelViews(value: JsonValue | undefined): LabelView[] {
  const labels: LabelView[] = [];
  if (isObject(value)) for (const key of Object.keys(value)) labels.push({ key, value: value[key] ?? null });
  return labels;
}

function trueOnes(labels: readonly LabelView[]): string[] {
  const flags: string[] = [];
  for (const { key, value } of labels) if (spellsTrue(value)) flags.push(key);
  return flags;
}

function laneView(lane: JsonObject, pointer: string, faults: Faults): LaneView {
  const { name, backend, steps, mounts, evidence, stage, promotion } = lane;
  const { stepNames, callsAgentMachine, handlesArtifact } = readSteps(steps, pointer, faults);
  readMounts(mounts, pointer, faults.mounts);
  return {
    pointer,
    name: textOf(name),
    backend: isObject(backend) ? backendView(backend) : undefined,
    stepNames,
    callsAgentMachine,
    handlesArtifact,
    emit: emitView(evidence),
    hasStage: isObject(stage),
    requiresStagePass: objectOf(promotion).requiresStagePass === true,
  };
}

function readSteps(value: JsonValue | undefined, lanePointer: string, faults: Faults): Pick<LaneView, "stepNames" | "callsAgentMachine" | "handlesArtifact"> {
  const stepNames: (string | undefined)[] = [];
  let callsAgentMachine = false;
  let handlesArtifact = false;
  const length = isArray(value) ? value.length : 0;
  for (let index = 0; index < length; index += 1) {
    const { name, run } = objectOf(isArray(value) ? value[index] : undefined);
    stepNames.push(textOf(name));
    if (typeof run !== "string") continue;
    const verdict = run === scriptsBefore[index] ? verdictsBefore[index] : scriptVerdict(run, faults.interpreter);
    if (verdict === unsettled) {
      faults.areUnsettled = true;
      break;
    }
    if (index < mostBefore) {
      scriptsBefore[index] = run;
      verdictsBefore[index] = verdict;
    }
    if (verdict === undefined) continue;
    callsAgentMachine ||= verdict.callsAgentMachine;
    handlesArtifact ||= verdict.handlesArtifact;
    if (verdict.findings.length > 0) faults.steps.push({ pointer: `${lanePointer}/steps/${index}/run`, findings: verdict.findings });
  }
  return { stepNames, callsAgentMachine, handlesArtifact };
}

/** By its place in a lane, the script that stood there last, and its verdict: most lanes repeat some, and comparing costs less than judging. */
const scriptsBefore: string[] = [];
const verdictsBefore: (ScriptVerdict | undefined)[] = [];
const mostBefore = 32;

function readMounts(value: JsonValue | undefined, lanePointer: string, faulty: FaultyMount[]): void {
  if (!isArray(value)) return;
  for (let index = 0; index < value.length; index += 1) {
    const { source } = objectOf(value[index]);
    if (typeof source !== "string") continue;
    // Blanks around a path are the writer's, and some tools drop them.
    const verdict = judgeRoot([{ kind: "text", text: source.trim() }], checkout, "The mount's source");
    if (verdict !== undefined) faulty.push({ pointer: `${lanePointer}/mounts/${index}/source`, source, fault: verdict.fault, found: verdict.found });
  }
}

const checkout = [{ kind: "workspace" }] as const;

function backendView(backend: JsonObject): BackendView {
  const { type, container, nix } = backend;
  const { image } = objectOf(container);
  return {
    type: typeof type === "string" && backends.includes(type) ? type : undefined,
    blocks: backends.filter((name) => backend[name] !== undefined),
    image: textOf(image),
    nix,
  };
}

function emitView(evidence: JsonValue | undefined): EmitView {
  if (!isObject(evidence)) return { below: evidence === undefined ? "" : "/evidence", present: "lane", keys: none, extensible: evidence === undefined };
  const { emit } = evidence;
  if (!isArray(emit)) return { below: emit === undefined ? "/evidence" : "/evidence/emit", present: "evidence", keys: none, extensible: emit === undefined };
  return { below: "/evidence/emit", present: "emit", keys: emit, extensible: true };
}

const none: readonly never[] = [];

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function objectOf(value: JsonValue | undefined): JsonObject {
  return isObject(value) ? value : empty;
}

const empty: JsonObject = {};
