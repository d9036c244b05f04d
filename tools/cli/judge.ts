import { readFileSync, statSync } from "node:fs";
import { jsonSchemas } from "../harness/json_schemas.ts";
import { isAbout } from "../harness/outcome.ts";
import { secretName } from "../harness/secret.ts";
import { loadSuite } from "../harness/suite.ts";
import type { Requirement } from "../harness/suite.ts";
import { largestFile } from "../protocol/kept_files.ts";
import { decidable, judgeTranscript } from "../protocol/judge.ts";
import type { Observation } from "../protocol/judge.ts";
import { parseTranscript, TranscriptError } from "../protocol/parse_transcript.ts";
import { safeJson } from "../report/json.ts";
import { count } from "../report/summary.ts";
import { visible } from "../report/visible.ts";
import type { CommandArguments, CommandModule, Usage } from "./command.ts";
import { fileProblem } from "./conform/file_problem.ts";
import { refuseArguments } from "./help.ts";
import type { Host } from "./host.ts";
import { packageRoot } from "./package_root.ts";

const usage: Usage = {
  name: "judge",
  operands: "[OPTIONS] TRANSCRIPT...",
  completesPaths: true,
  summary: "judge recorded transcripts of IPC v0 again, without the programs that wrote them",
  description: [
    "Each TRANSCRIPT is an ipc-transcript.ndjson, as `wsc run --out` and `wsc conform --out` keep them. For each requirement the sessions together either show that it was kept, or that it was broken, or do not put it to the test; and some no transcript can show, because they are about processes, files or clocks. All of that is told.",
    "A transcript of a conformance case holds what the harness wrote to provoke its peer; --side says whom to judge.",
  ],
  options: [
    { name: "side", value: "SIDE", choices: ["adapter", "runner"], summary: "whom to judge; both unless given" },
    { name: "format", value: "FORMAT", choices: ["text", "json"], summary: "what to print; text unless given" },
  ],
  examples: [
    { command: "wsc judge out/ipc-transcript.ndjson", does: "judge one session" },
    { command: "wsc judge --side adapter out/case.*.ndjson", does: "judge an adapter by all the cases of a run" },
  ],
  exitStatus: [
    { status: 0, means: "nothing was broken" },
    { status: 1, means: "a requirement was broken" },
    { status: 2, means: "wrong usage, or a file that is no transcript" },
  ],
};

export const command: CommandModule = { usage, run: judgeFiles };

interface Shown {
  readonly file: string;
  readonly observation: Observation;
}

function judgeFiles(given: CommandArguments, host: Host): number {
  if (given.operands.length === 0) return refuseArguments({ problem: "name the transcripts" }, usage, host);
  const side = given.options.get("side");
  const wanted = loadSuite(packageRoot()).requirements.filter((requirement) => side === undefined || requirement.side === side);
  const shown: Shown[] = [];
  let unreadable = 0;
  for (const file of given.operands) {
    const observations = observationsIn(file, host);
    if (typeof observations === "string") {
      host.stderr.write(`wsc judge: ${visible(file)}: ${visible(observations)}\n`);
      unreadable += 1;
      continue;
    }
    for (const observation of observations) if (side !== "adapter" && side !== "runner" ? true : isAbout(observation.requirement, side)) shown.push({ file, observation });
  }
  if (unreadable === given.operands.length) return 2;
  const verdicts = wanted.map((requirement) => verdictOn(requirement, shown));
  host.stdout.write(given.options.get("format") === "json" ? `${safeJson({ transcripts: given.operands.length - unreadable, requirements: verdicts.map(jsonForm) }, 2)}\n` : textForm(verdicts, given.operands.length - unreadable));
  if (unreadable > 0) return 2;
  return verdicts.some(({ verdict }) => verdict === "broken") ? 1 : 0;
}

function observationsIn(file: string, host: Host): readonly Observation[] | string {
  try {
    const path = host.resolve(file);
    if (statSync(path).size > largestFile) return `it has more than ${largestFile} bytes`;
    const entries = parseTranscript(readFileSync(path, "utf8"));
    return entries.length === 0 ? "it is empty, and an empty transcript shows nothing" : judgeTranscript(entries, { secrets: [secretName], schemas: jsonSchemas });
  } catch (error) {
    return error instanceof TranscriptError ? error.message : fileProblem(error);
  }
}

interface Verdict {
  readonly requirement: Requirement;
  readonly verdict: "kept" | "broken" | "not tried" | "beyond transcripts";
  readonly shown: readonly Shown[];
}

function verdictOn(requirement: Requirement, all: readonly Shown[]): Verdict {
  const mine = all.filter(({ observation }) => observation.requirement === requirement.id);
  const failures = mine.filter(({ observation }) => observation.verdict === "fail");
  if (failures.length > 0) return { requirement, verdict: "broken", shown: failures };
  if (mine.length > 0) return { requirement, verdict: "kept", shown: mine };
  return { requirement, verdict: decidable.has(requirement.id) ? "not tried" : "beyond transcripts", shown: [] };
}

function jsonForm({ requirement, verdict, shown }: Verdict): object {
  return { requirement: requirement.id, verdict, shown: shown.map(({ file, observation: { reason, entry } }) => ({ file, reason, ...(entry === undefined ? {} : { entry }) })) };
}

/** More places than this say the same again. */
const mostShown = 5;

function textForm(verdicts: readonly Verdict[], transcripts: number): string {
  const lines: string[] = [];
  for (const { requirement, verdict, shown } of verdicts) {
    if (verdict !== "broken") continue;
    lines.push(`broken ${requirement.id} ${requirement.text}`);
    for (const { file, observation } of shown.slice(0, mostShown)) lines.push(`  ${visible(file)}${observation.entry === undefined ? "" : `:${observation.entry}`}: ${visible(observation.reason)}`);
    if (shown.length > mostShown) lines.push(`  and in ${count(shown.length - mostShown, "more place")}`);
  }
  const ids = (wanted: Verdict["verdict"]): string[] => verdicts.filter(({ verdict }) => verdict === wanted).map(({ requirement }) => requirement.id);
  for (const [word, what] of [["not tried", "not tried in these sessions"], ["beyond transcripts", "not to be told from any transcript"]] as const) {
    const named = ids(word);
    if (named.length > 0) lines.push(`${what}: ${named.join(", ")}`);
  }
  lines.push(`${count(transcripts, "transcript")}: ${ids("kept").length} requirements kept, ${ids("broken").length} broken, ${ids("not tried").length} not tried, ${ids("beyond transcripts").length} beyond any transcript`);
  return `${lines.join("\n")}\n`;
}
