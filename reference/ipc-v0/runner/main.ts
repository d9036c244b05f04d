/** The reference runner as a program of its own: `npx tsx reference/ipc-v0/runner/main.ts --adapter "..." --op text.caps --text hello`. */
import { commandHelp, refuseArguments } from "../../../tools/cli/help.ts";
import { processHost } from "../../../tools/cli/process_host.ts";
import { readArguments } from "../../../tools/cli/read_arguments.ts";
import { command } from "./command.ts";

const host = processHost();
const given = readArguments(command.usage, process.argv.slice(2));
if ("problem" in given) process.exitCode = refuseArguments(given, command.usage, host);
else if (given.options.has("help")) host.stdout.write(commandHelp(command.usage));
else process.exitCode = await command.run(given, host, []);
host.stdout.flush();
