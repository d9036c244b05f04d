import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canonicalJson, digest } from "../protocol/canonical.ts";
import type { Side } from "../protocol/messages.ts";
import type { RequirementLevel } from "../report/verdict.ts";
import type { Case, CaseFile } from "./case.ts";

/** A sentence of the specification (schemas/conformance/requirements.schema.json). */
export interface Requirement {
  readonly id: string;
  readonly level: RequirementLevel;
  readonly side: Side;
  readonly text: string;
  readonly anchor: string;
}

/** A frozen choice of requirements (schemas/conformance/set.schema.json). */
export interface RequirementSet {
  readonly name: string;
  readonly title: string;
  readonly protocol: string;
  readonly requirements: readonly string[];
}

/** Everything normative that a run is made of. */
export interface Suite {
  readonly requirements: readonly Requirement[];
  readonly cases: readonly Case[];
  readonly sets: readonly RequirementSet[];
  /** Over the requirements and the cases. */
  readonly digest: string;
}

/** Reads the suite below `root`, the folder that holds conformance/ipc-v0. */
export function loadSuite(root: string): Suite {
  const folder = join(root, "conformance/ipc-v0");
  const { requirements } = readJsonFile(join(folder, "requirements.json")) as { requirements: readonly Requirement[] };
  const cases = jsonFiles(join(folder, "cases")).flatMap((path) => (readJsonFile(path) as CaseFile).cases);
  const sets = jsonFiles(join(folder, "sets")).map((path) => readJsonFile(path) as RequirementSet);
  return { requirements, cases, sets, digest: digest(canonicalJson({ requirements, cases })) };
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => join(folder, name));
}

function readJsonFile(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}
