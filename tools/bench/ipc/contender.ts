/**
 * One contender of the benchmark: `contender.ts NAME sequential|pipelined COUNT BENCH` exchanges so many messages with a process and prints the microseconds
 * they took and the peak of this process's memory in MiB; BENCH is the folder tools/bench. Each runs in a process of its own, so that none profits from what the engine learnt from another.
 */
import { spawn, type ChildProcessByStdio } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { runSession } from "../../../reference/ipc-v0/runner/connection.ts";
import { peerEnvironment } from "../../harness/environment.ts";
import { text, window } from "./message.ts";

/** `exchange` sends one message and calls back when its answer is there. */
type Exchange = (answered: () => void) => void;
interface Contender {
  readonly exchange: Exchange;
  /** Hands over what is held back; called when a batch is sent. */
  readonly flush?: () => void;
  readonly close: () => void;
}

const [name = "", mode = "", count = "", bench = ""] = process.argv.slice(2);
const here = (file: string): string => join(bench, "ipc", file);
const wsc = join(bench, "../../bin/wsc.cjs");

const contenders: Readonly<Record<string, () => Promise<Contender>>> = {
  "node to cat": () => Promise.resolve(lines(["cat"])),
  readline: () => Promise.resolve(readlines([process.execPath, here("echo_readline.cjs")])),
  "reference pair": reference,
  "mcp sdk": modelContextProtocol,
  "vscode-jsonrpc": visualStudioCode,
};

const contender = await (contenders[name] ?? unknown)();
const exchangeAll = (): Promise<void> => (mode === "sequential" ? sequential : pipelined)(contender, Number(count));
// The engine compiles beside the program, for some tenths of a second, what runs often. Nobody is measured meanwhile: each sends before all that it is
// measured with, so that a quick one is not measured while it is compiled and a slow one long after.
await exchangeAll();
const start = process.hrtime.bigint();
await exchangeAll();
const microseconds = Number(process.hrtime.bigint() - start) / 1e3;
process.stdout.write(`${JSON.stringify({ microseconds, peak: process.resourceUsage().maxRSS / 1024 })}\n`);
contender.close();

function unknown(): never {
  throw new Error(`no contender has the name ${name}`);
}

function sequential({ exchange, flush }: Contender, messages: number): Promise<void> {
  return new Promise((resolve) => {
    let left = messages;
    const next = (): void => {
      if (left === 0) {
        resolve();
        return;
      }
      left -= 1;
      exchange(next);
      flush?.();
    };
    next();
  });
}

function pipelined({ exchange, flush }: Contender, messages: number): Promise<void> {
  return new Promise((resolve) => {
    let sent = 0;
    let answered = 0;
    const fill = (): void => {
      while (sent < messages && sent - answered < window) {
        sent += 1;
        exchange(settle);
      }
      flush?.();
    };
    const settle = (): void => {
      answered += 1;
      if (answered === messages) resolve();
      // Half a window at a time, so that messages travel in batches in both directions.
      else if (sent < messages && sent - answered <= window / 2) fill();
    };
    fill();
  });
}

function startPiped([executable = "", ...words]: readonly string[]): ChildProcessByStdio<Writable, Readable, null> {
  return spawn(executable, words, { stdio: ["pipe", "pipe", "inherit"] });
}

/** The least that a Node process can do to exchange messages: it writes and reads JSON, cuts the lines by hand, and checks nothing. */
function lines(command: readonly string[]): Contender {
  const child = startPiped(command);
  const waiting = new Map<string, () => void>();
  let count_ = 0;
  let held = "";
  let rest = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const arrived = rest + chunk.toString("latin1");
    let begin = 0;
    for (let end = arrived.indexOf("\n"); end !== -1; end = arrived.indexOf("\n", begin)) {
      const { id } = JSON.parse(arrived.slice(begin, end)) as { id: string };
      begin = end + 1;
      const answered = waiting.get(id);
      waiting.delete(id);
      answered?.();
    }
    rest = arrived.slice(begin);
  });
  return {
    exchange: (answered) => {
      const id = `runner-${String((count_ += 1)).padStart(8, "0")}`;
      waiting.set(id, answered);
      held += `${JSON.stringify({ v: "ipc.v0", id, ts: now(), type: "invoke", payload: { op: "text.caps", args: { text } } })}\n`;
    },
    flush: () => {
      child.stdin.write(held);
      held = "";
    },
    close: () => child.stdin.end(),
  };
}

