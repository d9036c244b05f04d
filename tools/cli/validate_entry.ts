import { main } from "./main.ts";
import { processHost } from "./process_host.ts";
import { command } from "./validate/command.ts";
import { startJudging } from "./validate/judging.ts";
import { workerWord } from "./validate/worker_word.ts";

/**
 * Starts `wsc validate`, the command that is run most and is over soonest, in one piece with the program; or a worker thread of it, which judges with
 * the same piece.
 */
export function start(words: readonly string[] = process.argv.slice(2)): void {
  if (words[1] === workerWord) {
    void import("./validate/worker.ts").then(({ work }) => {
      work(startJudging());
    });
    return;
  }
  void main(words, processHost(), { validate: command }).then((status) => {
    // All is written by now. Leaving at once spares the engine a tidying that takes as long as judging a file.
    process.exit(status);
  });
}
