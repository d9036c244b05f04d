import { verdictFormats } from "../../report/conformance/formats.ts";
import type { CommandModule, Usage } from "../command.ts";
import { refuseArguments } from "../help.ts";
import type { Call } from "./call.ts";

/** The options that choose what is played, that say how, and that say what becomes of the result. */
const choosing = ["set", "run", "shard", "rerun-failed", "list"];
const playing = ["env", "deadline", "jobs"];
const reporting = ["baseline", "format", "output", "out", "sign"];

/** What can be done, and the options that mean something there. */
const subcommands: readonly { readonly name: string; readonly options: readonly string[]; readonly run: (call: Call) => Promise<number> }[] = [
  { name: "adapter", options: [...choosing, "samples", ...playing, ...reporting], run: async (call) => await (await import("./adapter.ts")).conformAdapter(call) },
  { name: "runner", options: [...choosing, ...playing, ...reporting], run: async (call) => await (await import("./runner.ts")).conformRunner(call) },
  { name: "merge", options: reporting, run: async (call) => await (await import("./merge.ts")).conformMerge(call) },
];
const names = subcommands.map(({ name }) => name);

const usage: Usage = {
  name: "conform",
  operands: "adapter|runner [OPTIONS] -- COMMAND...",
  operandChoices: names,
  summary: "say, requirement by requirement, whether a program keeps to IPC v0",
  description: [
    "`conform adapter` starts COMMAND as an adapter and plays the runner; `conform runner` starts COMMAND as a runner, and {adapter} among its words stands for the command line of an adapter that the runner is to start, as one word. {out} stands for a folder in which the runner is to leave its transcript and receipt, {secret} for the name of an environment variable that holds a secret; what needs them is tried only where they are used.",
    "A program that cannot be started, dies or hangs does not conform. Nothing passes that was not shown: what could not be tried counts as not decided, and a run is conformant only where every MUST that applies has passed.",
    "`conform merge FOLDER...` joins what the shards of one run wrote with --out; the result is the one that a single run would have had, to the byte. It takes --baseline, --format, --output, --out and --sign; an option that means nothing where it is given is refused.",
  ],
  options: [
    { name: "set", value: "SET", summary: "the requirements to hold it to, core-2026 or hardened-2026; hardened-2026 unless given" },
    { name: "samples", value: "FILE", completesPaths: true, summary: "arguments with which the adapter's own operations can be tried, each sample of them; not for a runner" },
    { name: "env", value: "NAME", repeatable: true, summary: "hand this environment variable down too; can be given several times" },
    { name: "deadline", value: "MS", summary: "how long to wait for what must come; 10000 for an adapter, 60000 for a runner, unless given" },
    { name: "run", value: "PATTERN", repeatable: true, summary: "play only the cases whose id, or one of whose requirements, matches; * stands for anything; can be given several times" },
    { name: "list", summary: "list what would be played, and play nothing" },
    { name: "jobs", value: "N", summary: "sessions at a time, at most 64; two for each processor unless given" },
    { name: "shard", value: "I/N", summary: "play the I-th of N parts, for merge to join; needs --out" },
    { name: "rerun-failed", value: "FOLDER", completesPaths: true, summary: "play again only what was not accepted in the run that wrote FOLDER" },
    { name: "baseline", value: "FILE", completesPaths: true, summary: "failures that are known, each with reason, issue, owner and expiry; what is no longer true in it fails the run" },
    { name: "format", value: "FORMAT", choices: verdictFormats.map(({ name }) => name), summary: "what to print; text unless given" },
    { name: "output", short: "o", value: "FILE", completesPaths: true, summary: "write the report to FILE instead of standard output, which - names too" },
    { name: "out", value: "FOLDER", completesPaths: true, summary: "keep the transcript of each case, the report and a statement of the result there" },
    { name: "sign", value: "KEY", completesPaths: true, summary: "sign the statement with this Ed25519 key (PEM); needs --out" },
  ],
  examples: [
    { command: "wsc conform adapter -- python3 adapter.py", does: "try an adapter" },
    { command: "wsc conform adapter --set core-2026 --run 'invoke/*' -- ./adapter", does: "try a part of it" },
    { command: "wsc conform runner -- ./runner --adapter {adapter} --op text.caps --text hello", does: "try a runner" },
    { command: "wsc conform adapter --shard 1/2 --out one -- ./adapter; wsc conform merge one two", does: "share the work" },
  ],
  exitStatus: [
    { status: 0, means: "conformant, or all that was selected passed" },
    { status: 1, means: "not conformant" },
    { status: 2, means: "could not run: wrong usage, nothing selected, a fault of the harness" },
  ],
};

export const command: CommandModule = {
  usage,
  run: async (given, host) => {
    const [what, ...words] = given.operands;
    if (what === "probe") return await (await import("./probe.ts")).serveProbe(words, host);
    const subcommand = subcommands.find(({ name }) => name === what);
    if (subcommand === undefined) return refuseArguments(what === undefined ? { problem: `say what to do: ${names.join(", ")}` } : { problem: "is nothing that conform does", word: what, known: names }, usage, host);
    const idle = [...given.options.keys()].find((name) => !subcommand.options.includes(name));
    if (idle !== undefined) return refuseArguments({ problem: `--${idle} means nothing to conform ${subcommand.name}` }, usage, host);
    return await subcommand.run({ given, words, usage, host });
  },
};
