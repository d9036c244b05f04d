import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { examine } from "./doctor.ts";
import { peerEnvironment } from "./environment.ts";
import { startPeer } from "./peer_process.ts";

const capabilities = 'w("capabilities",{adapter:{name:"x",version:"1"},capabilities:[]});';

const hello = (extra = "", afterAck = capabilities): string =>
  `process.stdin.once("data",(d)=>{const m=JSON.parse(d);const w=(type,payload)=>process.stdout.write(JSON.stringify({v:"ipc.v0",id:type+"-000001",ts:"2026-01-01T00:00:00Z",type,replyTo:m.id,payload})+"\\n");w("hello_ack",{role:"adapter",selected:"ipc.v0"});${afterAck}${extra}})`;

const said = (type: string, payload: string): string => `process.stdout.write(JSON.stringify({v:"ipc.v0",id:"message-000001",ts:"2026-01-01T00:00:00Z",type:"${type}",payload:${payload}})+"\\n")`;

const diagnose = (program: string): ReturnType<typeof examine> =>
  examine({ command: [process.execPath, "-e", program], environment: peerEnvironment(process.env), folder: tmpdir(), withheld: [], start: startPeer, patience: 3000 });

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

  test.each([
    ["waits behind a prompt", 'process.stdout.write("Password: ");process.stdin.resume()', 'It writes "Password: ", but no line feed.', /prompts too, to standard error/],
    ["writes a message over several lines", 'process.stdin.once("data",()=>console.log(JSON.stringify({v:1},null,2)))', 'It answers a hello with the front part of a JSON object: "{".', /without line feeds and indentation/],
    ["writes headers before its messages", 'process.stdin.once("data",()=>process.stdout.write("Content-Length: 9\\r\\n\\r\\n{}"))', 'It answers a hello with a header: "Content-Length: 9".', /have no headers here/],
    ["selects what was not offered", hello().replace('selected:"ipc.v0"', 'selected:"ipc"'), "It answers a hello with hello_ack.", /selects a protocol that was not offered/],
    ["repeats what it hears", "process.stdin.pipe(process.stdout)", "It answers a hello with hello.", /sends back what it was sent/],
    ["writes no message once its input has ended", 'process.stdin.resume().on("end",()=>console.log("bye"))', 'Once its input has ended, it writes something that is no JSON object: "bye".', /Standard output belongs to the protocol/],
  ])("tells of one that %s", async (_, program, fact, advice) => {
    const diagnosis = await diagnose(program);
    expect(diagnosis.facts).toContain(fact);
    expect(diagnosis.advice[0]).toMatch(advice);
  });

  test("tells a byte-order mark from bytes that are not UTF-8", async () => {
    expect((await diagnose(hello().replace("process.stdout.write(", 'process.stdout.write("\\ufeff"+'))).facts).toContain("It answers a hello with a byte-order mark before its line.");
    expect((await diagnose('process.stdin.once("data",()=>process.stdout.write(Buffer.from([0x22,0xff,0x22,0x0a])))')).facts).toContain("It answers a hello with bytes that are not UTF-8.");
  });

  describe("looks at the file of a program that cannot be run as it is", () => {
    const folder = mkdtempSync(join(tmpdir(), "workstation-contracts-doctor-"));
    afterAll(() => {
      rmSync(folder, { recursive: true, force: true });
    });
    mkdirSync(join(folder, "adapters"));

    test.each([
      ["ends its first line as Windows does", ["./adapter"], `#!${process.execPath}\r\n`, /end in a carriage return/],
      ["ends its first line as Windows does, behind env", ["./adapter"], "#!/usr/bin/env node\r\n", /end in a carriage return/],
      ["names an interpreter that is missing", ["./adapter"], "#!/no/such/python3\n", /"\/no\/such\/python3", which its first line names, is not/],
      ["names no interpreter", ["./adapter"], "import json\n", /no first line that names its interpreter/],
      ["begins with a byte-order mark", ["./adapter"], "\ufeff#!/usr/bin/env node\n0\n", /no first line that names its interpreter/],
      ["stands in the folder and not on PATH", ["adapter"], "#!/bin/sh\n", /The one in this folder is "\.\/adapter"/],
      ["is given with its arguments in quotes", ["node adapter"], "0", /Leave out the quotes/],
      ["is a folder", ["adapters"], "", /is a folder/],
      ["has no name", [""], "", /Name the program first/],
      ["needs a variable that is not handed down", ["node", "-e", "console.error('TOKEN_FOLDER must be set');process.exit(1)"], "", /--env TOKEN_FOLDER/],
    ])("which %s", async (_, command, text, advice) => {
      writeFileSync(join(folder, "adapter"), text, { mode: 0o755 });
      const diagnosis = await examine({ command, environment: peerEnvironment(process.env), folder, withheld: ["TOKEN", "TOKEN_FOLDER"], start: startPeer, patience: 3000 });
      expect(diagnosis.healthy).toBe(false);
      expect(diagnosis.advice[0]).toMatch(advice);
    });
  });

  test("tells a program that is not there from one that may not be run", async () => {
    const missing = await examine({ command: ["./no-such-program"], environment: {}, folder: tmpdir(), withheld: [], start: startPeer, patience: 1000 });
    expect(missing.advice.join()).toMatch(/was not found, seen from/);
    const folder = await examine({ command: ["/"], environment: {}, folder: tmpdir(), withheld: [], start: startPeer, patience: 1000 });
    expect(folder.advice.join()).toMatch(/is a folder/);
  });
});
