/** Which contracts are plainly sound: what the rules of tools/rules/workstation-contract have nothing to say about, place by place. */
import registry from "../../../schemas/evidence-registry.json" with { type: "json" };
import { flagLabels } from "../../rules/workstation-contract/flag_labels.ts";
import { numbered } from "./facts.ts";
import type { Refusal } from "./grammar.ts";
import { either, holding, language, texts, without } from "./language.ts";
import type { FamilyMeaning, Meaning } from "./meaning.ts";
import type { Statement } from "./table.ts";
import { anyCase, marks, safeRoot, script, storeNames, turns, watched } from "./script_language.ts";

/** What a true label demands of every lane; the other labels demand nothing. */
const demands: Readonly<Record<string, string>> = {
  "sourceos.agent_machine": "agent-machine.mount.evidence",
  "sourceos.office_plane": "office.artifact.evidence",
  "sourceos.terminal_command": "terminal.command.evidence",
  "sourceos.browser_session": "browser.capture.evidence",
  "sourceos.local_agent_execution": "agent.execution.evidence",
  "sourceos.file_conflict": "file.conflict.evidence",
};
const labels = Object.keys(demands);
const evidence = Object.values(demands);
const backends = ["pixi", "container", "nix"] as const;

const fact = numbered([
  "tool", "machine", "artifact", "takesMore", "runsPath", "leavesCheckout", "writes", "percent", "dollar", "expands", "suspicious",
  ...labels, ...evidence, ...backends.flatMap((backend) => [`${backend} type`, `${backend} block`]), "requires stage", "has stage",
]);

function factOf(name: string): number {
  const found = fact[name];
  if (found === undefined) throw new Error(`nothing states ${name}`);
  return found;
}

const allOf = (names: readonly string[]): number => names.reduce((facts, name) => facts | factOf(name), 0);

/** Refused is what states the one and not the other, */
const lonely = (one: string, other: string): Refusal => ({ of: allOf([one, other]), when: factOf(one) });
/** or all of them. */
const together = (...names: readonly string[]): Refusal => ({ of: allOf(names), when: allOf(names) });

/** A reference to an image as nearly all are; the whole grammar is in oci_reference.ts. */
const component = "[a-z0-9]+(?:[._-][a-z0-9]+)*";
const host = "[a-z0-9]+(?:[.-][a-z0-9]+)*";
const image = language`(?:${host}:[0-9]+(?:/${component})+|${host}(?:_${component})?(?:/${component})*)(?::[A-Za-z0-9_][A-Za-z0-9_.-]{0,63})?@sha256:[0-9a-f]{64}`;

const visible = "[!-~]";
const anyText = language`[\0-\x80]*`;

/** Names below the checkout, an absolute folder that no home lies in, or a folder below the user's home. */
const names = language`[\w-][\w.-]*(?:/[\w-][\w.-]*)*/?`;
const mountSource = without(
  either(language`(?:\./)?${names}`, language`/(?:workspace|opt|srv|nix/store)/${names}`, safeRoot),
  holding(language`${storeNames.map(anyCase).join("|")}`),
);

const flag = (label: string): Meaning => ({ words: { true: label in demands ? factOf(label) : 0, false: 0 } });
const near = language`sourceos\.(?:[\w-]{1,9}|capability)`;
const spellsFlag = language`[\s\x80]*(?:${["true", "false", "yes", "no", "on", "off"].map(anyCase).join("|")})[\s\x80]*`;

/** The points at which a compound command may be (Bash Reference Manual, 3.2.5), and the words that lead from one to another. */
type Point = "condition" | "then" | "else" | "loop" | "body" | "group";
const compounds: readonly { readonly mark: string; readonly from: readonly Point[]; readonly to: Point | undefined }[] = [
  { mark: turns.if, from: [], to: "condition" },
  { mark: turns.then, from: ["condition"], to: "then" },
  { mark: turns.elif, from: ["then"], to: "condition" },
  { mark: turns.else, from: ["then"], to: "else" },
  { mark: turns.fi, from: ["then", "else"], to: undefined },
  { mark: turns.loop, from: [], to: "loop" },
  { mark: turns.do, from: ["loop"], to: "body" },
  { mark: turns.for, from: [], to: "body" },
  { mark: turns.done, from: ["body"], to: undefined },
  { mark: turns.open, from: [], to: "group" },
  { mark: turns.close, from: ["group"], to: undefined },
];

