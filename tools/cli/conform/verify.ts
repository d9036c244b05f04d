import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { archiveFile, archiveText, isTranscript, transcriptFileOf } from "../../harness/archive.ts";
import type { RunArchive } from "../../harness/archive.ts";
import { jsonSchemas } from "../../harness/json_schemas.ts";
import type { CaseOutcome } from "../../harness/outcome.ts";
import type { Case } from "../../harness/case.ts";
import { rejudge } from "../../harness/rejudge.ts";
import { isOk, makeReport } from "../../harness/report.ts";
import { placeholdersIn } from "../../harness/run_runner.ts";
import { select, SelectionError } from "../../harness/select.ts";
import type { Selection } from "../../harness/select.ts";
import { isAsWritten, isSignedBy, makeStatement, parseEnvelope, parseStatement, payloadOf, sha256 } from "../../harness/statement.ts";
import { chooseSubjects, surveyIn } from "../../harness/subject.ts";
import { loadSuite } from "../../harness/suite.ts";
import type { Suite } from "../../harness/suite.ts";
import { canonicalJson } from "../../protocol/canonical.ts";
import type { Observation } from "../../protocol/judge.ts";
import { parseTranscript } from "../../protocol/parse_transcript.ts";
import { renderJson } from "../../report/conformance/json.ts";
import { renderText } from "../../report/conformance/text.ts";
import { count } from "../../report/summary.ts";
import type { ConformanceReport } from "../../report/verdict.ts";
import { packageRoot } from "../package_root.ts";
import { fileProblem } from "./file_problem.ts";
import { readKeptFile } from "./kept_file.ts";
import { readArchive } from "./kept_run.ts";

/** What is wrong in a folder, by file. */
export interface Finding {
  readonly file: string;
  readonly message: string;
}

const statementFile = "statement.json";
const envelopeFile = "statement.dsse.json";

/**
 * Checks a folder that `wsc conform --out` wrote, believing nothing of it: each transcript is judged again, the verdicts are made again from that, and the
 * statement must be the one that follows. `key` is a public key in PEM; with it the signature must be there and be by it.
 */
export async function verifyConformance(folder: string, key: string | undefined): Promise<{ readonly findings: readonly Finding[]; readonly summary: string }> {
  const archive = await readArchive(folder);
  if (typeof archive === "string") return { findings: [{ file: archiveFile, message: archive }], summary: "" };
  const suite = loadSuite(packageRoot());
  if (archive.suite !== suite.digest) return { findings: [{ file: archiveFile, message: "the run was made with another suite than this program has, so it cannot be judged again" }], summary: "" };
  let selection: Selection;
  try {
    selection = select(suite, archive.side, archive.set, archive.patterns);
  } catch (error) {
    if (error instanceof SelectionError) return { findings: [{ file: archiveFile, message: `"${error.word}" ${error.message}` }], summary: "" };
    throw error;
  }
  const findings: Finding[] = [...checkArchive(folder, archive), ...strayTranscripts(folder, archive)];
  const { outcomes, beyond } = await judgeAgain(folder, archive, suite, findings);
  if (findings.length === 0) findings.push(...checkExceptions(folder, archive, suite));
  const { findings: stated, signed } = checkStatement(folder, archive, suite, selection, outcomes, key);
  findings.push(...stated);
  const words = [
    `${count(outcomes.filter(({ status }) => status === "played").length, "transcript")} judged again`,
    signed,
    ...(beyond.size === 0 ? [] : [`taken on trust, since no transcript shows them: ${[...beyond].sort().join(", ")}`]),
  ];
  return { findings, summary: `verified; ${words.join("; ")}` };
}

function checkArchive(folder: string, archive: RunArchive): Finding[] {
  const isExact = archiveText(archive) === readKeptFile(join(folder, archiveFile)).toString("utf8");
  return isExact ? [] : [{ file: archiveFile, message: "is not in the form in which a run is written, to the byte" }];
}

