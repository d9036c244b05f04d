import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readJson } from "../json/read.ts";
import { childPointer, pointerTokens } from "../json/pointer.ts";
import { isArray, isObject, member } from "../json/value.ts";
import type { JsonValue } from "../json/value.ts";
import type { Diagnostic, FileReport, Severity } from "../report/diagnostic.ts";
import type { ValidateOptions } from "./judge.ts";
import { ruleList } from "./rule_list.ts";
import { validateBytes } from "./validate.ts";

/** One fixture of `conformance/manifest.json`; its schema is schemas/conformance/manifest.v1.schema.json. */
export interface Fixture {
  readonly rule: string;
  /** Paths below the folder of the manifest. */
  readonly bad: string;
  readonly good: string;
  readonly pointer: string;
  readonly defect: string;
  readonly severity: Severity;
  readonly maximumBytes: number | undefined;
}

/** Something that a fixture promises and does not keep. `file` is a path below the folder of the manifest. */
export interface FixtureProblem {
  readonly file: string;
  readonly message: string;
}

export interface FixtureReport {
  /** False where nothing could be checked, because no manifest says what each fixture promises. */
  readonly hasManifest: boolean;
  /** How many fixture files were checked. */
  readonly files: number;
  readonly problems: readonly FixtureProblem[];
}

/**
 * Checks the fixtures in a folder against its manifest: every bad file trips its rule at its pointer and no other rule, warnings included;
 * its good twin trips nothing; the two differ only there; every rule has a pair; no file lies there unchecked. `validate` is what is
 * checked along with them.
 */
export function checkFixtures(folder: string, validate: (bytes: Uint8Array, options: ValidateOptions) => FileReport = validateBytes): FixtureReport {
  const problems: FixtureProblem[] = [];
  const fixtures = manifestIn(folder, problems);
  if (fixtures === undefined) return { hasManifest: false, files: 0, problems };
  const read = cachedReader(folder);
  const verdicts = new Map<string, readonly Diagnostic[]>();
  const diagnosticsOf = (file: string, maximumBytes: number | undefined): readonly Diagnostic[] | undefined => {
    const bytes = read(file);
    if (bytes === undefined) return undefined;
    const key = `${file} ${maximumBytes ?? ""}`;
    const known = verdicts.get(key);
    if (known !== undefined) return known;
    const { diagnostics } = validate(bytes, { path: join(folder, file), ...(maximumBytes === undefined ? {} : { maximumBytes }) });
    verdicts.set(key, diagnostics);
    return diagnostics;
  };

  for (const fixture of fixtures) {
    for (const message of badProblems(fixture, diagnosticsOf(fixture.bad, fixture.maximumBytes))) problems.push({ file: fixture.bad, message });
    for (const message of goodProblems(diagnosticsOf(fixture.good, fixture.maximumBytes))) problems.push({ file: fixture.good, message });
    const difference = differenceProblem(fixture, read(fixture.bad), read(fixture.good));
    if (difference !== undefined) problems.push({ file: fixture.bad, message: difference });
  }

  const declared = new Set(fixtures.map(({ bad }) => bad));
  const twins = new Set(fixtures.map(({ good }) => good));
  for (const file of fixtureFiles(folder, "bad")) if (!declared.has(file)) problems.push({ file, message: "It is not in the manifest, so nothing says what it proves. Declare it there, or remove it." });
  const lone = fixtureFiles(folder, "good").filter((file) => !twins.has(file));
  for (const file of lone) for (const message of goodProblems(diagnosticsOf(file, undefined))) problems.push({ file, message });
  for (const id of withoutPair(fixtures)) problems.push({ file: "manifest.json", message: `The rule ${id} has no fixture pair, so nothing shows that it works. Add a bad fixture with one defect and its good twin.` });
  return { hasManifest: true, files: declared.size + twins.size + lone.length, problems: distinct(problems) };
}

/** The fixtures that the manifest of a folder declares; what is malformed is left out. */
export function readManifest(folder: string): readonly Fixture[] {
  return manifestIn(folder, []) ?? [];
}

/** The same, with what is malformed reported; undefined where there is no list of fixtures. */
function manifestIn(folder: string, problems: FixtureProblem[]): Fixture[] | undefined {
  const file = "manifest.json";
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(join(folder, file));
  } catch {
    problems.push({ file, message: "It cannot be read. Put the manifest where the fixtures are." });
    return undefined;
  }
  const { value, problems: faults } = readJson(bytes);
  for (const { message } of faults) problems.push({ file, message });
  const list = member(value, "fixtures");
  if (!isArray(list)) {
    if (faults.length === 0) problems.push({ file, message: "It has no list of fixtures. Declare each bad file with its rule, its pointer and its good twin." });
    return undefined;
  }
  const fixtures: Fixture[] = [];
  const seen = new Set<string>();
  for (const [index, entry] of list.entries()) {
    const fixture = readFixture(entry);
    if (fixture === undefined) problems.push({ file, message: `/fixtures/${index} does not have a rule, a bad and a good path, a pointer and a defect. Declare all five.` });
    else if (seen.has(fixture.bad)) problems.push({ file, message: `${fixture.bad} is declared twice. One file has one defect; declare it once.` });
    else fixtures.push(fixture);
    if (fixture !== undefined) seen.add(fixture.bad);
  }
  return fixtures;
}

