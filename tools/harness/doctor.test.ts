import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { examine } from "./doctor.ts";
import { peerEnvironment } from "./environment.ts";
import { startPeer } from "./peer_process.ts";

const hello = (extra = ""): string =>
  `process.stdin.once("data",(d)=>{const m=JSON.parse(d);const w=(type,payload)=>process.stdout.write(JSON.stringify({v:"ipc.v0",id:type+"-000001",ts:"2026-01-01T00:00:00Z",type,replyTo:m.id,payload})+"\\n");w("hello_ack",{role:"adapter",selected:"ipc.v0"});w("capabilities",{adapter:{name:"x",version:"1"},capabilities:[]});${extra}})`;

const diagnose = (program: string): ReturnType<typeof examine> =>
  examine({ command: [process.execPath, "-e", program], environment: peerEnvironment(process.env), folder: tmpdir(), start: startPeer, patience: 3000 });

describe("the doctor", () => {
  test("finds nothing wrong with an adapter that answers and ends", async () => {
    expect(await diagnose(hello())).toMatchObject({ healthy: true, advice: [] });
  });

  test.each([
    ["leaves at once", "0", /leaves before it has answered/],
    ["crashes", "throw new Error('no')", /crashes or refuses/],
    ["prints a banner", "console.log('ready')", /Standard output belongs to the protocol/],
    ["holds its answer back", hello().replace('"data"', '"data"').replace("process.stdin.once", "let k;process.stdin.on('data',d=>k=d);process.stdin.once").replace('"data"', '"end"').replace("(d)=>{", "()=>{const d=k;"), /holds its output back/],
    ["reads and never answers", "process.stdin.resume()", /reads its input and never answers/],
    ["never ends", hello("setInterval(()=>{},1e6)"), /does not exit when its input ends/],
    ["ends lines as Windows does", hello().replace('"\\n"', '"\\r\\n"'), /carriage return/],
    ["repeats what it hears", "process.stdin.pipe(process.stdout)", /answered with hello_ack/],
    ["writes a message that is none", "process.stdin.once('data',()=>console.log('{}'))", /fields are v, id, ts/],
  ])("advises one that %s", async (_, program, advice) => {
    const diagnosis = await diagnose(program);
    expect(diagnosis.healthy).toBe(false);
    expect(diagnosis.advice.join("\n")).toMatch(advice);
  });

  test("tells a program that is not there from one that may not be run", async () => {
    const missing = await examine({ command: ["./no-such-program"], environment: {}, folder: tmpdir(), start: startPeer, patience: 1000 });
    expect(missing.advice.join()).toMatch(/was not found/);
    const folder = await examine({ command: ["/"], environment: {}, folder: tmpdir(), start: startPeer, patience: 1000 });
    expect(folder.advice.join()).toMatch(/not executable/);
  });
});
