import { main } from "./main.ts";
import { processHost } from "./process_host.ts";

/** Starts the program: `words` are the arguments after the program's name. The status becomes the exit code of the process. */
export function start(words: readonly string[] = process.argv.slice(2)): void {
  void main(words, processHost()).then((status) => {
    process.exitCode = status;
  });
}
