import { tmpdir } from "node:os";
import { describe, expect, test } from "vitest";
import { examine } from "./doctor.ts";
import { peerEnvironment } from "./environment.ts";
import { startPeer } from "./peer_process.ts";

const capabilities = 'w("capabilities",{adapter:{name:"x",version:"1"},capabilities:[]});';

const hello = (extra = "", afterAck = capabilities): string =>
  `process.stdin.once("data",(d)=>{const m=JSON.parse(d);const w=(type,payload)=>process.stdout.write(JSON.stringify({v:"ipc.v0",id:type+"-000001",ts:"2026-01-01T00:00:00Z",type,replyTo:m.id,payload})+"\\n");w("hello_ack",{role:"adapter",selected:"ipc.v0"});${afterAck}${extra}})`;

const said = (type: string, payload: string): string => `process.stdout.write(JSON.stringify({v:"ipc.v0",id:"message-000001",ts:"2026-01-01T00:00:00Z",type:"${type}",payload:${payload}})+"\\n")`;

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
    ["answers on standard error", hello().replace("process.stdout", "process.stderr"), /writes its answer to standard error/],
    ["answers on standard error and closes its output", `require("fs").closeSync(1);${hello().replace("process.stdout", "process.stderr")}`, /writes its answer to standard error/],
    ["closes its output and stays", 'require("fs").closeSync(1);process.stdin.resume();setInterval(()=>{},1e6)', /closes its output and goes on running/],
    ["never ends", hello("setInterval(()=>{},1e6)"), /does not exit when its input ends/],
    ["ends lines as Windows does", hello().replace('"\\n"', '"\\r\\n"'), /carriage return/],
    ["prints a line between hello_ack and capabilities", hello("", `console.log("a debug line");${capabilities}`), /Standard output belongs to the protocol/],
    ["sends capabilities that are none", hello("", 'w("capabilities",{});'), /fields are v, id, ts/],
    ["sends something else than capabilities", hello("", 'w("progress",{status:"started"});'), /followed by capabilities, not by progress/],
    ["ends its second line alone as Windows does", hello("", capabilities.replace('w("', 'process.stdout.write=(b=>t=>b(t.replace("\\n","\\r\\n")))(process.stdout.write.bind(process.stdout));w("')), /carriage return/],
    ["exits with another status when its input ends", hello('process.stdin.once("end",()=>process.exit(7))'), /exit with status 0/],
    ["says goodbye when its input ends", hello('process.stdin.once("end",()=>console.log(JSON.stringify({bye:true})))'), /fields are v, id, ts/],
    ["sends a message unasked", hello('w("error",{code:"ADAPTER_FAILED",message:"",retryable:false})'), /Write nothing that answers no message/],
    ["names another message in hello_ack", hello().replace("replyTo:m.id", 'replyTo:"nonsense-id"'), /Copy the `id` of the hello/],
    ["speaks first", `${said("error", '{code:"ADAPTER_FAILED",message:"hi",retryable:false}')};process.stdin.resume()`, /does not name the hello in `replyTo`/],
    ["refuses the hello", `process.stdin.once("data",()=>{${said("error", '{code:"IPC_PROTO_MISMATCH",message:"",retryable:false}')};process.exit(1)})`, /Compare the protocol/],
    ["ends no line", 'process.stdout.write("x".repeat(70000));process.stdin.resume()', /ends no line/],
    ["repeats what it hears", "process.stdin.pipe(process.stdout)", /answered with hello_ack/],
    ["writes a message that is none", "process.stdin.once('data',()=>console.log('{}'))", /fields are v, id, ts/],
  ])("advises one that %s", async (_, program, advice) => {
    const diagnosis = await diagnose(program);
    expect(diagnosis.healthy).toBe(false);
    expect(diagnosis.advice.join("\n")).toMatch(advice);
  });

  test("tells a byte-order mark from bytes that are not UTF-8", async () => {
    expect((await diagnose(hello().replace("process.stdout.write(", 'process.stdout.write("\\ufeff"+'))).facts).toContain("It answers a hello with a byte-order mark before its line.");
    expect((await diagnose('process.stdin.once("data",()=>process.stdout.write(Buffer.from([0x22,0xff,0x22,0x0a])))')).facts).toContain("It answers a hello with bytes that are not UTF-8.");
  });

  test("tells a program that is not there from one that may not be run", async () => {
    const missing = await examine({ command: ["./no-such-program"], environment: {}, folder: tmpdir(), start: startPeer, patience: 1000 });
    expect(missing.advice.join()).toMatch(/was not found/);
    const folder = await examine({ command: ["/"], environment: {}, folder: tmpdir(), start: startPeer, patience: 1000 });
    expect(folder.advice.join()).toMatch(/not executable/);
  });
});
