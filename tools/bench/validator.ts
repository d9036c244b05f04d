/** The validator's speed: the table "Speed" of the requirements, as ratios measured in one session. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { writeContracts, writeLargeContract, writeLines } from "./corpus.ts";
import { measure, printRatios, type Program } from "./measure.ts";

const here = fileURLToPath(new URL(".", import.meta.url));
const root = resolve(here, "../..");

/** Prints every figure; true when every bound is reached. */
export function benchValidator(rounds: number): boolean {
  const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-bench-"));
  try {
    return [oneFile, hundredFiles, involvedScripts, manyFiles, memoryStaysFlat, oneLargeDocument, lines].map((section) => section(folder, rounds)).every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const bareNode: Program = { name: "bare node", command: [process.execPath, "-e", "0"] };
const schema = join(root, "schemas/workstation-contract/workstation-contract.v0.1.schema.json");

const wsc = (...words: string[]): Program => ({ name: "wsc validate", command: [process.execPath, join(root, "bin/wsc.cjs"), "validate", ...words] });
const readAndParse = (...words: string[]): Program => ({ name: "read+parse", command: [process.execPath, join(here, "read_and_parse.cjs"), ...words] });
const ajvCommand = (pattern: string): Program => ({
  name: "ajv-cli",
  command: [process.execPath, join(here, "node_modules/ajv-cli/dist/index.js"), "validate", "--spec=draft2020", "-c", "ajv-formats", "--strict=false", "-s", schema, "-d", pattern],
  folder: here,
});

function oneFile(folder: string, rounds: number): boolean {
  const contracts = join(folder, "one");
  writeContracts(contracts, 1);
  const file = join(contracts, "contract-000000.json");
  const figures = measure([bareNode, wsc(file), ajvCommand(file)], Math.max(rounds, 21));
  return printRatios("1 file, whole process", figures, [
    { of: "wsc validate", against: "bare node", most: 1.2, aim: 1.1, figure: "milliseconds" },
    { of: "wsc validate", against: "ajv-cli", most: 0.15, figure: "milliseconds" },
  ]);
}

function hundredFiles(folder: string, rounds: number): boolean {
  const contracts = join(folder, "hundred");
  writeContracts(contracts, 100);
  const files = readdirSync(contracts).map((name) => join(contracts, name));
  return printRatios("100 files", measure([bareNode, wsc(...files)], rounds), [{ of: "wsc validate", against: "bare node", most: 2, aim: 1.6, figure: "milliseconds" }]);
}

/** No bound is demanded here, but real contracts hold such scripts, which take a parser at least. */
function involvedScripts(folder: string, rounds: number): boolean {
  const contracts = join(folder, "involved");
  writeContracts(contracts, 1000, "involved");
  const file = join(contracts, "contract-000000.json");
  const one = printRatios("1 file with conditions and loops", measure([bareNode, wsc(file)], Math.max(rounds, 21)), [{ of: "wsc validate", against: "bare node", figure: "milliseconds" }]);
  const many = printRatios("1,000 files with conditions and loops", measure([readAndParse(contracts), wsc(contracts)], rounds), [{ of: "wsc validate", against: "read+parse", figure: "milliseconds" }]);
  return one && many;
}

function manyFiles(folder: string, rounds: number): boolean {
  const contracts = join(folder, "many");
  writeContracts(contracts, 10_000);
  const figures = measure([readAndParse(contracts), wsc(contracts), ajvCommand(`${contracts}/*.json`)], rounds);
  return printRatios("10,000 files", figures, [
    { of: "wsc validate", against: "read+parse", most: 1.5, aim: 1, figure: "milliseconds" },
    { of: "wsc validate", against: "ajv-cli", most: 0.7, figure: "milliseconds" },
    { of: "wsc validate", against: "read+parse", most: 2, aim: 1.5, figure: "peak" },
  ]);
}

/** The plain script shows how much of the growth is the engine's: it gives young objects more room the longer a program runs, up to a bound. */
function memoryStaysFlat(folder: string): boolean {
  const ten = join(folder, "many");
  const hundred = join(folder, "hundred-thousand");
  writeContracts(hundred, 100_000);
  const programs = [readAndParse(ten), readAndParse(hundred), wsc(ten), wsc(hundred)].map((program, index) => ({ ...program, name: `${program.name}, ${index % 2 === 0 ? "10,000" : "100,000"}` }));
  const figures = measure(programs, 1);
  rmSync(hundred, { recursive: true, force: true });
  return printRatios("100,000 files", figures, [
    { of: "read+parse, 100,000", against: "read+parse, 10,000", figure: "peak" },
    { of: "wsc validate, 100,000", against: "wsc validate, 10,000", most: 1.25, figure: "peak" },
  ]);
}

function oneLargeDocument(folder: string, rounds: number): boolean {
  const file = join(folder, "large.json");
  writeLargeContract(file, 20e6);
  return printRatios("one 20 MB document", measure([readAndParse(file), wsc(file)], rounds), [{ of: "wsc validate", against: "read+parse", most: 1.6, aim: 1.2, figure: "milliseconds" }]);
}

function lines(folder: string, rounds: number): boolean {
  const file = join(folder, "lines.ndjson");
  writeLines(file, 10_000);
  return printRatios("10,000-line NDJSON", measure([readAndParse("--lines", file), wsc("--ndjson", file)], rounds), [
    { of: "wsc validate", against: "read+parse", most: 1.5, aim: 1.15, figure: "milliseconds" },
  ]);
}
