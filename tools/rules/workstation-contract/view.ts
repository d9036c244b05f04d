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
  readonly steps: readonly StepView[];
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

export interface StepView {
  readonly pointer: string;
  readonly name: string | undefined;
  /** Where the script is; only meaningful with `script`. */
  readonly runPointer: string;
  readonly script: ScriptView | undefined;
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
  readonly keys: readonly { readonly key: string; readonly pointer: string }[];
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
    steps: steps(member(lane, "steps"), pointer),
    mounts: mounts(member(lane, "mounts"), pointer),
    emit: emitView(lane, pointer),
    hasStage: isObject(member(lane, "stage")),
    requiresStagePass: member(member(lane, "promotion"), "requiresStagePass") === true,
  };
}

function steps(value: JsonValue | undefined, lanePointer: string): StepView[] {
  const found: StepView[] = [];
  if (!isArray(value)) return found;
  for (let index = 0; index < value.length; index += 1) {
    const step = value[index];
    if (!isObject(step)) continue;
    const pointer = `${lanePointer}/steps/${index}`;
    const run = textMember(step, "run");
    found.push({ pointer, name: textMember(step, "name"), runPointer: `${pointer}/run`, script: run === undefined ? undefined : scriptView(run) });
  }
  return found;
}

function mounts(value: JsonValue | undefined, lanePointer: string): MountView[] {
  const found: MountView[] = [];
  if (!isArray(value)) return found;
  for (let index = 0; index < value.length; index += 1) {
    const source = member(value[index], "source");
    if (typeof source === "string") found.push({ pointer: `${lanePointer}/mounts/${index}/source`, source });
  }
  return found;
}

function emitView(lane: JsonObject, pointer: string): EmitView {
  const evidence = member(lane, "evidence");
  if (!isObject(evidence)) return { pointer: evidence === undefined ? pointer : `${pointer}/evidence`, present: "lane", keys: [], extensible: evidence === undefined };
  const emit = member(evidence, "emit");
  if (!isArray(emit)) return { pointer: `${pointer}/evidence${emit === undefined ? "" : "/emit"}`, present: "evidence", keys: [], extensible: emit === undefined };
  const keys: { key: string; pointer: string }[] = [];
  for (let index = 0; index < emit.length; index += 1) {
    const key = emit[index];
    if (typeof key === "string") keys.push({ key, pointer: `${pointer}/evidence/emit/${index}` });
  }
  return { pointer: `${pointer}/evidence/emit`, present: "emit", keys, extensible: true };
}

function textMember(object: JsonObject, key: string): string | undefined {
  const value = member(object, key);
  return typeof value === "string" ? value : undefined;
}