function readFixture(entry: JsonValue): Fixture | undefined {
  const text = (key: string): string | undefined => {
    const value = member(entry, key);
    return typeof value === "string" ? value : undefined;
  };
  const [rule, bad, good, pointer, defect] = [text("rule"), text("bad"), text("good"), text("pointer"), text("defect")];
  if (rule === undefined || bad === undefined || good === undefined || pointer === undefined || defect === undefined) return undefined;
  if ([bad, good].some((path) => path.startsWith("/") || path.split("/").includes(".."))) return undefined;
  const maximumBytes = member(member(entry, "options"), "maximumBytes");
  return {
    rule, bad, good, pointer, defect,
    severity: text("severity") === "warning" ? "warning" : "error",
    maximumBytes: typeof maximumBytes === "number" ? maximumBytes : undefined,
  };
}

function badProblems({ rule, pointer, severity }: Fixture, diagnostics: readonly Diagnostic[] | undefined): string[] {
  if (diagnostics === undefined) return [unreadable];
  const problems: string[] = [];
  if (!diagnostics.some((found) => found.ruleId === rule)) problems.push(`It does not trip ${rule}. Either the defect is gone or the rule no longer finds it.`);
  for (const found of diagnostics) {
    if (found.ruleId !== rule) problems.push(`It trips ${found.ruleId} at "${found.pointer}" too, and may hold one defect only: ${found.message}`);
    else if (found.pointer !== pointer) problems.push(`It trips ${rule} at "${found.pointer}", not at "${pointer}" as declared.`);
    else if (found.severity !== severity) problems.push(`It trips ${rule} as ${found.severity}. ${severity === "error" ? 'Declare "severity": "warning" in' : 'Take "severity": "warning" out of'} the manifest.`);
  }
  return problems;
}

function goodProblems(diagnostics: readonly Diagnostic[] | undefined): string[] {
  if (diagnostics === undefined) return [unreadable];
  return diagnostics.map((found) => `It must have no finding, but trips ${found.ruleId} at "${found.pointer}": ${found.message}`);
}

const unreadable = "It cannot be read. Write it, or take it out of the manifest.";

/** What is wrong with how a pair differs; undefined when all is well or a file cannot be read. */
function differenceProblem({ rule, pointer, good }: Fixture, badBytes: Uint8Array | undefined, goodBytes: Uint8Array | undefined): string | undefined {
  if (badBytes === undefined || goodBytes === undefined) return undefined;
  if (Buffer.compare(badBytes, goodBytes) === 0) return `It is the same as ${good}, so it has no defect.`;
  if (rule.startsWith("json/")) return undefined;
  const bad = readJson(badBytes).value;
  const twin = readJson(goodBytes).value;
  if (bad === undefined || twin === undefined) return "It cannot be compared with its twin, for one of them is not JSON.";
  const elsewhere = firstDifferenceOutside(bad, twin, pointerTokens(pointer), "");
  if (elsewhere !== undefined) return `It differs from ${good} at "${elsewhere}" too. Two defects prove nothing of either; let them differ at "${pointer}" only.`;
  return undefined;
}

/** The pointer of the first difference that does not lie at or below `tokens`; undefined when there is none. */
function firstDifferenceOutside(left: JsonValue | undefined, right: JsonValue | undefined, tokens: readonly string[] | undefined, at: string): string | undefined {
  if (tokens?.length === 0) return undefined;
  if (isObject(left) && isObject(right)) {
    for (const key of new Set([...Object.keys(left), ...Object.keys(right)])) {
      const found = firstDifferenceOutside(member(left, key), member(right, key), key === tokens?.[0] ? tokens.slice(1) : undefined, childPointer(at, key));
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (isArray(left) && isArray(right)) {
    for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
      const found = firstDifferenceOutside(left[index], right[index], String(index) === tokens?.[0] ? tokens.slice(1) : undefined, childPointer(at, index));
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return left === right ? undefined : at;
}

function withoutPair(fixtures: readonly Fixture[]): string[] {
  const shown = new Set(fixtures.map(({ rule }) => rule));
  return ruleList.map(({ id }) => id).filter((id) => !shown.has(id));
}

function cachedReader(folder: string): (file: string) => Uint8Array | undefined {
  const contents = new Map<string, Uint8Array | undefined>();
  return (file) => {
    if (!contents.has(file)) contents.set(file, readIfPossible(join(folder, file)));
    return contents.get(file);
  };
}

function readIfPossible(path: string): Uint8Array | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}

/** The JSON files in `kind` (`good` or `bad`) and in `FAMILY/kind`, as paths below the folder. */
function fixtureFiles(folder: string, kind: string): string[] {
  const places = [kind, ...namesIn(folder).filter((name) => name !== "good" && name !== "bad").map((name) => `${name}/${kind}`)];
  return places.flatMap((place) => namesIn(join(folder, place)).filter((name) => name.endsWith(".json")).map((name) => `${place}/${name}`)).sort();
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function distinct(problems: readonly FixtureProblem[]): FixtureProblem[] {
  return [...new Map(problems.map((problem) => [`${problem.file}\0${problem.message}`, problem])).values()];
}
