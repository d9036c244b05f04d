/** What to do about a program that could not be started, or did not stay. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";
import { deadline } from "./deadline.ts";
import type { PeerExit } from "./peer_process.ts";

/** How it was tried. */
export interface Attempt {
  readonly command: readonly string[];
  readonly folder: string;
  /** The names of variables that are set here and not handed down. */
  readonly withheld: readonly string[];
}

/** Why a program may have ended, or closed its output, without a word. */
export function exitAdvice(exit: PeerExit | typeof deadline, standardError: string, { command, folder, withheld }: Attempt): string {
  const said = standardError.trim() === "" ? "" : " What it wrote to standard error is below.";
  const opening = openingOf(resolve(folder, command[0] ?? ""));
  if (opening?.interpreter?.endsWith("\r") === true) return `${carriageReturnAdvice(command[0] ?? "")}${said}`;
  if (opening !== undefined && exit !== deadline && exit.code !== 0 && opening.isText && opening.interpreter === undefined) {
    return `${JSON.stringify(command[0])} has no first line that names its interpreter, so a shell has read it. Begin it with a line such as #!/usr/bin/env python3, without anything before it, or name the interpreter first.${said}`;
  }
  const missed = withheld.find((name) => new RegExp(`(?<![A-Za-z0-9_])${name}(?![A-Za-z0-9_])`).test(standardError));
  if (missed !== undefined) return `It speaks of ${missed}, which is set here but not handed down, since only what programs need to run at all is. Hand it down with --env ${missed}.${said}`;
  if (exit !== deadline && exit.code === 0) return `It leaves before it has answered. An adapter stays until its input ends: read lines in a loop, whether or not standard input is a terminal, and do not go into the background.${said}`;
  if (exit === deadline) return `It closes its output and goes on running, so that nothing can come from it. Check whether the command leads standard output elsewhere.${said}`;
  if (exit.code === 127) return `Status 127 is what a shell says when a program is not found: a path in the command is wrong, or one that it calls is missing.${said}`;
  return `It ends before it has answered, so it crashes or refuses its arguments. Run the command by hand and mend that first.${said}`;
}

/** Why a program could not be started. */
export function startAdvice(code: string, { command: [program = "", ...words], folder }: Attempt): string {
  const named = JSON.stringify(program);
  if (program === "") return "Name the program first, and its arguments after it.";
  const path = resolve(folder, program);
  if (isFolder(path)) return `${named} is a folder. Name the program in it.`;
  if (code === "ENOENT") {
    const opening = openingOf(path);
    if (opening?.interpreter?.endsWith("\r") === true) return carriageReturnAdvice(program);
    if (opening?.interpreter !== undefined && program.includes("/")) return `${named} is there, but ${JSON.stringify(opening.interpreter)}, which its first line names, is not. Mend that line, or name the interpreter first.`;
    if (opening !== undefined && !program.includes("/")) return `${named} is not on PATH, where a name without a slash is looked for. The one in this folder is ${JSON.stringify(`./${program}`)}.`;
    if (words.length === 0 && /\s/.test(program)) return `${named} is taken for the name of one program. Leave out the quotes around the whole command, so that each word stands by itself.`;
    return `${named} was not found${program.includes("/") && !isAbsolute(program) ? `, seen from ${JSON.stringify(folder)}` : ""}. Give its path, or check PATH.`;
  }
  if (code === "EACCES") return `${named} is not executable. Run \`chmod +x\` on it, or name its interpreter first: python3 adapter.py.`;
  if (code === "ENOEXEC") return `${named} is no program. A script needs a first line that names its interpreter, such as #!/usr/bin/env python3.`;
  return `Check the command: ${named}.`;
}

function carriageReturnAdvice(program: string): string {
  return `The lines of ${JSON.stringify(program)} end in a carriage return, so the interpreter that the first names is not found. Write it with line feeds alone: sed -i 's/\\r$//' ${program}.`;
}

/** How a file begins that may be a script. */
interface Opening {
  /** The first program that its first line names, with a carriage return where one ends the line. */
  readonly interpreter: string | undefined;
  readonly isText: boolean;
}

/** Undefined where there is no file that can be read. */
function openingOf(path: string): Opening | undefined {
  try {
    if (!statSync(path).isFile()) return undefined;
    const file = openSync(path, "r");
    try {
      const front = Buffer.alloc(256);
      const bytes = front.subarray(0, readSync(file, front));
      const [line = ""] = bytes.toString("latin1").split("\n", 1);
      const interpreter = /^#! *([^ ]+)/.exec(line)?.[1];
      const end = line.endsWith("\r") && interpreter?.endsWith("\r") === false ? "\r" : "";
      return { interpreter: interpreter === undefined ? undefined : `${interpreter}${end}`, isText: bytes.length > 0 && !bytes.includes(0) && !bytes.includes(0x7f) };
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
