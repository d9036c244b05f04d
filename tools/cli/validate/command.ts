import type { CommandModule, Usage } from "../command.ts";
import { defaultMaximumBytes } from "../../json/parse.ts";
import { formats } from "../../report/formats.ts";
import { runValidate } from "./validate.ts";

const usage: Usage = {
  name: "validate",
  operands: "[OPTIONS] FILE...",
  completesPaths: true,
  summary: "judge contracts and say what is wrong, where, and what to write instead",
  description: [
    "Each FILE is a file, a folder, a glob in quotes, or - for standard input. A file that is named is judged whatever its name. In a folder every *.json is judged, links are followed, and node_modules and .git are passed over; files there that are JSON but plainly no contract (a package.json, say) are skipped with a note. Finding nothing to judge is an error.",
    "The verdicts come in the order of the input. One bad file never hides the verdict on another: files without a verdict are named on standard error at the end, and make the exit status 2.",
  ],
  options: [
    { name: "format", value: "FORMAT", choices: formats.map(({ name }) => name), summary: "what to print" },
    { name: "output", short: "o", value: "FILE", completesPaths: true, summary: "write the report to FILE instead of standard output, which - names too; FILE itself is not judged" },
    { name: "ndjson", summary: "each line of the input is a document of its own; in a folder, *.ndjson and *.jsonl are read" },
    { name: "fix", summary: "mend what has a certain mend, in place and keeping the formatting, and report what is left" },
    { name: "fix-dry-run", summary: "print what --fix would change, as a unified diff; the report goes to standard error" },
    { name: "quiet", short: "q", summary: "in the text format, print findings only" },
    { name: "max-bytes", value: "N", summary: `refuse larger documents as json/too-large; ${defaultMaximumBytes} unless given` },
    { name: "jobs", value: "N", summary: "threads to judge with on long runs; as many as there are processors, at most 4, unless given" },
  ],
  examples: [
    { command: "wsc validate contract.json", does: "judge one file" },
    { command: "wsc validate contracts 'lanes/**/*.json'", does: "judge a folder, and whatever matches the glob" },
    { command: "wsc validate --format sarif --output report.sarif contracts", does: "write a report for code scanning" },
    { command: "generate-contract | wsc validate -", does: "judge what another program writes" },
    { command: "wsc validate --fix-dry-run contract.json | git apply", does: "look at mends, or apply them with other tools" },
  ],
  exitStatus: [
    { status: 0, means: "every document is valid (warnings are allowed)" },
    { status: 1, means: "at least one document is invalid" },
    { status: 2, means: "no verdict on at least one file: wrong usage, nothing to judge, an unreadable file, a fault of the program" },
  ],
};

export const command: CommandModule = { usage, run: (given, host) => runValidate(given, usage, host) };
