import { count } from "../../report/summary.ts";
import type { Host } from "../host.ts";
import type { Settings } from "./settings.ts";

/** Prints what would be played: the case, what it decides, and what it shows. */
export function listCases({ cases, selection }: Settings, host: Host): number {
  const inSet = new Set(selection.set.requirements);
  const width = Math.max(...cases.map(({ id }) => id.length));
  for (const { id, decides, title } of cases) {
    host.stdout.write(`${id.padEnd(width)}  ${title} [${decides.filter((requirement) => inSet.has(requirement)).join(", ")}]\n`);
  }
  host.stdout.write(`${count(cases.length, "case")} for ${count(selection.requirements.length, "requirement")} of ${selection.set.name}\n`);
  return 0;
}
