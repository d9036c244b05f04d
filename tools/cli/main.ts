import type { CommandModule } from "./command.ts";
import { commands } from "./commands.ts";
import type { Host } from "./host.ts";
import { isFileName, readArguments, type ArgumentProblem } from "./read_arguments.ts";

const programName = "wsc";

/** Runs the command that `words` name and answers with the exit status; `loaded` are commands that need not be loaded any more. Faults of the program itself become one line and status 2. */
export async function main(words: readonly string[], host: Host, loaded: Readonly<Record<string, CommandModule>> = {}): Promise<number> {
  try {
    const status = await dispatch(words, host, loaded);
    host.stdout.flush();
    return status;
  } catch (error) {
    const { visible } = await import("../report/visible.ts");
    host.stderr.write(`${programName}: ${visible(refusal(error) ?? `internal fault, please report it: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`)}\n`);
    return 2;
  }
}

/** What the file system refused that no command could foresee, such as a full disk under the report; undefined for any other fault. */
function refusal(error: unknown): string | undefined {
  if (!(error instanceof Error && "syscall" in error)) return undefined;
  // Node writes a code, the reason, the call and the path.
  const reason = /^[A-Z0-9]+: (.*?), /.exec(error.message)?.[1] ?? error.message;
  return `${"path" in error ? String(error.path) : (refusedCalls[String(error.syscall)] ?? String(error.syscall))}: ${reason}`;
}

const refusedCalls: Readonly<Record<string, string>> = { write: "the output cannot be written", uv_cwd: "the working folder cannot be found" };

async function dispatch(words: readonly string[], host: Host, loaded: Readonly<Record<string, CommandModule>>): Promise<number> {
  const [first, ...rest] = words;
  const command = commands.find(({ name }) => name === first);
  if (command === undefined) return await withoutCommand(first, rest, host);
  const module = loaded[command.name] ?? (await command.load());
  const given = readArguments(module.usage, rest);
  if ("problem" in given) return await refuse(given, module, host);
  if (given.options.has("help")) return await printHelp(module, host);
  return await module.run(given, host, commands);
}

async function withoutCommand(first: string | undefined, rest: readonly string[], host: Host): Promise<number> {
  const help = await import("./help.ts");
  if (first === "--version" || first === "-V") {
    const { tool } = await import("../validate/tool.ts");
    host.stdout.write(`${tool.name} ${tool.version}\n`);
    return 0;
  }
  if (first === "--help" || first === "-h" || (first === "help" && rest.length === 0)) {
    host.stdout.write(help.programHelp(commands));
    return 0;
  }
  if (first === "help") return await dispatch([rest[0] ?? "", "--help"], host, {});
  if (first === undefined) {
    host.stderr.write(help.programHelp(commands));
    return 2;
  }
  const problem: ArgumentProblem = first.startsWith("-")
    ? { problem: "is not an option", word: first, known: ["--help", "--version"] }
    : { problem: "is not a command", word: first, known: commands.map(({ name }) => name), ...(isFileName(first) && { advice: `to judge a file, write ${programName} validate FILE` }) };
  return await refuse(problem, undefined, host);
}

async function refuse(given: ArgumentProblem, module: CommandModule | undefined, host: Host): Promise<number> {
  const help = await import("./help.ts");
  return help.refuseArguments(given, module?.usage, host);
}

async function printHelp(module: CommandModule, host: Host): Promise<number> {
  const { commandHelp } = await import("./help.ts");
  host.stdout.write(commandHelp(module.usage));
  return 0;
}

