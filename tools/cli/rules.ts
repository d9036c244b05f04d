import { readFileSync } from "node:fs";
import { join } from "node:path";
import { safeJson } from "../report/json.ts";
import { visibleLines } from "../report/visible.ts";
import type { RuleInformation } from "../rules/rule.ts";
import { ruleList } from "../validate/rule_list.ts";
import type { CommandModule, Usage } from "./command.ts";
import { refuseArguments } from "./help.ts";
import type { Host } from "./host.ts";
import { packageRoot } from "./package_root.ts";

const usage: Usage = {
  name: "rules",
  operands: "[OPTIONS] [ID]",
  operandChoices: ruleList.map(({ id }) => id),
  summary: "list the rules, or explain one",
  description: [
    "Without ID, lists every rule with its severity and what it demands. With ID, prints the page of that rule: what it demands and why, what to write instead, and a bad and a good example. The pages are those under docs/rules.",
  ],
  options: [{ name: "format", value: "FORMAT", choices: ["text", "json"], summary: "what to print" }],
  examples: [
    { command: "wsc rules", does: "list every rule" },
    { command: "wsc rules mount/whole-home", does: "explain one" },
    { command: "wsc rules --format json", does: "list them for a program" },
  ],
  exitStatus: [
    { status: 0, means: "printed" },
    { status: 2, means: "there is no such rule, or wrong usage" },
  ],
};

export const command: CommandModule = {
  usage,
  run({ operands, options }, host) {
    const [id, ...more] = operands;
    if (more.length > 0) return refuseArguments({ problem: "explains one rule at a time" }, usage, host);
    const rule = ruleList.find((candidate) => candidate.id === id);
    if (id !== undefined && rule === undefined) return refuseUnknown(id, host);
    const isJson = options.get("format") === "json";
    if (rule === undefined) host.stdout.write(isJson ? json(ruleList.map(members)) : list());
    else host.stdout.write(isJson ? json({ ...members(rule), page: page(rule) }) : page(rule));
    return 0;
  },
};

function refuseUnknown(id: string, host: Host): number {
  const known = ruleList.map((rule) => rule.id);
  const within = known.filter((rule) => rule.split("/").includes(id.replace(/\/$/, "")));
  const advice = within.length === 0 ? {} : { advice: within.length === 1 ? `did you mean "${within.join("")}"?` : `did you mean one of ${within.join(", ")}?` };
  return refuseArguments({ problem: "is not a rule", word: id, known, listing: "wsc rules lists them", ...advice }, usage, host);
}

function list(): string {
  const longest = Math.max(...ruleList.map(({ id }) => id.length));
  return ruleList.map(({ id, severity, demands }) => `${id.padEnd(longest)}  ${severity.padEnd("warning".length)}  ${demands}\n`).join("");
}

/** The page under docs/rules, which is made from the rule and its fixtures. */
function page({ id }: RuleInformation): string {
  return visibleLines(readFileSync(join(packageRoot(), "docs", "rules", `${id}.md`), "utf8"));
}

function members({ id, severity, demands, because, instead }: RuleInformation): RuleInformation {
  return { id, severity, demands, because, instead };
}

function json(value: unknown): string {
  return `${safeJson(value, 2)}\n`;
}