/** JSON lines read with node:readline on both sides, as most adapters are written. */
function readlines(command: readonly string[]): Contender {
  const child = startPiped(command);
  const waiting = new Map<string, () => void>();
  let count = 0;
  createInterface({ input: child.stdout }).on("line", (received) => {
    const { replyTo } = JSON.parse(received) as { replyTo: string };
    const answered = waiting.get(replyTo);
    waiting.delete(replyTo);
    answered?.();
  });
  return {
    exchange: (answered) => {
      const id = `runner-${String((count += 1)).padStart(8, "0")}`;
      waiting.set(id, answered);
      child.stdin.write(`${JSON.stringify({ v: "ipc.v0", id, ts: new Date().toISOString(), type: "invoke", payload: { op: "text.caps", args: { text } } })}\n`);
    },
    close: () => child.stdin.end(),
  };
}

let instant = 0;
let timestamp = "";

/** One text a millisecond. */
function now(): string {
  const time = Date.now();
  if (time !== instant) timestamp = new Date((instant = time)).toISOString();
  return timestamp;
}

async function reference(): Promise<Contender> {
  return await new Promise((resolve) => {
    void runSession({
      command: [process.execPath, wsc, "adapter", "text.caps"],
      environment: peerEnvironment(process.env),
      operations: ["text.caps"],
      handshakeMilliseconds: 10_000,
      exitMilliseconds: 2000,
      onReady: (connection) => {
        resolve({
          exchange: (answered) => {
            connection.invoke({ op: "text.caps", args: { text } }, 60_000, ({ type }) => {
              if (type === "error") throw new Error("the adapter failed");
              answered();
            });
          },
          close: connection.close,
        });
      },
    });
  });
}

async function modelContextProtocol(): Promise<Contender> {
  const { Client } = (await load("node_modules/@modelcontextprotocol/sdk/dist/esm/client/index.js")) as { Client: new (who: object) => McpClient };
  const { StdioClientTransport } = (await load("node_modules/@modelcontextprotocol/sdk/dist/esm/client/stdio.js")) as { StdioClientTransport: new (how: object) => object };
  const client = new Client({ name: "bench", version: "1" });
  await client.connect(new StdioClientTransport({ command: process.execPath, args: [here("echo_mcp.mjs")] }));
  return {
    exchange: (answered) => {
      void client.callTool({ name: "text.caps", arguments: { text } }).then(answered);
    },
    close: () => void client.close(),
  };
}

interface McpClient {
  readonly connect: (transport: object) => Promise<void>;
  readonly callTool: (call: object) => Promise<unknown>;
  readonly close: () => Promise<void>;
}

async function visualStudioCode(): Promise<Contender> {
  const { default: rpc } = (await load("node_modules/vscode-jsonrpc/lib/node/main.js")) as { default: JsonRpc };
  const child = startPiped([process.execPath, here("echo_vscode.cjs")]);
  const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(child.stdout), new rpc.StreamMessageWriter(child.stdin));
  connection.listen();
  return {
    exchange: (answered) => {
      void connection.sendRequest("text.caps", { text }).then(answered);
    },
    close: () => {
      connection.dispose();
      child.stdin.end();
    },
  };
}

interface JsonRpc {
  readonly createMessageConnection: (reader: object, writer: object) => { listen: () => void; sendRequest: (method: string, params: object) => Promise<unknown>; dispose: () => void };
  readonly StreamMessageReader: new (stream: object) => object;
  readonly StreamMessageWriter: new (stream: object) => object;
}

/** The programs to compare with are installed beside the benchmark, not beside the project. */
async function load(path: string): Promise<unknown> {
  return (await import(pathToFileURL(join(bench, path)).href)) as unknown;
}
