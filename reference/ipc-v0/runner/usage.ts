import type { Usage } from "../../../tools/cli/command.ts";

export const usage: Usage = {
  name: "run",
  operands: "--op OPERATION [OPTIONS] [-- COMMAND...]",
  summary: "invoke an operation of an IPC v0 adapter, once, and keep a receipt",
  description: [
    "Starts the adapter, invokes one operation over IPC v0 and prints the data of the result as a line of JSON. The adapter is started without a shell, in a process group of its own and with an environment of little more than PATH, HOME and the locale; when the run ends, whatever is left of that group is ended. What goes wrong is named by a code of docs/specs/ipc-v0.md on standard error.",
    "With --out, the session is kept as ipc-transcript.ndjson and run-receipt.json, which are the same bytes for the same inputs; raw-stdin.bin, raw-stdout.bin, adapter-stderr.txt and timings.json beside them are what no digest covers.",
  ],
  options: [
    { name: "adapter", value: "COMMAND", summary: "the adapter's command line, split into words as a shell does; nothing in it is expanded. Or name the words after --" },
    { name: "op", value: "OPERATION", summary: "the operation to invoke" },
    { name: "text", value: "TEXT", summary: 'the arguments are {"text": TEXT}' },
    { name: "args-json", value: "JSON", summary: "the arguments, a JSON object" },
    { name: "args-file", value: "FILE", completesPaths: true, summary: "the arguments, a file that holds a JSON object" },
    { name: "timeout-ms", value: "N", summary: "the operation's time limit in milliseconds; 30000 where it is not given" },
    { name: "contract", value: "FILE", completesPaths: true, summary: "bind the receipt to this contract" },
    { name: "secret", value: "NAME", repeatable: true, summary: "hand this environment variable down to the adapter, and write its name wherever its value would appear; can be repeated" },
    { name: "out", value: "FOLDER", completesPaths: true, summary: "keep the transcript and the receipt there" },
  ],
  examples: [
    { command: 'wsc run --adapter "wsc adapter text.caps" --op text.caps --text hello', does: "prints the text in upper case" },
    { command: "wsc run --op text.caps --text hello --out out -- python3 adapter.py", does: "keeps the session in out/" },
    { command: "wsc receipt verify out", does: "checks what was kept" },
  ],
  exitStatus: [
    { status: 0, means: "the operation returned a result" },
    { status: 1, means: "it did not, or the adapter broke the protocol" },
    { status: 2, means: "wrong usage, or the files could not be read or written" },
  ],
};
