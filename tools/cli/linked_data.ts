import { defaultMaximumBytes } from "../json/parse.ts";
import { linkedData, linkedDataForms, type LinkedDataForm } from "../linked-data/command.ts";
import { visible } from "../report/visible.ts";
import type { CommandModule, Usage } from "./command.ts";
import { refuseArguments } from "./help.ts";
import { readDocument, readStandardInput } from "./validate/read_document.ts";

const usage: Usage = {
  name: "linked-data",
  operands: "[OPTIONS] FILE",
  completesPaths: true,
  summary: "print a document as JSON-LD or N-Quads, or its canonical digest",
  description: [
    "FILE is a document of a known family, or - for standard input. It must be valid by its schema. Nothing is fetched: the contexts are those of this package, and every other one is refused. Nothing of the document is dropped: what has no meaning as linked data is an error.",
  ],
  options: [{ name: "form", value: "FORM", choices: linkedDataForms, summary: "what to print; expanded unless given. nquads are canonical (RDFC-1.0), digest is their SHA-256" }],
  examples: [
    { command: "wsc linked-data contract.json", does: "print expanded JSON-LD" },
    { command: "wsc linked-data --form digest contract.json", does: "print a digest that is equal for documents that say the same" },
  ],
  exitStatus: [
    { status: 0, means: "printed" },
    { status: 1, means: "the document is invalid, or cannot be written as linked data without loss" },
    { status: 2, means: "wrong usage, an unreadable file, a fault of the program" },
  ],
};

export const command: CommandModule = {
  usage,
  async run({ operands, options }, host) {
    const [file, ...more] = operands;
    if (file === undefined || more.length > 0) return refuseArguments({ problem: "name one file, or - for standard input" }, usage, host);
    const opened = file === "-" ? readStandardInput(host.stdin, defaultMaximumBytes) : readDocument(host.resolve(file), defaultMaximumBytes);
    const name = file === "-" ? "<stdin>" : visible(file);
    if (opened.type !== "bytes") {
      const reason = opened.type === "unreadable" ? opened.reason : opened.type === "folder" ? "is a folder; name a file" : "no such file or folder";
      host.stderr.write(`wsc linked-data: ${name}: ${reason}\n`);
      return 2;
    }
    const form = linkedDataForms.find((known): known is LinkedDataForm => known === options.get("form")) ?? "expanded";
    const result = await linkedData(opened.bytes, { form });
    if (result.ok) {
      host.stdout.write(result.text);
      return 0;
    }
    for (const { ruleId, pointer, line, column, message } of result.problems) {
      host.stderr.write(`${name}:${line}:${column}: ${ruleId}${pointer === "" ? "" : ` at ${visible(pointer)}`}: ${visible(message)}\n`);
    }
    return 1;
  },
};
