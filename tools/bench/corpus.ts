/** Writes the contracts that the benchmark reads: valid, varied, and the same on every machine. */
import { mkdirSync, openSync, writeFileSync, writeSync, closeSync } from "node:fs";
import { join } from "node:path";

/** How the steps are written: as lines of commands, or with conditions, loops and functions. */
export type Scripts = "plain" | "involved";

/** `count` contracts of about 8 KB each, one a file, in `folder`. */
export function writeContracts(folder: string, count: number, scripts: Scripts = "plain"): void {
  mkdirSync(folder, { recursive: true });
  for (let index = 0; index < count; index += 1) writeFileSync(join(folder, `contract-${String(index).padStart(6, "0")}.json`), JSON.stringify(contract(index, lanesOfOneFile, scripts), null, 2));
}

/** `count` contracts, one a line. */
export function writeLines(file: string, count: number): void {
  const descriptor = openSync(file, "w");
  for (let index = 0; index < count; index += 1) writeSync(descriptor, `${JSON.stringify(contract(index, lanesOfOneFile))}\n`);
  closeSync(descriptor);
}

/** One contract of about `bytes` bytes. */
export function writeLargeContract(file: string, bytes: number): void {
  const perLane = JSON.stringify(contract(0, 2), null, 2).length - JSON.stringify(contract(0, 1), null, 2).length;
  writeFileSync(file, JSON.stringify(contract(1, Math.round(bytes / perLane)), null, 2));
}

const lanesOfOneFile = 5;
const toolchains = ["cargo", "go", "npm", "pytest", "cmake", "mvn", "dotnet", "bazel"];

function contract(index: number, lanes: number, scripts: Scripts = "plain"): unknown {
  return {
    api_version: "workstation-contracts.socios.io/v0.1",
    kind: "WorkstationContract",
    metadata: {
      id: `bench.contract-${String(index)}`,
      name: `Benchmark contract ${String(index)}`,
      description: "A lane contract as a project of medium size writes it; every lane builds, tests and reports.",
      labels: { "sourceos.capability": "agent-machine-office", "sourceos.agent_machine": "true", "team.example/owner": `team-${String(index % 17)}` },
    },
    spec: { lanes: Array.from({ length: lanes }, (_, lane) => benchLane(index, lane, scripts)) },
  };
}

function benchLane(index: number, lane: number, scripts: Scripts): unknown {
  const tool = toolchains[(index + lane) % toolchains.length] ?? "make";
  const digest = ((index * 2654435761 + lane * 40503) >>> 0).toString(16).padStart(8, "0").repeat(8);
  return {
    name: `lane-${String(lane)}`,
    backend: { type: "container", container: { image: `registry.example.org:5000/team/${tool}:1.${String(index % 40)}@sha256:${digest}`, workdir: "/workspace" } },
    steps: [
      { name: "fingerprint", run: "uname -a" },
      { name: "plan mounts", run: `sourceosctl agent-machine mounts plan --dev-root ~/dev/project-${String(index % 50)} --docs-root ~/Documents/SourceOS/agent-output --downloads-root ~/Downloads/SourceOS/agent-downloads` },
      { name: "install", run: `set -euo pipefail\n${tool} fetch --locked\n${tool} --version > build/version-${String(lane)}.txt` },
      ...(scripts === "plain" ? plainSteps(tool, index, lane) : involvedSteps(tool, index, lane)),
      { name: "package", run: `mkdir -p out/lane-${String(lane)}\ntar -czf out/lane-${String(lane)}/${tool}.tgz -C build .\nsha256sum out/lane-${String(lane)}/${tool}.tgz` },
    ],
    evidence: { emit: ["env.fingerprint", "deps.inventory", "container.digest", "agent-machine.mount.plan", "agent-machine.mount.evidence"] },
  };
}

interface Step {
  readonly name: string;
  readonly run: string;
}

function plainSteps(tool: string, index: number, lane: number): Step[] {
  return [
    { name: "build", run: `export BUILD_MODE="release"\n${tool} build --jobs "$(nproc)" && ${tool} check "build/$BUILD_MODE" # run ${String(index)}` },
    { name: "test", run: `${tool} test --workspace --report reports/lane-${String(lane)}/unit-${String(index % 100)}.xml` },
  ];
}

function involvedSteps(tool: string, index: number, lane: number): Step[] {
  return [
    { name: "build", run: `set -euo pipefail\nif [ -f ${tool}.lock ]; then\n  ${tool} build --locked\nelse\n  echo "no lock file for run ${String(index)}" >&2\n  ${tool} build\nfi` },
    { name: "test", run: `for part in unit core-${String(index % 100)}; do\n  ${tool} test --filter "$part" --report "reports/lane-${String(lane)}/$part.xml" || exit 1\ndone` },
  ];
}