function pointOf(point: Point): number {
  return 1 + (["condition", "then", "else", "loop", "body", "group"] as const).indexOf(point);
}

const lane = "spec.lanes[]";

export const workstationContract: FamilyMeaning = {
  meanings: {
    "": { refused: labels.map((label) => lonely(label, demands[label] ?? "")) },
    metadata: { keep: allOf(labels) },
    "metadata.labels": {
      keep: allOf(labels),
      entries: [
        ...flagLabels.map((label) => ({ names: texts([label]), isOne: true, value: flag(label) })),
        { names: near, isOne: false, value: { language: without(anyText, spellsFlag) } },
        { names: without(anyText, language`sourceos\.[\0-\x80]*`), isOne: false, value: {} },
      ],
    },
    spec: { keep: allOf(evidence) },
    "spec.lanes": { common: allOf(evidence) },
    [lane]: {
      keep: allOf(evidence),
      members: { stage: factOf("has stage") },
      refused: [lonely("machine", "agent-machine.mount.evidence"), lonely("artifact", "office.artifact.evidence"), lonely("requires stage", "has stage")],
    },
    [`${lane}.name`]: { uniqueIn: "spec.lanes" },
    [`${lane}.backend`]: {
      members: Object.fromEntries(backends.map((backend) => [backend, factOf(`${backend} block`)])),
      refused: backends.flatMap((backend) => [lonely(`${backend} type`, `${backend} block`), lonely(`${backend} block`, `${backend} type`)]),
    },
    [`${lane}.backend.type`]: { words: Object.fromEntries(backends.map((backend) => [backend, factOf(`${backend} type`)])) },
    [`${lane}.backend.container.image`]: { language: image, longest: 255 },
    [`${lane}.backend.nix.flake`]: { language: language`[\0-\x80]*${visible}[\0-\x80]*` },
    [`${lane}.backend.nix.installable`]: { language: language`[^#\x81-\uffff]*[!"$-~][^#\x81-\uffff]*#[\0-\x80]*${visible}[\0-\x80]*` },
    [`${lane}.mounts[].source`]: { language: mountSource },
    [`${lane}.promotion`]: { keep: factOf("requires stage") },
    [`${lane}.promotion.requiresStagePass`]: { whenTrue: factOf("requires stage") },
    [`${lane}.steps`]: { keep: factOf("machine") | factOf("artifact") },
    [`${lane}.steps[]`]: { keep: factOf("machine") | factOf("artifact") },
    [`${lane}.steps[].name`]: { uniqueIn: `${lane}.steps` },
    [`${lane}.steps[].run`]: {
      isScript: true,
      language: script,
      // Longer ones are for the interpreter, which bounds its work.
      longest: 16_384,
      keep: factOf("machine") | factOf("artifact"),
      refused: [together("suspicious"), together("percent", "dollar"), together("takesMore", "leavesCheckout"), together("runsPath", "writes"), together("machine", "expands")],
    },
    [`${lane}.evidence`]: { keep: allOf(evidence) },
    [`${lane}.evidence.emit`]: { keep: allOf(evidence) },
    [`${lane}.evidence.emit[]`]: { words: Object.fromEntries(registry.keys.map(({ key }) => [key, evidence.includes(key) ? factOf(key) : 0])), once: true },
  },
  marks: new Map<string, Statement>([
    ...Object.entries({
      [marks.tool]: "tool",
      [marks.machine]: "machine",
      [marks.artifact]: "artifact",
      [marks.takesMore]: "takesMore",
      [marks.runsPath]: "runsPath",
      [marks.writes]: "writes",
      [marks.changesFolder]: "leavesCheckout",
    }).map(([mark, name]) => [mark, { facts: factOf(name), turn: 0 }] as const),
    ...compounds.map(({ mark }, index) => [mark, { facts: 0, turn: index + 1 }] as const),
  ]),
  turns: compounds.map(({ from, to }) => ({ from: from.reduce((bits, point) => bits | (1 << pointOf(point)), 0), to: to === undefined ? 0 : pointOf(to) })),
  watched: [
    [watched.tool, factOf("tool")],
    [watched.name, factOf("suspicious")],
    [watched.shellVariable, factOf("suspicious")],
    [watched.percent, factOf("percent")],
    [watched.dollar, factOf("dollar")],
    [watched.expands, factOf("expands")],
    [watched.leavesCheckout, factOf("leavesCheckout")],
    [watched.writes, factOf("writes")],
  ],
  scriptFacts: { machine: factOf("machine"), artifact: factOf("artifact") },
};
