import type { Finding, RuleInformation } from "../../rule.ts";
import type { FaultyMount, TextMend } from "../contract.ts";
import type { FaultyRoot } from "../mount_roots.ts";
import { rootRule } from "../root_rule.ts";
import type { ScriptContents, ScriptRule } from "../script_rule.ts";

const information: RuleInformation = {
  id: "mount/unscoped-downloads",
  severity: "error",
  demands: "A mount root in a home's Downloads is `Downloads/SourceOS/agent-downloads` or lies below it.",
  because: "Downloads holds whatever its owner ever saved, and files that a browser just fetched from anywhere.",
  instead: "Use ~/Downloads/SourceOS/agent-downloads, the one folder that browser and agent share.",
};

export const unscopedDownloads: ScriptRule = rootRule(information, "unscoped-downloads", { script: mendInScript, mount: fixInMount });

const description = "Use the folder that browser and agent share.";
const scopedFolder = "SourceOS/agent-downloads";

/** Certain only where the word spells the Downloads folder itself, as the value of the flag that is meant for it. */
function mendInScript(script: ScriptContents, root: FaultyRoot): TextMend | undefined {
  const { start, end } = root.word;
  const written = script.text.slice(start, end);
  const match = root.downloads ? /^((?:--[a-z-]+=)?["']?[^\s"'`;|&()<>\\]*\/downloads)(\/*)["']?$/i.exec(written) : null;
  if (match === null) return undefined;
  const from = start + (match[1] ?? "").length;
  return { description, span: { start: from, end: from + (match[2] ?? "").length }, text: `/${scopedFolder}` };
}

function fixInMount(mount: FaultyMount): Finding["fix"] {
  if (!/\/downloads\/*$/i.test(mount.source)) return undefined;
  return { description, changes: [{ operation: "set", pointer: mount.pointer, value: `${mount.source.replace(/\/+$/, "")}/${scopedFolder}` }] };
}
