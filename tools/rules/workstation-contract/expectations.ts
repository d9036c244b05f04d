/** What the tests of the rules say: a document, and the rules that must find fault with it. */
import { deepStrictEqual, ok } from "node:assert/strict";
import type { JsonObject, JsonValue } from "../../json/value.ts";
import { interpreter } from "../../shell/interpreter.ts";
import type { Finding } from "../rule.ts";
import { rules } from "./rules.ts";
import { view } from "./view.ts";

export interface RuleFinding extends Finding {
  readonly rule: string;
}

export function findingsOf(document: JsonValue, path = "contract.json"): RuleFinding[] {
  const seen = view(document, { path, interpreter });
  ok(seen);
  const found: RuleFinding[] = [];
  for (const rule of rules) rule.check(seen, (finding) => found.push({ rule: rule.id, ...finding }));
  return found;
}

/** No rule finds anything, not even a warning. */
export function expectValid(document: JsonValue, path?: string): void {
  deepStrictEqual(findingsOf(document, path), []);
}

/** Exactly these rules find something, each as often as it is named. */
export function expectFindings(document: JsonValue, expected: readonly string[], path?: string): RuleFinding[] {
  const found = findingsOf(document, path);
  deepStrictEqual(found.map(({ rule }) => rule).sort(), [...expected].sort());
  return found;
}

/** The rules that find fault with a script, each once; the lane around it is in order. */
export function faultsOf(run: string): string[] {
  return [...new Set(findingsOf(contractWith({ run })).map(({ rule }) => rule))].sort();
}

export interface Parts {
  readonly run?: string;
  readonly lane?: JsonObject;
  readonly labels?: JsonObject;
  readonly emit?: readonly string[];
}

export const pinnedImage = `registry.example.org:5000/team/tools:1.2@sha256:${"0123456789abcdef".repeat(4)}`;

/** A contract that is in order, but for the parts that are given. */
export function contractWith({ run = "make test", lane = {}, labels = {}, emit = everyEvidence }: Parts): JsonObject {
  return {
    api_version: "workstation-contracts.socios.io/v0.2",
    kind: "WorkstationContract",
    metadata: { id: "under-test", labels },
    spec: {
      lanes: [{ name: "lane", backend: { type: "container", container: { image: pinnedImage } }, steps: [{ name: "step", run }], evidence: { emit }, ...lane }],
    },
  };
}

const everyEvidence = [
  "agent-machine.mount.evidence", "office.artifact.evidence", "terminal.command.evidence", "browser.capture.evidence", "agent.execution.evidence",
  "file.conflict.evidence",
];
