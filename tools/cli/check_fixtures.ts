import { join } from "node:path";
import { count } from "../report/summary.ts";
import { visible } from "../report/visible.ts";
import { checkFixtures } from "../validate/fixtures.ts";
import type { CommandModule, Usage } from "./command.ts";
import { refuseArguments } from "./help.ts";
import { packageRoot } from "./package_root.ts";

const usage: Usage = {
  name: "check-fixtures",
  operands: "[FOLDER]",
  completesPaths: true,
  summary: "check that every good fixture passes and every bad one fails for its one reason",
  description: [
    "FOLDER holds manifest.json, good and bad; it is the package's own conformance folder unless given. Every good fixture must pass without a finding. Every bad one must trip the rule that the manifest declares, at the pointer that it declares, and no other rule, and must differ from its good twin only there. Every rule must have such a pair.",
  ],
  options: [],
  examples: [
    { command: "wsc check-fixtures", does: "what `make validate` runs in a checkout" },
    { command: "wsc check-fixtures my-fixtures", does: "check a folder of your own" },
  ],
  exitStatus: [
    { status: 0, means: "every fixture keeps its promise" },
    { status: 1, means: "at least one does not, or a rule has no pair" },
    { status: 2, means: "wrong usage, or no manifest that can be read" },
  ],
};

export const command: CommandModule = {
  usage,
  run({ operands }, host) {
    const [folder, ...more] = operands;
    if (more.length > 0) return refuseArguments({ problem: "checks one folder at a time" }, usage, host);
    const checked = folder === undefined ? join(packageRoot(), "conformance") : host.resolve(folder);
    const { hasManifest, files, problems } = checkFixtures(checked);
    if (!hasManifest) {
      for (const { file, message } of problems) host.stderr.write(`wsc check-fixtures: ${visible(join(folder ?? checked, file))}: ${visible(message)}\n`);
      return 2;
    }
    for (const { file, message } of problems) host.stdout.write(`${visible(file)}: ${visible(message)}\n`);
    host.stdout.write(problems.length === 0 ? `${count(files, "fixture")}: each good one passes, each bad one fails for its one declared reason\n` : `${count(files, "fixture")}: ${count(problems.length, "problem")}\n`);
    return problems.length === 0 ? 0 : 1;
  },
};