/** Transcripts that would be handed on with a run that they are not of. */
function strayTranscripts(folder: string, archive: RunArchive): Finding[] {
  const own = new Set(archive.outcomes.flatMap(({ status, caseId }) => (status === "played" ? [transcriptFileOf(caseId)] : [])));
  const stray = readdirSync(folder).filter((name) => isTranscript(name) && !own.has(name)).sort();
  return stray.map((file) => ({ file, message: "is no transcript of this run" }));
}

/** Cases that are said not to apply, though the transcripts or the command show that they do. What samples there were is not known, and more of them only make more apply. */
function checkExceptions(folder: string, archive: RunArchive, suite: Suite): Finding[] {
  const excepted = archive.outcomes.flatMap(({ caseId, status }) => (status === "not-applicable" ? suite.cases.filter(({ id }) => id === caseId) : []));
  const applies = excepted.length === 0 ? () => false : archive.side === "runner" ? appliesToRunner(archive) : appliesToAdapter(folder, archive);
  return excepted.filter(applies).map(({ id }) => ({ file: archiveFile, message: `${id} is said not to apply, and ${archive.side === "runner" ? "the command" : "what the adapter declares"} shows that it does` }));
}

function appliesToRunner({ peer }: RunArchive): (one: Case) => boolean {
  const used = placeholdersIn(peer.command);
  return ({ needs }) => (needs?.placeholders ?? []).every((placeholder) => used.has(placeholder));
}

function appliesToAdapter(folder: string, archive: RunArchive): (one: Case) => boolean {
  for (const { caseId, status } of archive.outcomes) {
    const survey = status === "played" ? surveyIn(parseTranscript(readKeptFile(join(folder, transcriptFileOf(caseId))).toString("utf8"))) : undefined;
    if (survey !== undefined) return ({ needs }) => chooseSubjects(needs, survey, []).found;
  }
  return ({ needs }) => needs === undefined;
}

async function judgeAgain(folder: string, archive: RunArchive, suite: Suite, findings: Finding[]): Promise<{ outcomes: CaseOutcome[]; beyond: Set<string> }> {
  const outcomes: CaseOutcome[] = [];
  const beyond = new Set<string>();
  const inSet = new Set(suite.sets.find(({ name }) => name === archive.set)?.requirements ?? []);
  for (const recorded of archive.outcomes) {
    const one = suite.cases.find(({ id }) => id === recorded.caseId);
    const file = one === undefined ? archiveFile : transcriptFileOf(recorded.caseId);
    if (one === undefined) findings.push({ file, message: `there is no case ${recorded.caseId}` });
    else if (recorded.status !== "played") outcomes.push(recorded);
    else {
      try {
        const { outcome, beyond: untold } = await rejudge(one, readKeptFile(join(folder, file)).toString("utf8"), jsonSchemas);
        for (const requirement of untold) if (inSet.has(requirement)) beyond.add(requirement);
        const merged = withTrusted(outcome, recorded, untold);
        outcomes.push(merged);
        if (canonicalJson(merged) !== canonicalJson(recorded)) findings.push({ file, message: differenceBetween(merged, recorded) });
      } catch (error) {
        findings.push({ file, message: fileProblem(error) });
      }
    }
  }
  return { outcomes, beyond };
}

/** What the transcript shows, and of what it cannot show, what was recorded. */
function withTrusted(judged: CaseOutcome, recorded: CaseOutcome, untold: readonly string[]): CaseOutcome {
  if (judged.status !== "played" || recorded.status !== "played" || untold.length === 0) return judged;
  const trusted = recorded.observations.filter(({ requirement }) => untold.includes(requirement));
  const shown = judged.observations.filter(({ requirement }) => !trusted.some((observation) => observation.requirement === requirement));
  const observations: Observation[] = [...shown, ...trusted].sort((one, other) => (one.requirement < other.requirement ? -1 : 1));
  const { accepted, greeted, trouble } = recorded;
  return { ...judged, observations, accepted: accepted && observations.every(({ verdict }) => verdict === "pass"), greeted, ...(trouble === undefined ? {} : { trouble }) };
}

