import { main } from "./main.ts";
import { processHost } from "./process_host.ts";
import { workerWord } from "./validate/worker_word.ts";

/** Starts the program: `words` are the arguments after the program's name. The status becomes the exit code of the process. */
export function start(words: readonly string[] = process.argv.slice(2)): void {
  if (process.argv[2] === workerWord) {
    void import("./validate/worker.ts").then(({ work }) => {
      work();
    });
    return;
  }
  const host = processHost();
  void main(words, host).then((status) => {
    process.exitCode = status;
  });
}
