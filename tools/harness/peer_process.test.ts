import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { spawn } from "node:child_process";
import { afterAll, expect, test } from "vitest";
import { pause } from "./deadline.ts";
import { peerEnvironment } from "./environment.ts";
import { startPeer, type Peer } from "./peer_process.ts";
import { groupIsAlive } from "./process_group.ts";
import { processRuns } from "./process_state.ts";

const folder = mkdtempSync(join(tmpdir(), "peer-process-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function start(command: readonly string[], environment = peerEnvironment(process.env)): Promise<{ peer: Peer; output: () => string }> {
  const chunks: Buffer[] = [];
  const begun = await startPeer({ command, environment, onOutput: (chunk) => chunks.push(chunk) });
  if (!begun.started) throw new Error(begun.reason);
  return { peer: begun.peer, output: () => Buffer.concat(chunks).toString() };
}

const node = (script: string): string[] => [process.execPath, "-e", script];

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

test("passes bytes both ways and tells the exit status", async () => {
  const { peer, output } = await start(["sh", "-c", "cat; echo oops >&2; exit 3"]);
  peer.write("hello");
  await peer.drained();
  peer.closeInput();
  await peer.outputEnded;
  expect(await peer.exit).toEqual({ code: 3, signal: null, killed: false });
  expect(output()).toBe("hello");
  expect(await peer.stop()).toEqual({ code: 3, signal: null, killed: false });
  expect(peer.standardError()).toEqual({ head: Buffer.from("oops\n"), byteLength: 5 });
});

test.each([
  [["/nonexistent/program"], "ENOENT"],
  [[""], "ENOENT"],
  [[], "ENOENT"],
  [[folder], "EACCES"],
  [["cat", "a\0b"], "ERR_INVALID_ARG_VALUE"],
])("a command that cannot be started is an answer: %j", async (command, code) => {
  const begun = await startPeer({ command, environment: peerEnvironment(process.env), onOutput: () => undefined });
  expect(begun).toMatchObject({ started: false, code });
});

test("ends a peer that ignores SIGTERM, with its children", async () => {
  const child = `process.on("SIGTERM",()=>0);setInterval(()=>0,1e3);console.log("up")`;
  const { peer, output } = await start(
    node(`process.on("SIGTERM",()=>0);require("child_process").spawn(process.execPath,["-e",${JSON.stringify(child)}],{stdio:"inherit"});setInterval(()=>0,1e3)`),
  );
  await until(() => output().includes("up"));
  expect(groupIsAlive(peer.pid)).toBe(true);
  expect(await peer.stop(20)).toEqual({ code: null, signal: "SIGKILL", killed: true });
  expect(groupIsAlive(peer.pid)).toBe(false);
});

test("ends the children that a peer left behind when it ended by itself", async () => {
  const { peer } = await start(["sh", "-c", "sleep 1000 & exit 0"]);
  expect((await peer.exit).code).toBe(0);
  expect(groupIsAlive(peer.pid)).toBe(true);
  expect(await peer.stop()).toEqual({ code: 0, signal: null, killed: false });
  expect(groupIsAlive(peer.pid)).toBe(false);
});

test("keeps only the beginning of a flood on standard error, and lets it flow", async () => {
  const { peer } = await start(node(`process.stderr.write("e".repeat(10e6))`));
  await peer.exit;
  await peer.stop();
  expect(peer.standardError().byteLength).toBe(10_000_000);
  expect(peer.standardError().head.length).toBe(65_536);
});

test("a paused peer blocks on its full pipe; nothing is lost", async () => {
  const { peer, output } = await start(node(`process.stdout.write("x".repeat(3e6)); `));
  peer.pauseOutput();
  await pause(50);
  peer.resumeOutput();
  await peer.outputEnded;
  expect(output().length).toBe(3_000_000);
  await peer.stop();
});

test("hands down only what is allowed and what is named", () => {
  const own = { PATH: "/bin", LC_ALL: "C", TOKEN: "t", OTHER_TOKEN: "o", HOME: undefined };
  expect(peerEnvironment(own)).toEqual({ PATH: "/bin", LC_ALL: "C" });
  expect(peerEnvironment(own, ["TOKEN", "ABSENT"])).toEqual({ PATH: "/bin", LC_ALL: "C", TOKEN: "t" });
});

/** Runs a program in a process of its own, sends it the signal once it has written a process id into the file that `%PID%` stands for, and answers with that id. */
async function interrupted(name: string, signal: NodeJS.Signals, program: string, environment: NodeJS.ProcessEnv = process.env): Promise<number> {
  const [file, pidFile] = [join(folder, `${name}-${signal}.mts`), join(folder, `${name}-${signal}.pid`)];
  writeFileSync(file, program.replaceAll("%PID%", () => pidFile));
  const run = spawn(process.execPath, ["--import", "tsx", file], { stdio: "ignore", env: environment });
  const ended = new Promise((resolve) => run.once("exit", (_code, by) => { resolve(by); }));
  let pid = 0;
  await until(() => {
    try {
      pid = Number(readFileSync(pidFile, "utf8"));
    } catch {
      pid = 0;
    }
    return pid > 0;
  });
  run.kill(signal);
  expect(await ended).toBe(signal);
  return pid;
}

test.each(["SIGTERM", "SIGINT"] as const)("a peer ends with the process that started it, which %s ends", async (signal) => {
  const module = new URL("peer_process.ts", import.meta.url).href;
  const pid = await interrupted(
    "peer",
    signal,
    `import { startPeer } from ${JSON.stringify(module)};
     import { writeFileSync } from "node:fs";
     const begun = await startPeer({ command: ["sh", "-c", "trap '' TERM INT; sleep 1000"], environment: { PATH: process.env.PATH ?? "" }, onOutput: () => undefined });
     if (begun.started) writeFileSync("%PID%", String(begun.peer.pid));`,
  );
  await until(() => !groupIsAlive(pid));
});

test.each(["SIGTERM", "SIGINT"] as const)("so does an adapter that a runner under test started in a group of its own, and its folder goes, with %s", async (signal) => {
  const module = new URL("runner_process.ts", import.meta.url).href;
  const temporary = mkdtempSync(join(folder, "temporary-"));
  // It notes down that it runs, as a probe does, and stays.
  const probe = `echo '{"kind":"start","process":'$$',"environment":[]}' >> "$2"; echo $$ > "%PID%"; exec sleep 600`;
  const runner = `require("child_process").spawn("sh",["-c",process.argv[1]],{detached:true,stdio:"ignore"});setInterval(()=>0,1e3)`;
  const pid = await interrupted(
    "runner",
    signal,
    `import { runnerProcess } from ${JSON.stringify(module)};
     const options = { command: [process.execPath, "-e", ${JSON.stringify(runner)}, "{adapter}"], environment: { PATH: process.env.PATH ?? "" }, folder: ".", patience: 1e6 };
     const { run } = runnerProcess({ ...options, probe: ["sh", "-c", ${JSON.stringify(probe)}, "probe"] });
     await run({ key: "case", plan: { steps: [], values: {}, idPrefix: "", patience: 1e6 }, adapter: "probe" });`,
    { ...process.env, TMPDIR: temporary },
  );
  await until(() => !processRuns(pid));
  expect(readdirSync(temporary).filter((name) => name.startsWith("conform-"))).toEqual([]);
});
