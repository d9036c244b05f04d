import { count } from "../../report/summary.ts";
import { visible } from "../../report/visible.ts";
import type { Outcome, Target } from "./judge.ts";
import type { Verdicts } from "./verdicts.ts";
import { walk } from "./walk.ts";

const endings = [".json"];
const namedBystanders = 5;

/** Every *.json under a folder, to be judged. */
export function* filesIn(folder: Target): Generator<Target> {
  const shown = namesFrom(folder);
  for (const path of walk(folder.absolute, endings)) yield { path: shown(path), absolute: path, walked: true };
}

/** How paths found in a folder would have been named from where the folder was named. */
export function namesFrom({ path: name, absolute }: Pick<Target, "path" | "absolute">): (path: string) => string {
  if (name === absolute) return (path) => path;
  const skipped = absolute === "/" ? 1 : absolute.length + 1;
  const start = name === "." ? "" : `${name.replace(/\/+$/, "")}/`;
  return (path) => (path.length <= skipped ? name : `${start}${path.slice(skipped)}`);
}

export interface FolderTally {
  readonly add: (target: Target, outcome: Outcome) => void;
  readonly conclude: (verdicts: Verdicts) => Promise<void>;
}

/** Counts what was found in a folder. Files that are plainly no contract are passed over, but never unsaid, and never all of them. */
export function tallyFolder(folder: Target): FolderTally {
  const bystanders: string[] = [];
  let passedOver = 0;
  let found = 0;
  return {
    add(target, outcome) {
      found += 1;
      if (outcome.type !== "bystander") return;
      passedOver += 1;
      if (passedOver <= namedBystanders) bystanders.push(visible(target.path));
    },
    async conclude(verdicts) {
      const which = `${bystanders.join(", ")}${passedOver > bystanders.length ? `, and ${passedOver - bystanders.length} more` : ""}`;
      if (found === 0) await verdicts.unreadable(folder.path, "holds no *.json file, so nothing was judged");
      else if (found === passedOver) await verdicts.unreadable(folder.path, `nothing was judged: no *.json file in it names a known kind of document (${which})`);
      else if (passedOver > 0) verdicts.note(`${visible(folder.path)}: passed over ${count(passedOver, "file")} that ${passedOver === 1 ? "names" : "name"} no known kind of document: ${which}`);
    },
  };
}