function differenceBetween(judged: CaseOutcome, recorded: CaseOutcome): string {
  if (judged.status === "played" && recorded.status === "played" && judged.digest !== recorded.digest) return "the transcript is not the one that was judged";
  const other = judged.observations.find(({ requirement, verdict }) => recorded.observations.find((one) => one.requirement === requirement)?.verdict !== verdict);
  return other === undefined ? "the transcript shows something else than the run says" : `the transcript shows ${other.verdict} on ${other.requirement}, and the run says something else`;
}

function checkStatement(folder: string, archive: RunArchive, suite: Suite, selection: Selection, outcomes: readonly CaseOutcome[], key: string | undefined): { findings: Finding[]; signed: string } {
  const findings: Finding[] = [];
  let text: string;
  try {
    text = readKeptFile(join(folder, statementFile)).toString("utf8");
  } catch (error) {
    return { findings: [{ file: statementFile, message: `cannot be read: ${fileProblem(error)}` }], signed: "" };
  }
  try {
    const claimed = parseStatement(text);
    const report = makeReport({ suite, selection, outcomes, tool: archive.tool, side: archive.side, peer: archive.peer, baseline: [], today: "0000-00-00" });
    const expected = makeStatement(report, {
      // What a later reader cannot have is taken as it is; it names what was tried, and where.
      peer: claimed.subject,
      environment: claimed.predicate.environment,
      samples: archive.samples,
      transcripts: outcomes.flatMap(({ caseId, status }) => (status === "played" ? [{ name: transcriptFileOf(caseId), digest: { sha256: sha256(readKeptFile(join(folder, transcriptFileOf(caseId)))) } }] : [])).sort((one, other) => (one.name < other.name ? -1 : 1)),
    });
    findings.push(...checkReports(folder, report));
    if (claimed.subject.find(({ name }) => name === "command")?.digest.sha256 !== sha256(canonicalJson(archive.peer.command))) {
      findings.push({ file: archiveFile, message: "the command is not the one that the statement is about" });
    }
    if (`${canonicalJson(expected)}\n` !== text) findings.push({ file: statementFile, message: "the statement says something else than the transcripts bear out" });
  } catch (error) {
    findings.push({ file: statementFile, message: `there is no statement that can be read: ${fileProblem(error)}` });
  }
  return { findings: [...findings, ...checkSignature(folder, text, key)], signed: key === undefined ? "no signature checked, so the program and the machine that the statement names are taken on trust" : "the signature is by the key" };
}

/** The reports must be those that follow; what they say of a baseline, which is not kept, is taken as it is. */
function checkReports(folder: string, report: ConformanceReport): Finding[] {
  let file = "report.json";
  const other = (): Finding[] => [{ file, message: "the report says something else than the transcripts bear out" }];
  try {
    const text = readKeptFile(join(folder, file)).toString("utf8");
    const { expected, baselineProblems } = JSON.parse(text) as ConformanceReport;
    const whole = { ...report, ok: isOk(report.conclusion, { expected, problems: baselineProblems }), expected, baselineProblems };
    if (renderJson(whole) !== text) return other();
    file = "report.txt";
    return renderText(whole, { colour: false }) === readKeptFile(join(folder, file)).toString("utf8") ? [] : other();
  } catch (error) {
    return [{ file, message: `there is no report that can be read: ${fileProblem(error)}` }];
  }
}

/** Without a key, what is signed must still be the statement, where anything is. */
function checkSignature(folder: string, statement: string, key: string | undefined): Finding[] {
  if (key === undefined && lstatSync(join(folder, envelopeFile), { throwIfNoEntry: false }) === undefined) return [];
  try {
    const text = readKeptFile(join(folder, envelopeFile)).toString("utf8");
    const envelope = parseEnvelope(text);
    if (key !== undefined && !isSignedBy(envelope, key)) return [{ file: envelopeFile, message: "no signature is by the key" }];
    if (`${payloadOf(envelope).toString("utf8")}\n` !== statement) return [{ file: envelopeFile, message: "what is signed is not the statement" }];
    return isAsWritten(envelope, text, key) ? [] : [{ file: envelopeFile, message: "is not in the form in which an envelope is written, to the byte" }];
  } catch (error) {
    return [{ file: envelopeFile, message: `there is no signature that can be read: ${fileProblem(error)}` }];
  }
}
