import { examine } from "../harness/doctor.ts";
import { peerEnvironment } from "../harness/environment.ts";
import { startPeer } from "../harness/peer_process.ts";
import { visible, visibleLines } from "../report/visible.ts";
import type { CommandModule, Usage } from "./command.ts";
import { refuseArguments } from "./help.ts";

const usage: Usage = {
  name: "doctor",
  operands: "[OPTIONS] -- COMMAND...",
  summary: "tell what is wrong with the wiring of an adapter, before its conformance is in question",
  description: [
    "Starts COMMAND as a runner would start an adapter, says hello, and tells what happens: whether it is found and starts, crashes, prints what is no message, holds its output back, ends its lines as Windows does, never answers, or does not end. The advice says what to do about it.",
  ],
  options: [
    { name: "deadline", value: "MS", summary: "how long to wait for an answer; 5000 unless given" },
    { name: "env", value: "NAME", repeatable: true, summary: "hand this environment variable down too; can be given several times" },
  ],
  examples: [{ command: "wsc doctor -- python3 adapter.py", does: "look at an adapter" }],
  exitStatus: [
    { status: 0, means: "the wiring is sound; go on with `wsc conform adapter`" },
    { status: 1, means: "something is wrong; the advice says what" },
    { status: 2, means: "wrong usage" },
  ],
};

const longestDeadline = 3_600_000;

export const command: CommandModule = {
  usage,
  run: async (given, host) => {
    if (given.operands.length === 0) return refuseArguments({ problem: "name the adapter: doctor -- COMMAND..." }, usage, host);
    const patience = given.options.get("deadline") ?? "5000";
    if (!/^\d{1,7}$/.test(patience) || Number(patience) < 1 || Number(patience) > longestDeadline) return refuseArguments({ problem: `--deadline takes a whole number from 1 to ${longestDeadline}` }, usage, host);
    const absent = given.repeated?.get("env")?.find((name) => host.environment[name] === undefined);
    if (absent !== undefined) return refuseArguments({ problem: `--env: ${visible(absent)} is not set here, so it cannot be handed down` }, usage, host);
    const environment = peerEnvironment(host.environment, given.repeated?.get("env") ?? []);
    const { healthy, facts, advice, standardError } = await examine({
      command: given.operands,
      environment,
      withheld: Object.keys(host.environment).filter((name) => environment[name] === undefined && /^[A-Za-z_][A-Za-z0-9_]{2,}$/.test(name)),
      folder: host.resolve("."),
      start: startPeer,
      patience: Number(patience),
    });
    for (const fact of facts) host.stdout.write(`${visible(fact)}\n`);
    for (const sentence of advice) host.stdout.write(`\nAdvice: ${visible(sentence)}\n`);
    if (!healthy && standardError.trim() !== "") host.stdout.write(`\nIt wrote to standard error:\n${excerptOf(standardError)}`);
    if (healthy) host.stdout.write("\nThe wiring is sound. Next: wsc conform adapter -- COMMAND...\n");
    return healthy ? 0 : 1;
  },
};

const shownLines = 20;

function excerptOf(text: string): string {
  const lines = visibleLines(text).trimEnd().split("\n");
  const shown = lines.slice(-shownLines).map((line) => `  ${line}\n`);
  return `${lines.length > shownLines ? "  ...\n" : ""}${shown.join("")}`;
}
