import { isArray, isObject, member } from "../../json/value.ts";
import type { JsonObject, JsonValue } from "../../json/value.ts";
import { childPointer } from "../../json/pointer.ts";
import { scriptView } from "./script_view.ts";
import type { ScriptView } from "./script_view.ts";

/** A WorkstationContract as the rules see it: what is well-formed of it, whatever else the document holds. */
export interface ContractView {
  /** The path of the file, as it was given. */
  readonly path: string;
  readonly labels: readonly LabelView[];
  readonly lanes: readonly LaneView[];
}

export interface LabelView {
  readonly key: string;
  readonly value: JsonValue;
  readonly pointer: string;
}

export interface LaneView {
  readonly pointer: string;
  readonly name: string | undefined;
  readonly backend: BackendView | undefined;
  /** The name of each step, by its index. */
  readonly stepNames: readonly (string | undefined)[];
  /** The scripts that a rule may have something to ask of, in order. */
  readonly scripts: readonly StepScript[];
  readonly mounts: readonly MountView[];
  readonly emit: EmitView;
  readonly hasStage: boolean;
  readonly requiresStagePass: boolean;
}

export interface BackendView {
  readonly pointer: string;
  readonly type: string | undefined;
  /** The backend object itself, for its blocks. */
  readonly value: JsonObject;
}

/** A step's script and where it stands. */
export interface StepScript {
  readonly pointer: string;
  readonly script: ScriptView;
}

export interface MountView {
  readonly pointer: string;
  readonly source: string;
}

/** The evidence keys of a lane, and how to add one where `emit`, or `evidence` around it, is missing. */
export interface EmitView {
  /** `emit`, or the nearest of `evidence` and the lane that exists. */
  readonly pointer: string;
  readonly present: "emit" | "evidence" | "lane";
  /** The keys by their index in `emit`; what is no string is left undefined. */
  readonly keys: readonly (string | undefined)[];
  /** False when something else stands where the list or its parent should be. */
  readonly extensible: boolean;
}

/** Safe on documents of any shape. */
export function view(value: JsonValue, place: { readonly path: string }): ContractView {
  return { path: place.path, labels: labels(member(member(value, "metadata"), "labels")), lanes: lanes(member(member(value, "spec"), "lanes")) };
}

function labels(value: JsonValue | undefined): LabelView[] {
  if (!isObject(value)) return [];
  return Object.keys(value).map((key) => ({ key, value: value[key] ?? null, pointer: childPointer("/metadata/labels", key) }));
}

function lanes(value: JsonValue | undefined): LaneView[] {
  const found: LaneView[] = [];
  if (!isArray(value)) return found;
  for (let index = 0; index < value.length; index += 1) {
    const lane = value[index];
    if (isObject(lane)) found.push(laneView(lane, `/spec/lanes/${index}`));
  }
  return found;
}

function laneView(lane: JsonObject, pointer: string): LaneView {
  const backend = member(lane, "backend");
  return {
    pointer,
    name: textMember(lane, "name"),
    backend: isObject(backend) ? { pointer: `${pointer}/backend`, type: textMember(backend, "type"), value: backend } : undefined,
    ...stepsOf(member(lane, "steps"), pointer),
    mounts: mounts(member(lane, "mounts"), pointer),
    emit: emitView(lane, pointer),
    hasStage: isObject(member(lane, "stage")),
    requiresStagePass: member(member(lane, "promotion"), "requiresStagePass") === true,
  };
}

function stepsOf(value: JsonValue | undefined, lanePointer: string): Pick<LaneView, "stepNames" | "scripts"> {
  if (!isArray(value)) return { stepNames: none, scripts: none };
  const stepNames: (string | undefined)[] = [];
  let scripts: StepScript[] | undefined;
  for (let index = 0; index < value.length; index += 1) {
    const step = value[index];
    stepNames.push(isObject(step) ? textMember(step, "name") : undefined);
    const run = isObject(step) ? textMember(step, "run") : undefined;
    const script = run === undefined ? undefined : scriptView(run);
    if (script !== undefined) (scripts ??= []).push({ pointer: `${lanePointer}/steps/${index}/run`, script });
  }
  return { stepNames, scripts: scripts ?? none };
}

function mounts(value: JsonValue | undefined, lanePointer: string): readonly MountView[] {
  if (!isArray(value)) return none;
  const found: MountView[] = [];
  for (let index = 0; index < value.length; index += 1) {
    const source = member(value[index], "source");
    if (typeof source === "string") found.push({ pointer: `${lanePointer}/mounts/${index}/source`, source });
  }
  return found;
}

function emitView(lane: JsonObject, pointer: string): EmitView {
  const evidence = member(lane, "evidence");
  if (!isObject(evidence)) return { pointer: evidence === undefined ? pointer : `${pointer}/evidence`, present: "lane", keys: none, extensible: evidence === undefined };
  const emit = member(evidence, "emit");
  if (!isArray(emit)) return { pointer: `${pointer}/evidence${emit === undefined ? "" : "/emit"}`, present: "evidence", keys: none, extensible: emit === undefined };
  const keys = emit.map((key) => (typeof key === "string" ? key : undefined));
  return { pointer: `${pointer}/evidence/emit`, present: "emit", keys, extensible: true };
}

const none: readonly never[] = [];

function textMember(object: JsonObject, key: string): string | undefined {
  const value = member(object, key);
  return typeof value === "string" ? value : undefined;
}
